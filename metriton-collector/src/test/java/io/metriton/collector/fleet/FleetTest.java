package io.metriton.collector.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.collector.figures.CohortFigures;
import io.metriton.collector.figures.NameFigures;
import io.metriton.collector.figures.Per;
import io.metriton.collector.figures.PeriodFigures;
import io.metriton.collector.store.Databases;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every figure that can be asked for equals counting by sets, for a fleet that does whatever fleets do. */
class FleetTest {

    // With a leap day, two ends of years, and a start in the middle of a week and a month.
    private static final LocalDate START = LocalDate.of(2023, 12, 13);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Databases.class)
    void smallFleet_everyFigureIsThatOfCountingBySets(Databases database) {
        assertExact(database, 120, 410);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    @EnabledIfSystemProperty(named = "metriton.slow", matches = "true", disabledReason = "takes minutes: -Pslow")
    void fleetOf20000_everyFigureIsThatOfCountingBySets(Databases database) {
        assertExact(database, 20_000, 400);
    }

    private void assertExact(Databases database, int installs, int days) {
        FleetStore store = new FleetStore(database.url(folder));
        try (store) {
            int first = (int) START.toEpochDay();
            new Fleet(installs, installs, first, days).run(store::accept);
            store.finish();
            LocalDate today = START.plusDays(days - 1L);
            for (String channel : List.of("production", "beta", "development")) {
                assertPeriods(store, channel, today);
                assertRolling(store, channel, today);
                assertCounts(store, channel, today);
                assertRetention(store, channel, today);
            }
        }
    }

    private static void assertPeriods(FleetStore store, String channel, LocalDate today) {
        Oracle oracle = store.oracle(channel);
        for (Per per : List.of(Per.DAY, Per.WEEK, Per.MONTH)) {
            for (String key : List.of("version", "os", "java", "ci", "plugins")) {
                for (PeriodFigures figures : store.active(channel, per, START, today, key)) {
                    LocalDate start = LocalDate.ofEpochDay(figures.start());
                    assertThat(figures.installs()).isEqualTo(oracle.active(per.label(), start));
                    assertThat(figures.reports()).isEqualTo(oracle.reports(per.label(), start));
                    assertThat(figures.by())
                            .as("%s of %s %s", key, per, start)
                            .isEqualTo(oracle.activeBy(per.label(), start, key));
                }
                for (PeriodFigures figures : store.fresh(channel, per, START, today, key)) {
                    LocalDate start = LocalDate.ofEpochDay(figures.start());
                    assertThat(figures.installs())
                            .isEqualTo(oracle.fresh(per.label(), start).size());
                    assertThat(figures.by())
                            .as("new %s of %s %s", key, per, start)
                            .isEqualTo(oracle.freshBy(per.label(), start, key));
                }
            }
        }
    }

    private static void assertRolling(FleetStore store, String channel, LocalDate today) {
        for (Per per : List.of(Per.SEVEN_DAYS, Per.TWENTY_EIGHT_DAYS)) {
            int length = per == Per.SEVEN_DAYS ? 7 : 28;
            List<PeriodFigures> periods = store.active(channel, per, START.plusDays(3), today, "");
            assertThat(periods).hasSize((int) (today.toEpochDay() - START.toEpochDay()) - 2);
            for (PeriodFigures figures : periods) {
                LocalDate end = LocalDate.ofEpochDay(figures.end());
                assertThat(figures.start()).isEqualTo(figures.end() - length + 1);
                assertThat(figures.installs())
                        .as("%s until %s", per, end)
                        .isEqualTo(store.oracle(channel).rolling(length, end));
            }
        }
    }

    private static void assertCounts(FleetStore store, String channel, LocalDate today) {
        for (Per per : List.of(Per.DAY, Per.WEEK, Per.MONTH)) {
            for (NameFigures figures : store.counts(channel, per, START, today)) {
                Map<String, List<Long>> counts = new TreeMap<>();
                figures.names().forEach((name, n) -> counts.put(name, List.of(n.count(), n.reports())));
                assertThat(counts)
                        .isEqualTo(store.oracle(channel).counts(per.label(), LocalDate.ofEpochDay(figures.start())));
            }
        }
    }

    private static void assertRetention(FleetStore store, String channel, LocalDate today) {
        for (CohortFigures cohort : store.retention(channel, START, today)) {
            LocalDate monday = LocalDate.ofEpochDay(cohort.start());
            List<Long> expected = store.oracle(channel).retention(monday, today);
            assertThat(cohort.active()).as("cohort of %s", monday).isEqualTo(expected);
            assertThat(cohort.installs()).isEqualTo(expected.get(0));
        }
    }
}
