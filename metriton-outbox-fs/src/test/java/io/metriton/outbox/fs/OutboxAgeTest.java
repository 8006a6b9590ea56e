package io.metriton.outbox.fs;

import static io.metriton.api.Outbox.Durability.PROCESS_END;
import static io.metriton.outbox.fs.Reports.ENDPOINT;
import static io.metriton.outbox.fs.Reports.NOW;
import static io.metriton.outbox.fs.Reports.OTHER_ENDPOINT;
import static io.metriton.outbox.fs.Reports.keys;
import static io.metriton.outbox.fs.Reports.leave;
import static io.metriton.outbox.fs.Reports.nameOf;
import static io.metriton.outbox.fs.Reports.outbox;
import static io.metriton.outbox.fs.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.metriton.api.StoredReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of old reports. */
class OutboxAgeTest {
    @TempDir
    Path root;

    /** One run with its clock far ahead, or years behind, once dropped what had waited for minutes. */
    @ParameterizedTest
    @ValueSource(strings = {"2027-06-01T00:00:00Z", "1970-01-01T00:00:07Z", "2200-01-01T00:00:00Z"})
    void runWithAWrongClock_deletesNothing(Instant wrong) throws Exception {
        leave(root, report(1), report("old", NOW.minus(Duration.ofDays(29))));
        try (FilesystemOutbox outbox =
                outbox(root).clock(Clock.fixed(wrong, ZoneOffset.UTC)).build()) {
            outbox.put(report("wrong", wrong), PROCESS_END);
            outbox.takeOver(OTHER_ENDPOINT, 20);
            outbox.takeOver(ENDPOINT, 1);
        }

        assertThat(Reports.files(root)).hasSize(3);
    }

    @Test
    void removeTooOld_removesWhatIsOverThirtyDaysOldWhateverItsEndpoint() throws Exception {
        Instant limit = NOW.minus(Duration.ofDays(30));
        leave(root, report("old", limit.minusMillis(1)), report("fine", limit.plusMillis(1)));
        leave(root, new StoredReport("other", OTHER_ENDPOINT, limit.minusSeconds(1), new byte[0]));
        try (FilesystemOutbox outbox = outbox(root).build()) {
            outbox.put(report("own", limit.minusSeconds(2)), PROCESS_END);

            assertThat(outbox.removeTooOld(NOW)).containsExactlyInAnyOrder("old", "other", "own");
            assertThat(outbox.removeTooOld(NOW)).isEmpty();
            assertThat(outbox.claim("own")).isFalse();
            assertThat(keys(outbox.takeOver(ENDPOINT, 20))).containsExactly("fine");
        }
    }

    @Test
    void oldReportThatCannotBeDeleted_keepsNoOtherFromGoing() throws Exception {
        Instant old = NOW.minus(Duration.ofDays(31));
        leave(root, report("a", old), report("b", old), report("c", old));
        Disk disk = new Disk() {
            @Override
            boolean delete(Path path) throws IOException {
                if (path.toString().contains("-b-")) {
                    throw new IOException("busy");
                }
                return super.delete(path);
            }
        };
        try (FilesystemOutbox outbox = outbox(root).disk(disk).build()) {
            assertThat(outbox.removeTooOld(NOW)).containsExactlyInAnyOrder("a", "c");
            assertThatIOException().isThrownBy(() -> outbox.removeTooOld(NOW)).withMessageContaining("busy");
        }
    }

    /** A device that starts in 1970 and learns the time later. */
    @Test
    void removeTooOld_leavesWhatWasMadeBeforeThereWasThisSdk() throws Exception {
        leave(
                root,
                report("start", Instant.ofEpochSecond(7)),
                report("last-year", Instant.parse("2025-12-31T23:59:59Z")));
        try (FilesystemOutbox outbox = outbox(root).build()) {
            assertThat(outbox.removeTooOld(NOW)).isEmpty();
            assertThat(keys(outbox.takeOver(ENDPOINT, 20))).containsExactly("start", "last-year");
        }
    }

    @Test
    void removeTooOld_leavesWhatAnotherProcessIsSending() throws Exception {
        StoredReport old = report("old", NOW.minus(Duration.ofDays(31)));
        Reports.leaveFile(root, Reports.claimedName(old, NOW.plusSeconds(1)), ReportFormat.encode(old));
        try (FilesystemOutbox outbox = outbox(root).build()) {
            assertThat(outbox.removeTooOld(NOW)).isEmpty();
            assertThat(outbox.removeTooOld(NOW.plusSeconds(2))).containsExactly("old");
        }
    }

    @Test
    void maxAge_isWhatTheBuilderSays() throws Exception {
        leave(root, report("old", NOW.minusSeconds(11)), report("fine", NOW.minusSeconds(9)));
        try (FilesystemOutbox outbox =
                outbox(root).maxAge(Duration.ofSeconds(10)).build()) {
            assertThat(outbox.removeTooOld(NOW)).containsExactly("old");
        }
        assertThat(Reports.files(root)).containsExactly(nameOf(report("fine", NOW.minusSeconds(9))));
    }

    /** Reports of a machine whose clock was wrong. */
    @Test
    void createdInTheFuture_isTakenOver() throws Exception {
        leave(root, report("future", NOW.plus(Duration.ofDays(10_000))));

        try (FilesystemOutbox outbox = outbox(root).build()) {
            assertThat(outbox.removeTooOld(NOW)).isEmpty();
            assertThat(keys(outbox.takeOver(ENDPOINT, 20))).containsExactly("future");
        }
    }
}
