package io.metriton.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/** The home of a user who has never run the tool. */
final class ArrivalHome {
    private final Path home = Files.createTempDirectory("benchmark-home");
    private final Path outbox = home.resolve(".local/state/bench/metriton/outbox");

    ArrivalHome() throws IOException {}

    Path path() {
        return home;
    }

    /** Has the dates on which a delivery was tried be yesterday's; if none was, nothing changes. */
    void nextDay() throws IOException {
        Path days = outbox.resolve("delivery.days");
        if (Files.exists(days)) {
            Files.writeString(days, days(LocalDate.now(ZoneOffset.UTC).minusDays(1)));
        }
    }

    /** What the file of the dates holds. */
    static String days(LocalDate date) {
        return "metriton-days 1\n" + date + "\n";
    }

    /** How many reports wait for a later run. */
    long waiting() throws IOException {
        if (!Files.exists(outbox)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(outbox)) {
            return files.map(each -> each.getFileName().toString())
                    .filter(name -> name.endsWith(".report") || name.endsWith(".claimed"))
                    .count();
        }
    }
}
