package io.metriton.outbox.fs;

import static io.metriton.api.Outbox.Durability.POWER_LOSS;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
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
                    .hasSizeGreaterThan(990);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> outbox.put(large("larger", 5 * 1024 * 1024), POWER_LOSS));
        }
    }

    @Test
    void moreTakenOverThanAllowed_losesTheOldestOfIt() throws Exception {
        leave(root, report(1), report(2), report(3));
        try (FilesystemOutbox outbox = outbox(root).maxReports(3).build()) {
            outbox.put(report(9), POWER_LOSS);

            Outbox.TakenOver taken = outbox.takeOver(ENDPOINT, 20);

            assertThat(keys(taken)).containsExactly("key-2", "key-3");
            assertThat(taken.discarded()).isEqualTo(1);
            assertThat(Reports.files(root)).containsExactly(nameOf(report(2)), nameOf(report(3)), nameOf(report(9)));
            assertThat(outbox.put(report(10), POWER_LOSS))
                    .as("taken over counts")
                    .containsExactly("key-2");
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

    /** Many short processes that deliver nothing: each leaves a report, and takes over but a few. */
    @Test
    void leftByManyProcesses_isBoundedLikeThatOfOne() throws Exception {
        for (int i = 1; i <= 9; i++) {
            leave(root, i == 7 ? new StoredReport("elsewhere", Reports.OTHER_ENDPOINT, NOW, new byte[0]) : report(i));
        }
        try (FilesystemOutbox outbox = outbox(root).maxReports(5).build()) {
            outbox.put(report(10), POWER_LOSS);

            Outbox.TakenOver taken = outbox.takeOver(ENDPOINT, 1);

            assertThat(keys(taken)).containsExactly("key-6");
            assertThat(taken.discarded()).isEqualTo(5);
            assertThat(Reports.files(root)).hasSize(5).noneMatch(file -> file.contains("key-5"));
        }
    }

    /** Else an outage leaves a folder for each process that there ever was. */
    @Test
    void leftByManyProcesses_keepsNoEmptyFolders() throws Exception {
        for (int i = 0; i < 60; i++) {
            try (FilesystemOutbox outbox = outbox(root).maxReports(10).build()) {
                outbox.put(report(i), POWER_LOSS);
                outbox.takeOver(ENDPOINT, 3);
            }
        }
        assertThat(Reports.files(root)).hasSizeLessThanOrEqualTo(11);
        assertThat(Reports.below(root)).hasSizeLessThanOrEqualTo(33);
    }

    /** What it remembers of a folder may be there no more. */
    @Test
    void whatOthersTookMeanwhile_takesUpNoRoom() throws Exception {
        for (int i = 1; i <= 4; i++) {
            leave(root, report(i));
        }
        try (FilesystemOutbox one = outbox(root).maxReports(5).build();
                FilesystemOutbox two = outbox(root).maxReports(5).build()) {
            assertThat(keys(one.takeOver(ENDPOINT, 1))).containsExactly("key-1");
            for (String key : keys(two.takeOver(ENDPOINT, 2))) {
                two.remove(key);
            }
            one.put(report(8), POWER_LOSS);
            one.put(report(9), POWER_LOSS);

            Outbox.TakenOver taken = one.takeOver(ENDPOINT, 9);

            assertThat(taken.discarded()).isZero();
            assertThat(keys(taken)).containsExactly("key-4");
        }
    }

    @Test
    void leftReportThatIsTooLarge_pushesOutNoOther() throws Exception {
        leave(root, report(1));
        leave(root, report(2), large("large", (int) (3 * SIZE)));
        try (FilesystemOutbox outbox = outbox(root).maxBytes(3 * SIZE).build()) {
            Outbox.TakenOver taken = outbox.takeOver(ENDPOINT, 9);

            assertThat(keys(taken)).containsExactly("key-1", "key-2");
            assertThat(taken.discarded()).isEqualTo(1);
        }
    }

    @Test
    void fullOutbox_leavesNoRoomForOthers() throws Exception {
        leave(root, report(1), report(2));
        try (FilesystemOutbox outbox = outbox(root).maxReports(1).build()) {
            outbox.put(report(9), POWER_LOSS);

            Outbox.TakenOver taken = outbox.takeOver(ENDPOINT, 1);

            assertThat(taken.reports()).isEmpty();
            assertThat(taken.discarded()).isEqualTo(2);
            assertThat(Reports.files(root)).containsExactly(nameOf(report(9)));
        }
    }

    /** A process may live longer than a report may wait. */
    @Test
    void ownReportThatIsTooOld_goesWithTheNextOne() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now.get();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        try (FilesystemOutbox outbox = outbox(root).clock(clock).build()) {
            outbox.put(report("early", NOW), POWER_LOSS);
            now.set(NOW.plus(Duration.ofDays(30)).minusMillis(1));
            assertThat(outbox.put(report("late", now.get()), POWER_LOSS)).isEmpty();
            now.set(NOW.plus(Duration.ofDays(30)).plusMillis(1));

            assertThat(outbox.put(report("last", now.get()), POWER_LOSS)).containsExactly("early");
            assertThat(Reports.files(root)).hasSize(2);
        }
    }

    @Test
    void leftForTooLong_isDiscardedWhateverItsEndpoint() throws Exception {
        StoredReport other =
                new StoredReport("other", Reports.OTHER_ENDPOINT, NOW.minus(Duration.ofDays(31)), Reports.body("{}"));
        leave(root, other);
        leave(root, report("old", NOW.minus(Duration.ofDays(30)).minusMillis(1)));
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
