package io.metriton.outbox.fs;

import static io.metriton.outbox.fs.Reports.ENDPOINT;
import static io.metriton.outbox.fs.Reports.NOW;
import static io.metriton.outbox.fs.Reports.keys;
import static io.metriton.outbox.fs.Reports.leave;
import static io.metriton.outbox.fs.Reports.nameOf;
import static io.metriton.outbox.fs.Reports.outbox;
import static io.metriton.outbox.fs.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.metriton.api.Outbox;
import io.metriton.api.StoredReport;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
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
            assertThat(outbox.put(report(2))).isEmpty();
            assertThat(outbox.put(report(1))).isEmpty();
            assertThat(outbox.put(report(3))).containsExactly("key-1");
            assertThat(outbox.put(report(4))).containsExactly("key-2");

            assertThat(Reports.files(root)).containsExactly(nameOf(report(3)), nameOf(report(4)));
        }
    }

    /** A clock that was set back must not make new reports vanish at once. */
    @Test
    void newReportThatIsTheOldest_staysAllTheSame() throws Exception {
        try (FilesystemOutbox outbox = outbox(root).maxReports(2).build()) {
            outbox.put(report(2));
            outbox.put(report(3));

            assertThat(outbox.put(report(1))).containsExactly("key-2");
            assertThat(Reports.files(root)).containsExactly(nameOf(report(1)), nameOf(report(3)));
        }
    }

    @Test
    void moreBytesThanAllowed_pushOutAsManyAsItTakes() throws Exception {
        try (FilesystemOutbox outbox = outbox(root).maxBytes(3 * SIZE).build()) {
            outbox.put(report(1));
            outbox.put(report(2));
            assertThat(outbox.put(report(3))).isEmpty();

            assertThat(outbox.put(large("large", (int) SIZE / 2))).containsExactly("key-1", "key-2");
            outbox.remove("large");
            assertThat(outbox.put(report(4))).isEmpty();
        }
    }

    @Test
    void reportLargerThanAllBytes_isRefusedAndPushesOutNone() throws Exception {
        try (FilesystemOutbox outbox = outbox(root).maxBytes(2 * SIZE).build()) {
            outbox.put(report(1));
            StoredReport large = large("large", (int) (2 * SIZE));

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> outbox.put(large))
                    .withMessage("the report takes " + ReportFormat.encode(large).length
                            + " bytes, and the outbox keeps " + 2 * SIZE + ": raise maxBytes, or report less");
            assertThat(Reports.files(root)).containsExactly(nameOf(report(1)));
        }
    }

    @Test
    void defaults_areAThousandReportsAndFiveMebibytes() throws Exception {
        try (FilesystemOutbox outbox = outbox(root).disk(new ForgetfulDisk()).build()) {
            for (int i = 1; i <= 1_000; i++) {
                assertThat(outbox.put(report(i))).isEmpty();
            }
            assertThat(outbox.put(report(1_001))).containsExactly("key-1");
            assertThat(outbox.put(large("large", 5 * 1024 * 1024 - 300))).hasSizeGreaterThan(990);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> outbox.put(large("larger", 5 * 1024 * 1024)));
        }
    }

    @Test
    void moreTakenOverThanAllowed_losesTheOldestOfIt() throws Exception {
        leave(root, report(1), report(2), report(3));
        try (FilesystemOutbox outbox = outbox(root).maxReports(3).build()) {
            outbox.put(report(9));

            Outbox.TakenOver taken = outbox.takeOver(ENDPOINT, 20);

            assertThat(keys(taken)).containsExactly("key-2", "key-3");
            assertThat(taken.discarded()).isEqualTo(1);
            assertThat(Reports.files(root)).containsExactly(nameOf(report(2)), nameOf(report(3)), nameOf(report(9)));
            assertThat(outbox.put(report(10))).as("taken over counts").containsExactly("key-2");
        }
    }

    @Test
    void moreBytesTakenOverThanAllowed_losesTheOldestOfIt() throws Exception {
        leave(root, large("large", 1_000), report(998), report(999));
        try (FilesystemOutbox outbox = outbox(root).maxBytes(2 * SIZE + 10).build()) {
            Outbox.TakenOver taken = outbox.takeOver(ENDPOINT, 20);

            assertThat(keys(taken)).containsExactly("key-998", "key-999");
            assertThat(taken.discarded()).isEqualTo(1);
        }
    }

    /** A full outbox must not read on through everything that others left, and throw it away. */
    @Test
    void fullOutbox_discardsNoMoreThanItWasAskedToTakeOver() throws Exception {
        leave(root, report(1), report(2), report(3));
        try (FilesystemOutbox outbox = outbox(root).maxReports(1).build()) {
            outbox.put(report(9));

            Outbox.TakenOver taken = outbox.takeOver(ENDPOINT, 2);

            assertThat(taken.reports()).isEmpty();
            assertThat(taken.discarded()).isEqualTo(2);
            assertThat(Reports.files(root)).containsExactly(nameOf(report(3)), nameOf(report(9)));
        }
    }

    @Test
    void leftForTooLong_isDiscardedWhateverItsEndpoint() throws Exception {
        StoredReport other =
                new StoredReport("other", Reports.OTHER_ENDPOINT, NOW.minus(Duration.ofDays(31)), Reports.body("{}"));
        leave(root, other, report("old", NOW.minus(Duration.ofDays(30)).minusMillis(1)));
        leave(root, report("fine", NOW.minus(Duration.ofDays(30)).plusMillis(1)));

        try (FilesystemOutbox outbox = outbox(root).build()) {
            Outbox.TakenOver taken = outbox.takeOver(ENDPOINT, 20);

            assertThat(keys(taken)).containsExactly("fine");
            assertThat(taken.discarded()).isEqualTo(2);
            assertThat(Reports.below(root)).as("the empty folder goes, too").hasSize(3);
        }
    }

    @Test
    void maxAge_isWhatTheBuilderSays() throws Exception {
        leave(root, report("old", NOW.minusSeconds(11)), report("fine", NOW.minusSeconds(9)));

        try (FilesystemOutbox outbox =
                outbox(root).maxAge(Duration.ofSeconds(10)).build()) {
            assertThat(keys(outbox.takeOver(ENDPOINT, 20))).containsExactly("fine");
        }
    }

    /** Reports of a machine whose clock was wrong. */
    @Test
    void createdInTheFuture_isTakenOver() throws Exception {
        leave(root, report("future", NOW.plus(Duration.ofDays(10_000))));

        try (FilesystemOutbox outbox = outbox(root).build()) {
            assertThat(keys(outbox.takeOver(ENDPOINT, 20))).containsExactly("future");
        }
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
