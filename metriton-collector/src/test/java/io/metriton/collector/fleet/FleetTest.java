package io.metriton.collector.fleet;

import io.metriton.collector.cli.RunningCollector;
import io.metriton.collector.store.Databases;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every figure that the API gives equals counting by sets, for a fleet that does whatever fleets do. */
@Tag("long")
class FleetTest {

    // With a leap day, two ends of years, and a start in the middle of a week and a month.
    private static final LocalDate START = LocalDate.of(2023, 12, 13);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Databases.class)
    void smallFleet_everyFigureIsThatOfCountingBySets(Databases database) {
        assertExact(database, 120, 410, Integer.MAX_VALUE);
    }

    /** With absences that are longer than the days that are remembered of an installation. */
    @ParameterizedTest
    @EnumSource(Databases.class)
    @EnabledIfSystemProperty(named = "metriton.slow", matches = "true", disabledReason = "takes a minute: -Pslow")
    void yearsOfAFewInstallations_everyFigureIsThatOfCountingBySets(Databases database) {
        assertExact(database, 40, 990, Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void shortRetention_figuresStayAndWhoReturnsIsNew(Databases database) {
        assertExact(database, 60, 240, 60);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    @EnabledIfSystemProperty(named = "metriton.slow", matches = "true", disabledReason = "takes minutes: -Pslow")
    void fleetOf20000_everyFigureIsThatOfCountingBySets(Databases database) {
        assertExact(database, 20_000, 400, 200);
    }

    private void assertExact(Databases database, int installs, int days, int retention) {
        try (RunningCollector collector = new RunningCollector(database.url(folder))) {
            FleetClient client = new FleetClient(collector, false);
            FleetHistory history = new FleetHistory(collector, client, START, days, retention);
            new Fleet(installs, installs, (int) START.toEpochDay(), days).run(history);
            history.assertFigures();
        }
    }
}
