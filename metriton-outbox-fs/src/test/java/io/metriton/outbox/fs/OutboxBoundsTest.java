package io.metriton.outbox.fs;

import static io.metriton.api.Outbox.Durability.POWER_LOSS;
import static io.metriton.api.Outbox.Durability.PROCESS_END;
import static io.metriton.outbox.fs.Reports.ENDPOINT;
import static io.metriton.outbox.fs.Reports.NOW;
import static io.metriton.outbox.fs.Reports.leave;
import static io.metriton.outbox.fs.Reports.nameOf;
import static io.metriton.outbox.fs.Reports.outbox;
import static io.metriton.outbox.fs.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.metriton.api.StoredReport;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much is kept, and for how long. */
class OutboxBoundsTest {
    private static final long SIZE = ReportFormat.encode(report(1)).length;

    @TempDir
    Path root;

    @Test
    void moreReportsThanAllowed_pushOutTheOldest() throws Exception {
        try (FilesystemOutbox outbox = outbox(root).maxReports(2).build()) {
            assertThat(outbox.put(report(2), POWER_LOSS)).isEmpty();
            assertThat(outbox.put(report(1), POWER_LOSS)).isEmpty();
            assertThat(outbox.put(report(3), POWER_LOSS)).containsExactly("key-1");
            assertThat(outbox.put(report(4), POWER_LOSS)).containsExactly("key-2");

            assertThat(Reports.files(root)).containsExactly(nameOf(report(3)), nameOf(report(4)));
        }
    }

    /** A clock that was set back must not make new reports vanish at once. */
    @Test
    void newReportThatIsTheOldest_staysAllTheSame() throws Exception {
        try (FilesystemOutbox outbox = outbox(root).maxReports(2).build()) {
            outbox.put(report(2), POWER_LOSS);
            outbox.put(report(3), POWER_LOSS);

            assertThat(outbox.put(report(1), POWER_LOSS)).containsExactly("key-2");
            assertThat(Reports.files(root)).containsExactly(nameOf(report(1)), nameOf(report(3)));
        }
    }

    @Test
    void moreBytesThanAllowed_pushOutAsManyAsItTakes() throws Exception {
        try (FilesystemOutbox outbox = outbox(root).maxBytes(3 * SIZE).build()) {
            outbox.put(report(1), POWER_LOSS);
            outbox.put(report(2), POWER_LOSS);
            assertThat(outbox.put(report(3), POWER_LOSS)).isEmpty();

            assertThat(outbox.put(large("large", (int) SIZE / 2), POWER_LOSS)).containsExactly("key-1", "key-2");
            outbox.remove("large");
            assertThat(outbox.put(report(4), POWER_LOSS)).isEmpty();
        }
    }

