package io.metriton.it;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.Reporter;
import io.metriton.outbox.fs.FilesystemOutbox;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A command-line tool: reports in the background, works, and ends without closing anything. */
public final class ToolChild {
    private ToolChild() {}

    /**
     * Arguments: the endpoint; the work in milliseconds, or {@code +} and the number of reports after whose delivery it ends;
     * the exit budget in milliseconds; the bound of reports in the outbox, or {@code -} for the outbox and the id that are
     * found in the home; {@code say} to print what became of the reports.
     */
    public static void main(String[] args) {
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, e) -> System.out.println("uncaught in " + thread.getName() + ": " + e));
        boolean found = args[3].equals("-");
        Reporter.Builder reporter = Reporter.builder("tool", "1.0.0").endpoint(URI.create(args[0]));
        if (!found) {
            reporter.installId("the-id");
        }
        BackgroundReporter.Builder builder =
                BackgroundReporter.builder(reporter.build()).exitBudget(Duration.ofMillis(Long.parseLong(args[2])));
        if (!found) {
            Path folder = Path.of(System.getenv("HOME"), "outbox");
            builder.outbox(FilesystemOutbox.builder(folder)
                    .maxReports(Integer.parseInt(args[3]))
                    .build());
        }
        BackgroundReporter background = builder.build();
        var unused = background.report(Map.of("action", "run"));
        work(background, args[1]);
        if (args.length > 4) {
            System.out.println(background.stats());
            System.out.println(background.status());
        }
    }

    private static void work(BackgroundReporter background, String work) {
        if (!work.startsWith("+")) {
            LockSupport.parkNanos(Duration.ofMillis(Long.parseLong(work)).toNanos());
            return;
        }
        long delivered = Long.parseLong(work.substring(1));
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (background.stats().delivered() < delivered && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
