package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.DailyDraft;
import io.metriton.core.BackgroundReporter;
import io.metriton.it.DailyServer.Mood;
import io.metriton.outbox.fs.FilesystemOutbox;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight processes at a time count from four threads each, over simulated days; most are killed, others end in order. The
 * endpoint fails in between, and takes some reports without an answer. Each count that was certain is in one report, none in
 * two. {@code -Dmetriton.kills=200} kills more of them, and takes minutes.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Tag("long")
class DailyCountsKilledIT {
    private static final int KILLS = Integer.getInteger("metriton.kills");
    private static final int AT_ONCE = 8;
    private static final int SHORT = 7_000;
    private static final Instant START = Instant.parse("2027-12-20T09:00:00Z");

    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicLong certain = new AtomicLong();
    private final AtomicLong begun = new AtomicLong();

    @TempDir
    Path home;

    @Test
    void killedProcesses_loseNoCertainCountAndRepeatNone(TestReporter reporter) throws Exception {
        try (DailyServer server = new DailyServer()) {
            server.be(Mood.CHANGING);
            AtomicInteger left = new AtomicInteger(KILLS);
            ExecutorService supervisors = Executors.newFixedThreadPool(AT_ONCE);
            try {
                List<Callable<Void>> tasks = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    Random random = new Random(i);
                    tasks.add(() -> {
                        while (left.getAndDecrement() > 0) {
                            runAndKill(server, random);
                            runToTheEnd(server, random);
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
            drain(server);
            long reported =
                    server.counts().values().stream().mapToLong(Long::longValue).sum();
            String figures = runs + " processes, " + begun + " counts begun, " + certain + " certain, " + reported
                    + " reported in " + server.received().size() + " reports by " + server.requests() + " requests";
            reporter.publishEntry("counts: ", figures);
            System.out.println("counts: " + figures);
            assertThat(reported).as(figures).isBetween(certain.get(), begun.get());
            assertThat(certain).as(figures).hasPositiveValue();
        }
    }

    private void runAndKill(DailyServer server, Random random) throws Exception {
        int run = runs.getAndIncrement();
        try (ChildJvm child = start(server, run, "forever", random)) {
            assertThat(child.hear()).isEqualTo("started");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(600)));
            child.kill();
        }
        ByteBuffer told = DailyChild.map(told(run));
        certain.addAndGet(told.getLong(DailyChild.CERTAIN * Long.BYTES));
        for (int i = 0; i < DailyChild.THREADS; i++) {
            begun.addAndGet(told.getLong(i * Long.BYTES));
        }
    }

    private void runToTheEnd(DailyServer server, Random random) throws Exception {
        int run = runs.getAndIncrement();
        try (ChildJvm child = start(server, run, "short", random)) {
            assertThat(child.hearAll()).containsExactly("started");
        }
        certain.addAndGet((long) DailyChild.THREADS * SHORT);
        begun.addAndGet((long) DailyChild.THREADS * SHORT);
    }

    private ChildJvm start(DailyServer server, int run, String how, Random random) throws IOException {
        Instant time = START.plus(Duration.ofHours(3L * run));
        server.at(time);
        return ChildJvm.start(
                DailyChild.class,
                ChildJvm.wholeClassPath(),
                Map.of("HOME", home.toString()),
                List.of(),
                server.endpoint(),
                home.resolve("outbox").toString(),
                time.toString(),
                how,
                told(run).toString(),
                String.valueOf(random.nextLong()),
                String.valueOf(SHORT));
    }

    private Path told(int run) {
        return home.resolve("told-" + run);
    }

    /** Runs of later days deliver all that is left, to an endpoint that fails no more. */
    private void drain(DailyServer server) throws Exception {
        server.be(Mood.UP);
        OutboxFiles.endLeases(home.resolve("outbox"));
        Instant time = START.plus(Duration.ofDays(400));
        for (int day = 0; day < 60 && isAnythingLeft(time); day++) {
            time = time.plus(Duration.ofDays(1));
            server.at(time);
            try (BackgroundReporter daily = DailyChild.daily(server.endpoint(), home.resolve("outbox"), time)) {
                daily.flush(Duration.ofSeconds(20));
            }
        }
        assertThat(isAnythingLeft(time)).isFalse();
    }

    private boolean isAnythingLeft(Instant time) throws IOException {
        Instant tomorrow = time.plus(Duration.ofDays(1));
        try (FilesystemOutbox outbox =
                FilesystemOutbox.builder(home.resolve("outbox")).build()) {
            DailyDraft next = outbox.dailyStore()
                    .orElseThrow()
                    .peek(new DailyDraft("next", tomorrow, Map.of()))
                    .orElseThrow();
            return !next.key().equals("next")
                    || !next.counts().isEmpty()
                    || OutboxFiles.reports(home.resolve("outbox")) > 0;
        }
    }
}
