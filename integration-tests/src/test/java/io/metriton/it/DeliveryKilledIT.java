package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that report from eight threads to an endpoint that fails in between are killed, or end in order: what was
 * confirmed, or in order: accepted, is delivered in the end, by whichever process. {@code -Dmetriton.kills=200} kills more of
 * them, and takes minutes.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Tag("long")
class DeliveryKilledIT {
    private static final int KILLS = Integer.getInteger("metriton.kills");
    private static final boolean MANY = KILLS >= 200;
    private static final List<String> ENDS = List.of("main", "exit", "term", "interrupted", "hasty");

    @TempDir
    Path home;

    @Test
    void killedProcesses_loseNothingThatWasConfirmed(TestReporter reporter) throws Exception {
        try (DeliveryRuns runs = new DeliveryRuns(home)) {
            AtomicInteger left = new AtomicInteger(KILLS);
            supervise(2, () -> left.getAndDecrement() > 0, runs, new Life(400, true, 20, 20_000));
            runs.drain(runs.confirmed());
            publish(reporter, "killed: ", runs.assertNothingIsLost(runs.confirmed()));
        }
    }

    /** They take over from each other what those leave that are killed. */
    @Test
    void eightProcesses_shareAnOutboxAndLoseNothingThatWasConfirmed(TestReporter reporter) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MANY ? 60 : 5);
        try (DeliveryRuns runs = new DeliveryRuns(home)) {
            supervise(8, () -> System.nanoTime() < end, runs, new Life(3_000, false, 1_000, 50_000));
            runs.drain(runs.confirmed());
            publish(reporter, "eight at once: ", runs.assertNothingIsLost(runs.confirmed()));
        }
    }

    @Test
    void endInOrder_losesNothingThatWasAccepted(TestReporter reporter) throws Exception {
        int reports = 25;
        try (DeliveryRuns runs = new DeliveryRuns(home)) {
            for (int run = 0; run < ENDS.size() * Math.min(20, KILLS / 4); run++) {
                String end = ENDS.get(run % ENDS.size());
                try (ChildJvm child = runs.start(end, reports, 0)) {
                    assertThat(child.hear()).isEqualTo("accepted " + DeliveryChild.THREADS * reports);
                    if (end.equals("term")) {
                        child.terminate();
                    }
                    child.awaitEnd();
                }
            }
            runs.drain(runs.all(reports));
            publish(reporter, "by turns " + ENDS + ": ", runs.assertNothingIsLost(runs.all(reports)));
        }
    }

    /** As Spring does; the hook that stores what is in memory runs at the same time. */
    @Test
    void closeInAShutdownHook_deliversEachReportOnce() throws Exception {
        int reports = 5;
        try (DeliveryRuns runs = new DeliveryRuns(home)) {
            runs.endTheTrouble();
            for (int run = 0; run < 4; run++) {
                try (ChildJvm child = runs.start("hook", reports, 0)) {
                    assertThat(child.hear()).isEqualTo("accepted " + DeliveryChild.THREADS * reports);
                    child.awaitEnd();
                }
            }
            runs.drain(runs.all(reports));
            runs.assertNothingIsLost(runs.all(reports));
            assertThat(runs.repeated()).isEmpty();
        }
    }

    /**
     * What becomes of a process.
     *
     * @param longestMillis it is killed at a random moment of this time
     * @param afterStored whether, for every second one, that begins when its first reports are stored: where the disk is slow,
     *     that is long after its start
     * @param reports how many it makes in each thread
     * @param pauseMicros between two of them
     */
    private record Life(int longestMillis, boolean afterStored, int reports, int pauseMicros) {}

    /** Starts processes, so many at a time, and kills them. */
    private static void supervise(int atOnce, BooleanSupplier more, DeliveryRuns runs, Life life) throws Exception {
        ExecutorService supervisors = Executors.newFixedThreadPool(atOnce);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < atOnce; i++) {
                Random random = new Random(i);
                tasks.add(() -> {
                    for (boolean stored = life.afterStored(); more.getAsBoolean(); stored ^= life.afterStored()) {
                        try (ChildJvm child = runs.start("forever", life.reports(), life.pauseMicros())) {
                            if (stored) {
                                runs.awaitConfirmed(child);
                            }
                            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(life.longestMillis())));
                            runs.kill(child);
                        }
                    }
                    return null;
                });
            }
            for (Future<Void> ended : supervisors.invokeAll(tasks)) {
                ended.get();
            }
        } finally {
            supervisors.shutdownNow();
        }
    }

    private static void publish(TestReporter reporter, String what, String figures) {
        reporter.publishEntry(what, figures);
        System.out.println(what + figures);
    }
}