    @Test
    void reportLargerThanAllBytes_isRefusedAndPushesOutNone() throws Exception {
        try (FilesystemOutbox outbox = outbox(root).maxBytes(2 * SIZE).build()) {
            outbox.put(report(1), POWER_LOSS);
            StoredReport large = large("large", (int) (2 * SIZE));

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> outbox.put(large, POWER_LOSS))
                    .withMessage("the report takes " + ReportFormat.encode(large).length
                            + " bytes, and the outbox keeps " + 2 * SIZE + ": raise maxBytes, or report less");
            assertThat(Reports.files(root)).containsExactly(nameOf(report(1)));
        }
    }

    @Test
    void defaults_areAThousandReportsAndFiveMebibytes() throws Exception {
        try (FilesystemOutbox outbox = outbox(root).disk(new ForgetfulDisk()).build()) {
            for (int i = 1; i <= 1_000; i++) {
                assertThat(outbox.put(report(i), POWER_LOSS)).isEmpty();
            }
            assertThat(outbox.put(report(1_001), POWER_LOSS)).containsExactly("key-1");
            assertThat(outbox.put(large("large", 5 * 1024 * 1024 - 300), POWER_LOSS))
                    .as("so many at once")
                    .hasSize(64);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> outbox.put(large("larger", 5 * 1024 * 1024), POWER_LOSS));
        }
    }

    /** Many short processes that deliver nothing: none of them lives long enough to look at what others left. */
    @Test
    void processesThatOnlyPut_keepTheBoundsOfOne() throws Exception {
        for (int i = 1; i <= 30; i++) {
            FilesystemOutbox outbox = outbox(root).maxReports(5).build(); // Killed: nobody closes it.
            assertThat(outbox.put(report(i), PROCESS_END)).hasSize(i > 5 ? 1 : 0);
        }

        assertThat(Reports.below(root)).hasSize(5).contains(nameOf(report(26)), nameOf(report(30)));
    }

    @Test
    void reportsForOtherEndpoints_countAsWell() throws Exception {
        leave(root, new StoredReport("elsewhere", Reports.OTHER_ENDPOINT, NOW.minusSeconds(5_000), new byte[0]));
        try (FilesystemOutbox outbox = outbox(root).maxReports(1).build()) {
            assertThat(outbox.put(report(1), POWER_LOSS)).containsExactly("elsewhere");
        }
    }

    @Test
    void whatAProcessIsSending_goesLast() throws Exception {
        try (FilesystemOutbox sender = outbox(root).build();
                FilesystemOutbox outbox = outbox(root).maxReports(2).build()) {
            sender.put(report(1), POWER_LOSS);
            assertThat(sender.claim("key-1")).isTrue();

            outbox.put(report(2), POWER_LOSS);
            assertThat(outbox.put(report(3), POWER_LOSS)).containsExactly("key-2");
            outbox.claim("key-3");
            assertThat(outbox.put(report(4), POWER_LOSS))
                    .as("all others are claimed")
                    .containsExactly("key-1");
        }
    }

    @Test
    void claimThatHasLapsed_goesLikeAnyOther() throws Exception {
        Reports.leaveFile(root, Reports.claimedName(report(1), NOW.minusSeconds(1)), ReportFormat.encode(report(1)));
        try (FilesystemOutbox outbox = outbox(root).maxReports(1).build()) {
            assertThat(outbox.put(report(2), POWER_LOSS)).containsExactly("key-1");
        }
    }

    /** Something else left far too many: no run clears up all of it. */
    @Test
    void thousandsLeft_goBySixtyFourAtATime() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            Reports.leaveFile(root, nameOf(report(i)), new byte[0]);
        }
        for (int run = 0; run < 3; run++) {
            try (FilesystemOutbox outbox = outbox(root).build()) {
                List<String> removed = outbox.put(report(5_000 + run), PROCESS_END);
                assertThat(removed).hasSize(64).startsWith("key-" + 64 * run).endsWith("key-" + (64 * run + 63));
            }
        }
        assertThat(Reports.files(root)).hasSize(3_003 - 3 * 64);
    }

    /** They would otherwise stand before all others, and nothing would ever make room. */
    @Test
    void foldersWithNamesOfReports_takeNoRoomAndStay() throws Exception {
        for (int i = 0; i < 100; i++) {
            Files.createDirectories(root.resolve(nameOf(report(i))));
            Reports.leaveFile(root, "notes-" + i + ".report", new byte[0]);
        }
        try (FilesystemOutbox outbox = outbox(root).maxReports(2).build()) {
            outbox.put(report(500), PROCESS_END);
            outbox.put(report(501), PROCESS_END);
            assertThat(outbox.put(report(502), PROCESS_END)).containsExactly("key-500");
        }
        assertThat(Reports.below(root)).hasSize(202);
    }

    /** As on Windows, while another process reads it. */
    @Test
    void reportThatCannotBeDeleted_letsTheNextOneGo() throws Exception {
        leave(root, report(1), report(2));
        Disk disk = new Disk() {
            @Override
            boolean delete(Path path) throws IOException {
                if (path.toString().contains("key-1")) {
                    throw new AccessDeniedException(path.toString());
                }
                return super.delete(path);
            }
        };
        try (FilesystemOutbox outbox = outbox(root).maxReports(2).disk(disk).build()) {
            assertThat(outbox.put(report(3), PROCESS_END)).containsExactly("key-2");
        }
    }

    @Test
    void largeReports_areCountedByTheirNames() throws Exception {
        List<String> sizesAskedFor = new ArrayList<>();
        Disk disk = new Disk() {
            @Override
            long size(Path path) throws IOException {
                sizesAskedFor.add(path.getFileName().toString());
                return super.size(path);
            }
        };
        try (FilesystemOutbox outbox = outbox(root).disk(disk).build()) {
            for (int i = 0; i < 6; i++) {
                outbox.put(
                        new StoredReport("large-" + i, ENDPOINT, NOW.plusSeconds(i), new byte[800_000]), PROCESS_END);
            }
            assertThat(sizesAskedFor).isEmpty();
            assertThat(outbox.put(new StoredReport("large-7", ENDPOINT, NOW, new byte[800_000]), PROCESS_END))
                    .containsExactly("large-0");
        }
        assertThat(Reports.files(root)).hasSize(6);
    }

    private static StoredReport large(String key, int bytes) {
        return new StoredReport(key, ENDPOINT, NOW.minusSeconds(500), new byte[bytes]);
    }

    /** Does not wait until the disk has it. */
    private static final class ForgetfulDisk extends Disk {
        @Override
        void force(FileChannel channel) {}

        @Override
        void force(Path folder) {}
    }
}
