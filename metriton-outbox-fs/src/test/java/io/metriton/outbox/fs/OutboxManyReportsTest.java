package io.metriton.outbox.fs;

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
    void oneHundredThousandLeft_twentyAreReadToTakeOverTwenty() throws Exception {
        Path folder = Files.createDirectories(root.resolve(Reports.STRANGER));
        for (int i = 0; i < 100_000; i++) {
            StoredReport report = report(i % 2 == 0 ? i : 100_000 + i);
            Path file = folder.resolve(Reports.nameOf(report));
            if (i < 40) {
                Files.write(file, ReportFormat.encode(report));
            } else {
                Files.createFile(file);
            }
        }
        try (FilesystemOutbox outbox = outbox(root).disk(disk).build()) {
            List<String> taken = keys(outbox.takeOver(ENDPOINT, 20));

            assertThat(taken).hasSize(20).startsWith("key-0", "key-2").endsWith("key-38");
            assertThat(steps.stream().filter(".report"::equals))
                    .as("read, then moved")
                    .hasSize(40);
        }
    }

    @Test
    void takeOverWithNothingToDo_isOneListing() throws Exception {
        try (FilesystemOutbox outbox = outbox(root).disk(disk).build()) {
            outbox.put(report(1));
            steps.clear();

            outbox.takeOver(ENDPOINT, 20);

            assertThat(steps).containsExactly(root.toString());
        }
    }

    @Test
    void secondPut_isOneFileAndNoListing() throws Exception {
        leave(root, report(1), report(2));
        try (FilesystemOutbox outbox = outbox(root).disk(disk).build()) {
            outbox.put(report(3));
            steps.clear();

            outbox.put(report(4));

            assertThat(steps).as("create, write in halves, force, rename").containsExactly(".tmp", "", "", "", ".tmp");
        }
    }
}
