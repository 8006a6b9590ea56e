package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.Outbox;
import io.metriton.api.StoredReport;
import io.metriton.outbox.fs.FilesystemOutbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that share an outbox, and are killed at any moment: each report is kept, and is one process's at a time. */
@Timeout(180)
@Tag("long")
class OutboxProcessesIT {
    private static final int KILLS = 2 * Integer.getInteger("metriton.kills");
    /** The first report of a fresh JVM takes some 50 ms, later ones a few. */
    private static final int MAX_MICROS_TO_FIRST = 150_000;

    private static final int MAX_MICROS_BEYOND = 20_000;

    private static final int PROCESSES = 8;
    private static final long SECONDS_TOGETHER = 6;

    private final Random random = new Random(7);
    private int started;

    @TempDir
    Path temp;

    private Path root;
    private Path logs;

    @BeforeEach
    void makeFolders() throws IOException {
        root = temp.resolve("outbox");
        logs = Files.createDirectory(temp.resolve("logs"));
    }

    @Test
    void killedWhilePutting_allThatWasKeptIsFoundAndIsWhole(TestReporter reporter) throws Exception {
        Set<String> found = new HashSet<>();
        int kept = 0;
        ChildJvm next = worker("put");
        for (int kill = 0; kill < KILLS; kill++) {
            try (ChildJvm child = next) {
                next = worker("put"); // Starts up meanwhile.
                child.tell("go");
                if (kill % 2 == 0) {
                    spin(random.nextInt(MAX_MICROS_TO_FIRST));
                } else {
                    assertThat(child.hear()).isEqualTo("kept");
                    spin(random.nextInt(MAX_MICROS_BEYOND));
                }
                child.kill();
            }
            takeOverAll(found);
            OutboxHistory history = OutboxHistory.read(logs);
            assertThat(found).containsAll(history.keys("put"));
            kept = history.keys("put").size();
        }
        next.kill();
        assertThat(OutboxHistory.read(logs).wrong(found)).isEmpty();
        assertThat(kept).as("the kills hit processes at work").isGreaterThanOrEqualTo(KILLS / 2);
        reporter.publishEntry("kept in " + KILLS + " kills", kept + ", found " + found.size());
    }

    @Test
    void eightProcessesKilledAndStartedAgain_eachReportIsOneProcesssAtATime(TestReporter reporter) throws Exception {
        List<ChildJvm> children = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            children.add(worker("all"));
            children.get(i).tell("go");
        }
        int kills = 0;
        long end = System.nanoTime() + SECONDS_TOGETHER * 1_000_000_000L;
        while (System.nanoTime() < end) {
            int victim = random.nextInt(PROCESSES);
            ChildJvm next = worker("all");
            children.get(victim).kill();
            children.set(victim, next);
            next.tell("go");
            kills++;
        }
        for (ChildJvm child : children) {
            child.kill();
        }
        Set<String> found = new HashSet<>();
        takeOverAll(found);

        OutboxHistory history = OutboxHistory.read(logs);
        assertThat(history.wrong(found)).isEmpty();
        try (Stream<Path> files = Files.list(root)) {
            assertThat(files)
                    .as("nothing but what was not finished")
                    .allMatch(file -> file.toString().endsWith(".tmp"));
        }
        assertThat(history.count("took")).as("there was something to take over").isGreaterThan(20);
        reporter.publishEntry(
                "in " + kills + " kills",
                history.count("put") + " put, " + history.count("took") + " taken over, " + history.count("removed")
                        + " removed, " + found.size() + " left");
    }

    /** Started, and waiting for a word. */
    private ChildJvm worker(String what) throws IOException {
        ChildJvm child = ChildJvm.start(
                OutboxWorker.class,
                ChildJvm.classPathOf(OutboxWorker.class, FilesystemOutbox.class, Outbox.class),
                Map.of(),
                List.of(),
                root.toString(),
                logs.resolve("w" + started++).toString(),
                what);
        assertThat(child.hear()).isEqualTo("ready");
        return child;
    }

    /** As if ten minutes had passed: the leases of those that were killed have ended. */
    private void endLeases() throws IOException {
        if (!Files.exists(root)) {
            return; // The first one was killed before it had kept anything.
        }
        try (Stream<Path> files = Files.list(root)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".claimed")).toList()) {
                String name = file.getFileName().toString();
                Files.move(file, root.resolve(name.replaceFirst("\\.\\d{13}-(\\w+\\.claimed)$", ".0000000000000-$1")));
            }
        }
    }

    private void takeOverAll(Set<String> found) throws IOException {
        endLeases();
        try (FilesystemOutbox outbox = OutboxWorker.open(root)) {
            Outbox.TakenOver taken = outbox.takeOver(OutboxWorker.ENDPOINT, Integer.MAX_VALUE);
            assertThat(taken.discarded()).isZero();
            for (StoredReport report : taken.reports()) {
                assertThat(found.add(report.key())).as("found once").isTrue();
                assertThat(report.body()).isEqualTo(OutboxWorker.bodyOf(report.key()));
                outbox.remove(report.key());
            }
        }
    }

    /** To be killed at any moment, not at some step. */
    private static void spin(int micros) {
        long until = System.nanoTime() + micros * 1_000L;
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(50_000);
        }
    }
}
