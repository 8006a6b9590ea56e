package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.DeliveryStats;
import io.metriton.core.Reporter;
import io.metriton.outbox.fs.FilesystemOutbox;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An endpoint that is down fills neither the memory nor the log of the host. What it costs in time is in benchmarks. */
class BackgroundOutageIT {
    private static final int REPORTS = 10_000;
    private static final URI DOWN = URI.create("http://127.0.0.1:1/scout");
    private static final long MEMORY = 24 << 20;

    @Test
    void outageWithoutAnOutbox_isBoundedInMemoryAndSilent() throws Exception {
        outage(BackgroundReporter.Builder::withoutOutbox, 1_000);
    }

    /** So many may wait in the outbox, and so many for it. */
    @Test
    void outageWithAnOutbox_isBoundedInMemoryAndSilent(@TempDir Path folder) throws Exception {
        outage(builder -> builder.outbox(FilesystemOutbox.builder(folder).build()), 2_000);
    }

    private static void outage(UnaryOperator<BackgroundReporter.Builder> outbox, long most) throws Exception {
        long before = usedMemory();
        try (LogRecorder log = new LogRecorder()) {
            try (BackgroundReporter background = outbox.apply(BackgroundReporter.builder(Reporter.builder("app", "1.0")
                            .environment(Map.of())
                            .installId("id")
                            .transport("socket")
                            .endpoint(DOWN)
                            .build()))
                    .build()) {
                for (int i = 0; i < REPORTS; i++) {
                    background.report(Map.of("n", i, "action", "build"));
                }
                DeliveryStats stats = background.stats();
                assertThat(stats.accepted() + stats.refused()).isEqualTo(REPORTS);
                assertThat(stats.queued()).isBetween(1_000L, most);
                assertThat(usedMemory() - before).isLessThan(MEMORY);
            }
            Waiting.untilOursHaveEnded();
            assertThat(log.all()).hasSizeLessThanOrEqualTo(1);
        }
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
