package io.metriton.collector.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.metriton.collector.applications.Json;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Asks the API for every figure there is, and an oracle for the same. */
final class FleetFigures {

    private static final int LATE_DAYS = 30;

    private final UnaryOperator<String> api;
    private final Function<String, Oracle> oracles;
    private final LocalDate first;
    private final Map<String, JsonNode> settled = new HashMap<>();
    private LocalDate today;

    /**
     * Asks from a day on.
     *
     * @param api the answer of a path, JSON
     * @param oracles the oracle of a channel
     * @param first the first day of which there are reports
     */
    FleetFigures(UnaryOperator<String> api, Function<String, Oracle> oracles, LocalDate first) {
        this.api = api;
        this.oracles = oracles;
        this.first = first;
        this.today = first;
    }

    void assertAll(LocalDate day) {
        today = day;
        for (String channel : List.of("production", "beta", "development")) {
            for (String per : List.of("day", "week", "month")) {
                for (String key : List.of("version", "os", "java", "ci", "plugins")) {
                    assertActive(channel, per, key);
                    assertNew(channel, per, key);
                }
                assertCounts(channel, per);
            }
            assertRolling(channel, "7days", 7);
            assertRolling(channel, "28days", 28);
            assertRetention(channel);
        }
    }

    private void assertActive(String channel, String per, String key) {
        Oracle oracle = oracles.apply(channel);
        for (JsonNode period : periods("active", channel, "&per=" + per + "&by=" + key)) {
            LocalDate start = start(period);
            assertThat(period.path("installs").asLong()).isEqualTo(oracle.active(per, start));
            assertThat(period.path("reports").asLong()).isEqualTo(oracle.reports(per, start));
            assertThat(period.path("by"))
                    .as("%s of %s %s, %s", key, per, start, channel)
                    .isEqualTo(json(oracle.activeBy(per, start, key)));
        }
    }

    private void assertNew(String channel, String per, String key) {
        Oracle oracle = oracles.apply(channel);
        for (JsonNode period : periods("new", channel, "&per=" + per + "&by=" + key)) {
            LocalDate start = start(period);
            assertThat(period.path("installs").asLong())
                    .isEqualTo(oracle.fresh(per, start).size());
            assertThat(period.path("by"))
                    .as("new %s of %s %s, %s", key, per, start, channel)
                    .isEqualTo(json(oracle.freshBy(per, start, key)));
        }
    }

    private void assertRolling(String channel, String per, int length) {
        for (JsonNode period : periods("active", channel, "&per=" + per)) {
            LocalDate end = LocalDate.parse(period.path("end").asText());
            assertThat(start(period)).isEqualTo(end.minusDays(length - 1L));
            assertThat(period.path("installs").asLong())
                    .as("%s until %s, %s", per, end, channel)
                    .isEqualTo(oracles.apply(channel).rolling(length, end));
        }
    }

    private void assertCounts(String channel, String per) {
        for (JsonNode period : periods("counts", channel, "&key=commands&per=" + per)) {
            Map<String, List<Long>> names = new TreeMap<>();
            period.path("names")
                    .properties()
                    .forEach(name -> names.put(
                            name.getKey(),
                            List.of(
                                    name.getValue().path("count").asLong(),
                                    name.getValue().path("reports").asLong())));
            assertThat(names).isEqualTo(oracles.apply(channel).counts(per, start(period)));
        }
    }

    private void assertRetention(String channel) {
        JsonNode answer = get("retention", channel, "");
        for (JsonNode cohort : answer.path("cohorts")) {
            List<Long> active = new ArrayList<>();
            cohort.path("active").forEach(n -> active.add(n.asLong()));
            List<Long> expected = oracles.apply(channel).retention(start(cohort), today);
            assertThat(active).as("cohort of %s", start(cohort)).isEqualTo(expected);
            assertThat(cohort.path("installs").asLong()).isEqualTo(expected.get(0));
        }
    }

    private static LocalDate start(JsonNode period) {
        return LocalDate.parse(period.path("start").asText());
    }

    private JsonNode get(String figure, String channel, String parameters) {
        return Json.parse(api.apply("/api/v1/applications/fleet/" + figure + "?channel=" + channel + "&from=" + first
                + "&to=" + today + parameters));
    }

    /** All periods, of which those that were said to be final before are what they were. */
    private JsonNode periods(String figure, String channel, String parameters) {
        JsonNode periods = get(figure, channel, parameters).path("periods");
        assertThat(start(periods.get(0))).isBeforeOrEqualTo(first);
        assertThat(periods.get(periods.size() - 1).path("end").asText()).isGreaterThanOrEqualTo(today.toString());
        for (JsonNode period : periods) {
            LocalDate end = LocalDate.parse(period.path("end").asText());
            String name = figure + channel + parameters + end;
            if (settled.containsKey(name)) {
                assertThat(period).as(name).isEqualTo(settled.get(name));
            }
            if (!figure.equals("counts")) {
                assertThat(period.path("final").asBoolean())
                        .as(name)
                        .isEqualTo(end.isBefore(today.minusDays(LATE_DAYS)));
            }
            if (period.path("final").asBoolean() && !parameters.contains("java")) {
                settled.put(name, period);
            }
        }
        return periods;
    }

    private static JsonNode json(Map<String, Long> map) {
        return Json.parse(Json.write(map));
    }
}
