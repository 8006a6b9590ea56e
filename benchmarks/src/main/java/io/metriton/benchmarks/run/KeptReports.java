package io.metriton.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks whether a program lost its report, and gives each an outbox without reports to start with, in which today is a date on
 * which something was delivered already, if the program is not to be the first of its day. Nothing of it is timed.
 */
final class KeptReports {
    private final LoopbackServer server;
    private final Path outbox;
    private long requests;

    KeptReports(LoopbackServer server, Path home) {
        this.server = server;
        this.outbox = home.resolve(".local/state/bench/metriton/outbox");
    }

    /** To be called before each run. */
    void before(Program program) throws IOException, InterruptedException {
        for (Path each : outbox()) {
            Files.delete(each);
        }
        if (program.keepsReports() && !program.isFirstOfDay()) {
            Files.createDirectories(outbox);
            Files.writeString(outbox.resolve("delivery.days"), ArrivalHome.days(LocalDate.now(ZoneOffset.UTC)));
        }
        server.awaitQuiet(); // Else what the last program sent might count for the next.
        requests = server.requests();
    }

    /** To be called after each run: fails if a report is neither with the server nor in the outbox. */
    void after(Program program) throws IOException, InterruptedException {
        if (!program.keepsReports()) {
            return;
        }
        boolean stored = outbox().stream().anyMatch(each -> each.toString().endsWith(".report"));
        server.awaitQuiet();
        if (!stored && server.requests() == requests) {
            throw new IllegalStateException(program.name + ": its report is neither delivered nor in " + outbox);
        }
    }

    /** What is in it, the deepest first. */
    private List<Path> outbox() throws IOException {
        if (!Files.exists(outbox)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(outbox)) {
            return all.filter(each -> !each.equals(outbox))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }
}
