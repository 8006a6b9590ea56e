package io.metriton.collector.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.metriton.collector.applications.Json;
import io.metriton.collector.cli.RunningCollector;
import io.metriton.collector.store.Databases;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A fleet that reports over HTTP: what the API says is what counting by sets says. */
class FleetIT {

    private static final LocalDate START = LocalDate.of(2024, 1, 20);
    private static final int DAYS = 75;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Databases.class)
    void figuresOfTheApi_areThoseOfCountingBySets(Databases database) {
        try (RunningCollector collector = new RunningCollector(database.url(folder))) {
            FleetClient client = new FleetClient(collector);
            new Fleet(3, 60, (int) START.toEpochDay(), DAYS).run(client::send);
            Oracle oracle = client.oracle("production");
            for (String per : List.of("day", "week", "month")) {
                for (String key : List.of("version", "os", "java", "ci", "plugins")) {
                    for (JsonNode period : periods(collector, "active", "&per=" + per + "&by=" + key)) {
                        LocalDate start = LocalDate.parse(period.path("start").asText());
                        assertThat(period.path("installs").asLong()).isEqualTo(oracle.active(per, start));
                        assertThat(period.path("reports").asLong()).isEqualTo(oracle.reports(per, start));
                        assertThat(period.path("by")).isEqualTo(json(oracle.activeBy(per, start, key)));
                    }
                }
                for (JsonNode period : periods(collector, "new", "&by=os&per=" + per)) {
                    LocalDate start = LocalDate.parse(period.path("start").asText());
                    assertThat(period.path("by")).isEqualTo(json(oracle.freshBy(per, start, "os")));
                }
            }
            for (JsonNode period : periods(collector, "active", "&per=28days")) {
                LocalDate end = LocalDate.parse(period.path("end").asText());
                assertThat(period.path("installs").asLong()).isEqualTo(oracle.rolling(28, end));
            }
        }
    }

    private static JsonNode json(Map<String, Long> map) {
        return Json.parse(Json.write(map));
    }

    private static JsonNode periods(RunningCollector collector, String figure, String parameters) {
        JsonNode periods = collector
                .get("/api/v1/applications/fleet/" + figure + "?from=" + START + "&to=" + START.plusDays(DAYS - 1)
                        + parameters)
                .path("periods");
        assertThat(periods).isNotEmpty();
        return periods;
    }
}
