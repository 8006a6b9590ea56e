package io.metriton.outbox.fs;

import static io.metriton.api.Outbox.Durability.POWER_LOSS;
import static io.metriton.api.Outbox.Durability.PROCESS_END;
import static io.metriton.outbox.fs.Reports.ENDPOINT;
import static io.metriton.outbox.fs.Reports.keys;
import static io.metriton.outbox.fs.Reports.leave;
import static io.metriton.outbox.fs.Reports.outbox;
import static io.metriton.outbox.fs.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.StoredReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done to the disk, and no more. */
class OutboxManyReportsTest {
    private final List<String> steps = new ArrayList<>();
    private final SteppedDisk disk =
            new SteppedDisk(path -> steps.add(path.toString().replaceAll(".*(\\.[a-z]+)$", "$1")));

    @TempDir
    Path root;

    @Test
    void twentyThousandLeft_twentyAreReadToTakeOverTwenty() throws Exception {
        Path folder = Files.createDirectories(root);
        for (int i = 0; i < 20_000; i++) {
            StoredReport report = report(i % 2 == 0 ? i : 20_000 + i);
            Path file = folder.resolve(Reports.nameOf(report));
            if (i < 80) {
                Files.write(file, ReportFormat.encode(report));
            } else {
                Files.createFile(file);
            }
        }
        try (FilesystemOutbox outbox =
                outbox(root).maxReports(40_000).disk(disk).build()) {
            List<String> taken = keys(outbox.takeOver(ENDPOINT, 20));

            assertThat(taken).hasSize(20).startsWith("key-0", "key-2").endsWith("key-38");
            assertThat(steps.stream().filter(".report"::equals))
                    .as("read, then moved")
                    .hasSize(40);

            assertThat(keys(outbox.takeOver(ENDPOINT, 20))).hasSize(20).startsWith("key-40");
        }
    }

    @Test
    void manyLeft_areListedOnceForAThousand() throws Exception {
        for (int i = 0; i < 1_500; i++) {
            StoredReport report = report("key-" + i, Reports.NOW.minusSeconds(10_000 - i));
            Reports.leaveFile(root, Reports.nameOf(report), ReportFormat.encode(report));
        }
        try (FilesystemOutbox outbox =
                outbox(root).maxReports(40_000).disk(disk).build()) {
            List<String> taken = new ArrayList<>();
            while (taken.size() < 1_500) {
                List<String> some = keys(outbox.takeOver(ENDPOINT, 20));
                assertThat(some).isNotEmpty();
                taken.addAll(some);
            }

            assertThat(taken).doesNotHaveDuplicates().endsWith("key-1499");
            assertThat(steps.stream().filter(root.toString()::equals))
                    .as("listings")
                    .hasSize(2);
        }
        try (FilesystemOutbox outbox = outbox(root).maxReports(40_000).build()) {
            assertThat(keys(outbox.takeOver(ENDPOINT, Integer.MAX_VALUE)))
                    .as("all at once")
                    .hasSize(1_500);
        }
    }

    /** What was seen, and taken by another process since. */
    @Test
    void takenByAnotherSinceItWasSeen_isLeftToIt() throws Exception {
        leave(root, report(1), report(2), report(3));
        try (FilesystemOutbox outbox = outbox(root).build();
                FilesystemOutbox other = outbox(root).build()) {
            assertThat(keys(outbox.takeOver(ENDPOINT, 1))).containsExactly("key-1");
            assertThat(keys(other.takeOver(ENDPOINT, 1))).containsExactly("key-2");

            leave(root, report(4));

            assertThat(keys(outbox.takeOver(ENDPOINT, 20))).containsExactly("key-3", "key-4");
        }
    }

    /** A process that ends puts all that it has. */
    @Test
    void hundredPutAtOnce_areFewListingsAndNeverTooMany() throws Exception {
        try (FilesystemOutbox outbox = outbox(root).maxReports(60).disk(disk).build()) {
            for (int i = 0; i < 100; i++) {
                outbox.put(report(i), PROCESS_END);
                assertThat(Reports.files(root)).hasSizeLessThanOrEqualTo(60);
            }
            assertThat(Reports.files(root)).hasSize(60).contains(Reports.nameOf(report(99)));
        }
        steps.clear();
        try (FilesystemOutbox outbox = outbox(root).maxReports(1_000).disk(disk).build()) {
            for (int i = 0; i < 100; i++) {
                outbox.put(report(1_000 + i), PROCESS_END);
            }
        }
        assertThat(steps.stream().filter(step -> step.equals(root.toString())))
                .as("listings")
                .hasSizeLessThan(20);
    }

    @Test
    void takeOverWithNothingToDo_isOneListing() throws Exception {
        try (FilesystemOutbox outbox = outbox(root).disk(disk).build()) {
            outbox.put(report(1), POWER_LOSS);
            steps.clear();

            outbox.takeOver(ENDPOINT, 20);

            assertThat(steps).containsExactly(root.toString());
        }
    }

    /** The end of the process is no time to wait for a disk. */
    @Test
    void putForTheEndOfTheProcess_forcesNothing() throws Exception {
        try (FilesystemOutbox outbox = outbox(root).disk(disk).build()) {
            outbox.put(report(1), PROCESS_END);
            outbox.put(report(2), PROCESS_END);
        }
        assertThat(disk.forced()).isZero();
        try (FilesystemOutbox outbox = outbox(root).disk(disk).build()) {
            assertThat(keys(outbox.takeOver(ENDPOINT, 20))).containsExactly("key-1", "key-2");
        }
    }

    @Test
    void putForALossOfPower_forcesTheFileAndItsName() throws Exception {
        try (FilesystemOutbox outbox = outbox(root).disk(disk).build()) {
            outbox.put(report(1), POWER_LOSS);
            int before = disk.forced();

            outbox.put(report(2), POWER_LOSS);

            assertThat(disk.forced() - before).isEqualTo(2);
        }
    }

    @Test
    void secondPutInASecond_isOneFileAndNoListing() throws Exception {
        leave(root, report(1), report(2));
        try (FilesystemOutbox outbox = outbox(root).disk(disk).build()) {
            outbox.put(report(3), POWER_LOSS);
            steps.clear();

            outbox.put(report(4), POWER_LOSS);

            assertThat(steps).as("create, write in halves, rename, force").containsExactly(".tmp", "", "", ".tmp", "");
        }
    }

    @Test
    void claimAndRelease_areOneRenamingEach() throws Exception {
        try (FilesystemOutbox outbox = outbox(root).disk(disk).build()) {
            outbox.put(report(1), POWER_LOSS);
            steps.clear();

            outbox.claim("key-1");
            outbox.claim("key-1");
            outbox.release("key-1");
            outbox.release("key-1");

            assertThat(steps).containsExactly(".report", ".claimed");
        }
    }
}
