package io.metriton.core.internal.daily;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Looks once a minute, while the machine is awake. */
class DailyDatesTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 11, 20);
    private static final int DAYS = 100;

    private final DailyDates dates = new DailyDates(() -> 0);
    private final Set<LocalDate> reported = new HashSet<>();

    private void awake(LocalDate date, Duration from, Duration to) {
        Instant midnight = date.atStartOfDay(ZoneOffset.UTC).toInstant();
        for (Instant now = midnight.plus(from); now.isBefore(midnight.plus(to)); now = now.plusSeconds(60)) {
            if (dates.isOpen(date) && dates.isTime(now, date)) {
                dates.settle(date);
                reported.add(date);
            }
        }
    }

    /** A desktop application that stays open, on a laptop that sleeps at night. */
    @RepeatedTest(20)
    void processThatIsAwakeInOfficeHours_reportsEachDate() {
        for (int day = 0; day < DAYS; day++) {
            awake(FIRST.plusDays(day), Duration.ofHours(9), Duration.ofHours(18));
        }
        assertThat(reported).hasSize(DAYS);
    }

    @RepeatedTest(20)
    void processThatIsAlwaysAwake_reportsEachDate() {
        for (int day = 0; day < DAYS; day++) {
            awake(FIRST.plusDays(day), Duration.ZERO, Duration.ofDays(1));
        }
        assertThat(reported).hasSize(DAYS);
    }

    @RepeatedTest(20)
    void processThatIsAwakeForMinutes_missesNoDateAfterOneThatItMissed() {
        for (int day = 0; day < DAYS; day++) {
            awake(
                    FIRST.plusDays(day),
                    Duration.ofHours(23),
                    Duration.ofHours(23).plusMinutes(10));
        }
        for (int day = 1; day < DAYS; day++) {
            LocalDate date = FIRST.plusDays(day);
            assertThat(reported.contains(date) || reported.contains(date.minusDays(1)))
                    .as("%s or the day before", date)
                    .isTrue();
        }
    }

    @Test
    void laterDate_isReportedAtARandomMomentOfTwoHours() {
        Set<Integer> minutes = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            DailyDates one = new DailyDates(() -> 0);
            one.isOpen(FIRST);
            LocalDate later = FIRST.plusDays(1);
            Instant midnight = later.atStartOfDay(ZoneOffset.UTC).toInstant();
            int minute = 0;
            while (!one.isTime(midnight.plusSeconds(60L * minute), later)) {
                minute++;
            }
            minutes.add(minute);
        }
        assertThat(minutes).hasSizeGreaterThan(50).allMatch(minute -> minute <= 120);
    }
}
