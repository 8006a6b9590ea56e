package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.DeliveryStats;
import io.metriton.core.Reporter;
import io.metriton.testkit.ScriptedServer;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** An endpoint that is down costs the host no more than one that is up: neither memory, nor time, nor a full log. */
class BackgroundOutageIT {
    private static final int REPORTS = 10_000;
    private static final URI DOWN = URI.create("http://127.0.0.1:1/scout");
    private static final long MEMORY = 24 << 20;

    @Test
    void outage_isBoundedInMemoryAndSilent(TestReporter reporter) throws Exception {
        try (LogRecorder log = new LogRecorder();
                ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"))) {
            long up = slowOnes(server.uri("/scout"), false);
            long before = usedMemory();
            long down = slowOnes(DOWN, true);
            reporter.publishEntry(
                    "the caller's p99.9 over " + REPORTS + " reports",
                    "endpoint up " + up / 1_000 + " us, down " + down / 1_000 + " us");
            assertThat(usedMemory() - before).isLessThan(MEMORY);
            assertThat(log.all()).hasSizeLessThanOrEqualTo(1);
        }
    }

    /** The 99.9th percentile of the time that a report takes the caller. */
    private static long slowOnes(URI endpoint, boolean outage) {
        try (BackgroundReporter background = BackgroundReporter.builder(Reporter.builder("app", "1.0")
                        .environment(Map.of())
                        .installId("id")
                        .transport("urlconnection")
                        .endpoint(endpoint)
                        .build())
                .withoutOutbox()
                .build()) {
            long[] nanos = new long[REPORTS];
            for (int i = 0; i < REPORTS; i++) {
                long start = System.nanoTime();
                background.report(Map.of("n", i, "action", "build"));
                nanos[i] = System.nanoTime() - start;
            }
            DeliveryStats stats = background.stats();
            assertThat(stats.accepted() + stats.refused()).isEqualTo(REPORTS);
            assertThat(stats.queued()).isLessThanOrEqualTo(1_000);
            if (outage) {
                assertThat(stats.queued()).isEqualTo(1_000);
                assertThat(background.close(Duration.ZERO)).isEqualTo(1_000);
            }
            Arrays.sort(nanos);
            return nanos[(int) (REPORTS * 0.999)];
        }
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
