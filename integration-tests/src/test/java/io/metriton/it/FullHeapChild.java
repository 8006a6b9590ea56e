package io.metriton.it;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.DeliveryStats;
import io.metriton.core.Reporter;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The heap of the host is full for three seconds, after a first report; then it is free again. Says whether delivery goes on.
 */
public final class FullHeapChild {
    private static final int BLOCK = 1_000;
    private static final int ROUNDS = 40;
    private static final int LEFT = 30;

    private FullHeapChild() {}

    /** Arguments: the endpoint, the transport. */
    public static void main(String[] args) throws Exception {
        AtomicInteger uncaught = new AtomicInteger();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught.incrementAndGet());
        Reporter reporter = Reporter.builder("full", "1.0.0")
                .endpoint(URI.create(args[0]))
                .transport(args[1])
                .installId("the-id")
                .build();
        BackgroundReporter background =
                BackgroundReporter.builder(reporter).withoutOutbox().build();
        Map<String, Object> metadata = Map.of("n", 1);
        var unused = background.report(metadata);
        background.flush(Duration.ofSeconds(10));
        int thrown = fill(background, metadata);
        System.gc();
        CompletableFuture<?> last = background.report(metadata);
        boolean flushed = background.flush(Duration.ofSeconds(20));
        DeliveryStats stats = background.stats();
        System.out.println("uncaught " + uncaught + ", thrown " + thrown);
        System.out.println((flushed && last.isDone() && !last.isCompletedExceptionally() ? "goes on" : "dead: ")
                + (flushed ? "" : stats.toString()));
        System.out.println(stats);
        System.exit(0);
    }

    /** Returns how often the report itself threw an Error, which the host's own heap is the reason for. */
    private static int fill(BackgroundReporter background, Map<String, Object> metadata) {
        byte[][] hog = new byte[60_000][];
        int thrown = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int at = 0;
            try {
                for (; at < hog.length; at++) {
                    if (hog[at] == null) {
                        hog[at] = new byte[BLOCK];
                    }
                }
            } catch (OutOfMemoryError e) {
                for (int i = Math.max(0, at - LEFT); i < at; i++) {
                    hog[i] = null; // Some 30 kB to breathe.
                }
            }
            for (int i = 0; i < 5; i++) {
                try {
                    var unused = background.report(metadata);
                } catch (OutOfMemoryError e) {
                    thrown++;
                }
            }
            LockSupport.parkNanos(75_000_000);
        }
        Arrays.fill(hog, null);
        return thrown;
    }
}
