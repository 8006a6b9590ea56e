package io.metriton.outbox.fs;

import static io.metriton.outbox.fs.Reports.outbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.metriton.api.DayLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilesystemDayLogTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-22");
    private static final String PURPOSE = "deliver";

    private final SettableClock clock = new SettableClock();

    @TempDir
    Path root;

    @Test
    void firstClaimOfADate_isTheOnlyOne() throws Exception {
        assertThat(log().claim(PURPOSE, TODAY)).isTrue();
        assertThat(log().claim(PURPOSE, TODAY)).isFalse();
        assertThat(log().claim("another", TODAY)).isTrue();
        assertThat(log().claim(PURPOSE, TODAY.plusDays(1))).isTrue();
    }

    @Test
    void recordedDate_isClaimedNoMoreAndLeavesOneSmallFile() throws Exception {
        log().claim(PURPOSE, TODAY);
        log().record(PURPOSE, TODAY);
        log().record(PURPOSE, TODAY);
        clock.advance(Duration.ofDays(1));

        assertThat(log().claim(PURPOSE, TODAY)).isFalse();
        assertThat(Reports.below(root)).containsExactly("deliver.days");
        assertThat(root.resolve("deliver.days")).hasContent("metriton-days 1\n2026-11-22\n");
    }

    @Test
    void claimOfAKilledProcess_lapsesAfterAMinute() throws Exception {
        for (int killed = 0; killed < 5; killed++) {
            assertThat(log().claim(PURPOSE, TODAY)).isTrue();
            clock.advance(Duration.ofMinutes(1));
            assertThat(log().claim(PURPOSE, TODAY)).isFalse();
            clock.advance(Duration.ofMillis(1));
        }
        log().record(PURPOSE, TODAY);

        assertThat(Reports.below(root)).containsExactly("deliver.days");
    }

    @Test
    void clockThatIsSetBackByMoreThanAMinute_endsAClaim() throws Exception {
        log().claim(PURPOSE, TODAY);
        clock.advance(Duration.ofDays(-400));

        assertThat(log().claim(PURPOSE, TODAY)).isTrue();
    }

    /** Forward by years, and back: one more try, and no silence. */
    @Test
    void lastEightDatesInTheOrderOfTheirRecording_areKept() throws Exception {
        log().record(PURPOSE, LocalDate.parse("2099-01-01"));
        for (int day = 0; day < 8; day++) {
            assertThat(log().claim(PURPOSE, TODAY.plusDays(day))).isTrue();
            log().record(PURPOSE, TODAY.plusDays(day));
        }

        assertThat(Files.readAllLines(root.resolve("deliver.days"))).hasSize(9).doesNotContain("2099-01-01");
        assertThat(log().claim(PURPOSE, TODAY)).isFalse();
    }

    /** Of ten processes that end at once, and also where the one before them was killed. */
    @RepeatedTest(50)
    void tenAtOnce_oneDoesTheWork() throws Exception {
        assertThat(claimsAtOnce(TODAY)).isEqualTo(1);
        clock.advance(Duration.ofSeconds(61));
        assertThat(claimsAtOnce(TODAY)).as("the one before was killed").isEqualTo(1);
    }

    private int claimsAtOnce(LocalDate date) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(10);
        CyclicBarrier start = new CyclicBarrier(10);
        List<Future<Boolean>> claims = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            DayLog log = log();
            claims.add(threads.submit(() -> {
                start.await();
                return log.claim(PURPOSE, date);
            }));
        }
        int granted = 0;
        for (Future<Boolean> each : claims) {
            granted += each.get() ? 1 : 0;
        }
        threads.shutdown();
        return granted;
    }

    /** The winner records and clears up at any step of another that is slow. */
    @Test
    void anotherRecordsAtAnyStep_theDateIsDoneOnce() throws Exception {
        int step = 0;
        for (boolean interrupted = true; interrupted; step++) {
            Path folder = root.resolve("outbox" + step);
            DayLog fast = outbox(folder).clock(clock).build().dayLog().orElseThrow();
            AtomicInteger left = new AtomicInteger(step);
            AtomicInteger done = new AtomicInteger();
            SteppedDisk disk = new SteppedDisk(path -> {
                if (left.getAndDecrement() == 0 && fast.claim(PURPOSE, TODAY)) {
                    fast.record(PURPOSE, TODAY);
                    done.incrementAndGet();
                }
            });
            DayLog slow =
                    outbox(folder).clock(clock).disk(disk).build().dayLog().orElseThrow();
            if (slow.claim(PURPOSE, TODAY)) {
                done.incrementAndGet();
            }
            interrupted = left.get() < 0;
            assertThat(done).as("step %s", step).hasValue(1);
        }
        assertThat(step).isGreaterThan(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\0\0\0", "garbage", "metriton-days 1", "metriton-days x\n2026-11-22\n", "2026-11-22\n"})
    void damagedFile_countsAsEmptyAndIsWrittenAnew(String damaged) throws Exception {
        Files.writeString(root.resolve("deliver.days"), damaged);

        assertThat(log().claim(PURPOSE, TODAY)).isTrue();
        log().record(PURPOSE, TODAY);

        assertThat(root.resolve("deliver.days")).hasContent("metriton-days 1\n2026-11-22\n");
    }

    @Test
    void damagedLine_losesOnlyItself() throws Exception {
        Files.writeString(root.resolve("deliver.days"), "metriton-days 1\n2026-11-2\n2026-11-22\n");

        assertThat(log().claim(PURPOSE, TODAY)).isFalse();
    }

    @Test
    void fileOfANewerVersion_isLeftAloneAndSaid() throws Exception {
        Path days = Files.writeString(root.resolve("deliver.days"), "metriton-days 2\n{}");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> log().claim(PURPOSE, TODAY))
                .withMessage("a date cannot be claimed in " + root
                        + ": deliver.days is of a newer version of this SDK, so no date can be remembered: update the"
                        + " program");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> log().record(PURPOSE, TODAY));
        assertThat(days).hasContent("metriton-days 2\n{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "Deliver", "a.b", "../x", "äh", "123456789012345678901234567890123"})
    void purposeThatIsNone_isRefused(String purpose) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log().claim(purpose, TODAY))
                .withMessage("purpose must be 1 to 32 lower-case letters and hyphens, not '" + purpose + "'");
    }

    /** As if it were another process each time. */
    private DayLog log() {
        return outbox(root).clock(clock).build().dayLog().orElseThrow();
    }
}
