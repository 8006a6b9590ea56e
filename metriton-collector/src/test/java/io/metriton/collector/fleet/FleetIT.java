package io.metriton.collector.fleet;

import io.metriton.collector.cli.RunningCollector;
import io.metriton.collector.store.Databases;
import java.nio.file.Path;
import java.time.LocalDate;
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
            FleetClient client = new FleetClient(collector, true);
            FleetHistory history = new FleetHistory(collector, client, START, DAYS, Integer.MAX_VALUE);
            new Fleet(3, 60, (int) START.toEpochDay(), DAYS).run(history);
            history.assertFigures();
        }
    }
}
