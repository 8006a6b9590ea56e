package io.metriton.outbox.fs;

import static io.metriton.api.Outbox.Durability.PROCESS_END;
import static io.metriton.outbox.fs.Reports.ENDPOINT;
import static io.metriton.outbox.fs.Reports.NOW;
import static io.metriton.outbox.fs.Reports.keys;
import static io.metriton.outbox.fs.Reports.leave;
import static io.metriton.outbox.fs.Reports.nameOf;
import static io.metriton.outbox.fs.Reports.outbox;
import static io.metriton.outbox.fs.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose a report is when several processes share the folder: here several outboxes. */
class OutboxClaimsTest {
    private final SettableClock clock = new SettableClock();

    @TempDir
    Path root;

    private FilesystemOutbox one;
    private FilesystemOutbox other;

    @BeforeEach
    void open() {
        one = outbox(root).clock(clock).build();
        other = outbox(root).clock(clock).build();
    }

    /** Its own process is about to send it. */
    @ParameterizedTest
    @CsvSource({"0, false", "4999, false", "5000, true", "-1, true", "-86400000, true"})
    void takeOver_leavesWhatIsYoungerThanFiveSeconds(long ageMillis, boolean taken) throws Exception {
        one.put(report("young", NOW.minusNanos(456_000).minusMillis(ageMillis)), PROCESS_END);

        assertThat(keys(other.takeOver(ENDPOINT, 20))).hasSize(taken ? 1 : 0);
    }

    @Test
    void takeOver_neverTakesWhatThisOutboxPutOrHolds() throws Exception {
        one.put(report(1), PROCESS_END);
        leave(root, report(2));

        assertThat(keys(one.takeOver(ENDPOINT, 20))).containsExactly("key-2");
        clock.advance(Duration.ofMinutes(11));
        assertThat(keys(one.takeOver(ENDPOINT, 20))).isEmpty();
    }

    @Test
    void claimed_isTakenOverByNobodyUntilTheLeaseEnds() throws Exception {
        one.put(report(1), PROCESS_END);
        assertThat(one.claim("key-1")).isTrue();

        clock.advance(Duration.ofMinutes(10));
        assertThat(keys(other.takeOver(ENDPOINT, 20))).isEmpty();
        clock.advance(Duration.ofMillis(1));
        assertThat(keys(other.takeOver(ENDPOINT, 20))).containsExactly("key-1");

        assertThat(one.claim("key-1")).as("it is the other's now").isFalse();
        assertThat(Reports.below(root)).hasSize(1);
    }

    @Test
    void claimAgain_renewsALeaseThatIsHalfOver() throws Exception {
        one.put(report(1), PROCESS_END);
        one.claim("key-1");
        clock.advance(Duration.ofMinutes(6));
        assertThat(one.claim("key-1")).isTrue();
        clock.advance(Duration.ofMinutes(6));

        assertThat(keys(other.takeOver(ENDPOINT, 20))).isEmpty();
        clock.advance(Duration.ofMinutes(5));
        assertThat(one.claim("key-1")).as("nobody took it meanwhile").isTrue();
        assertThat(keys(other.takeOver(ENDPOINT, 20))).isEmpty();
    }

    /** A clock that was far ahead must not keep a report for years. */
    @Test
    void claimOfAClockThatWasAhead_hasLapsed() throws Exception {
        Reports.leaveFile(
                root, Reports.claimedName(report(1), NOW.plus(Duration.ofDays(700))), ReportFormat.encode(report(1)));

        assertThat(keys(one.takeOver(ENDPOINT, 20))).containsExactly("key-1");
        assertThat(keys(other.takeOver(ENDPOINT, 20))).isEmpty();
    }

    @Test
    void released_mayBeTakenOverAndIsStillKnown() throws Exception {
        one.put(report(1), PROCESS_END);
        one.put(report(2), PROCESS_END);
        one.claim("key-1");
        one.claim("key-2");
        one.release("key-1");
        one.release("key-2");
        one.release("unknown");

        assertThat(Reports.files(root)).containsExactly(nameOf(report(1)), nameOf(report(2)));
        assertThat(one.claim("key-1")).isTrue();
        assertThat(keys(other.takeOver(ENDPOINT, 20))).containsExactly("key-2");
    }

    @Test
    void close_releasesWhatIsClaimed() throws Exception {
        one.put(report(1), PROCESS_END);
        leave(root, report(2));
        one.claim("key-1");
        one.takeOver(ENDPOINT, 20);

        one.close();
        one.close();

        assertThat(Reports.files(root)).containsExactly(nameOf(report(1)), nameOf(report(2)));
        assertThat(keys(other.takeOver(ENDPOINT, 20))).containsExactly("key-1", "key-2");
    }

    @Test
    void unknownKey_isNobodysToClaim() throws Exception {
        leave(root, report(1));

        assertThat(one.claim("key-1")).isFalse();
        assertThat(one.claim("unknown")).isFalse();
    }

    /** It was sent without a claim, and another process has taken it meanwhile: at least it is not sent after that one. */
    @Test
    void remove_alsoRemovesWhatAnotherHasClaimedSince() throws Exception {
        one.put(report(1), PROCESS_END);
        other.takeOver(ENDPOINT, 20);

        one.remove("key-1");

        assertThat(Reports.below(root)).isEmpty();
        assertThat(other.claim("key-1")).as("by its fresh lease").isTrue();
        clock.advance(Duration.ofMinutes(6));
        assertThat(other.claim("key-1")).isFalse();
        other.release("key-1");
        other.remove("key-1");
        other.close();
        assertThat(Reports.below(root)).isEmpty();
    }

    @RepeatedTest(20)
    void tenAtOnce_eachReportIsTakenOverByOne() throws Exception {
        for (int i = 0; i < 40; i++) {
            leave(root, report(i));
        }
        List<String> taken = atOnce(10, outbox -> keys(outbox.takeOver(ENDPOINT, 10)));

        assertThat(taken).hasSize(40).doesNotHaveDuplicates();
    }

    /** The one that put it, and nine that find it. */
    @RepeatedTest(20)
    void tenAtOnceForOneReport_oneHasIt() throws Exception {
        one.put(report(1), PROCESS_END);
        List<String> taken = atOnce(
                10,
                outbox -> outbox == other
                        ? (one.claim("key-1") ? List.of("key-1") : List.of())
                        : keys(outbox.takeOver(ENDPOINT, 10)));

        assertThat(taken).containsExactly("key-1");
    }

    private interface Turn {
        List<String> take(FilesystemOutbox outbox) throws IOException;
    }

    private List<String> atOnce(int count, Turn turn) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        CyclicBarrier start = new CyclicBarrier(count);
        List<Future<List<String>>> turns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FilesystemOutbox outbox = i == 0 ? other : outbox(root).clock(clock).build();
            turns.add(threads.submit(() -> {
                start.await();
                return turn.take(outbox);
            }));
        }
        List<String> taken = new ArrayList<>();
        for (Future<List<String>> each : turns) {
            taken.addAll(each.get());
        }
        threads.shutdown();
        return taken;
    }
}
