package io.metriton.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is deleted stays deleted, so a day that nobody expected has to stay for a day. */
class CleaningDaysTest {

    private static final OptionalInt LAST = OptionalInt.of(20_000);
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    private final AtomicLong waited = new AtomicLong();
    private final CleaningDays days = days();

    /** Those of one more process. */
    private CleaningDays days() {
        return new CleaningDays(new CleaningDays.Waited() {
            @Override
            public long read() {
                return waited.get();
            }

            @Override
            public void write(long minutes) {
                waited.set(minutes);
            }
        });
    }

    @Test
    void firstDayAndTheNextDays_areTaken() {
        assertThat(days.mayClean(OptionalInt.empty(), 20_000, 0)).isTrue();
        assertThat(days.mayClean(LAST, 19_000, 0)).isTrue();
        assertThat(days.mayClean(LAST, 20_007, 0)).isTrue();
    }

    @Test
    void clockThatIsAheadForAWhile_deletesNothing() {
        assertThat(days.mayClean(LAST, 20_500, 0)).isFalse();
        assertThat(days.mayClean(LAST, 20_500, 23 * HOUR)).isFalse();
        assertThat(days.mayClean(LAST, 20_001, 24 * HOUR)).isTrue();
        assertThat(days.mayClean(LAST, 20_500, 25 * HOUR)).as("ahead again").isFalse();
    }

    /** As on a machine that is on in office hours, or in a container that is made anew each night. */
    @Test
    void collectorThatRunsForSomeHoursADay_deletesAfterSomeDays() {
        for (int day = 0; day < 2; day++) {
            CleaningDays process = days();
            for (int hour = 0; hour <= 8; hour++) {
                assertThat(process.mayClean(LAST, 20_100 + day, hour * HOUR)).isFalse();
            }
        }
        CleaningDays third = days();
        assertThat(third.mayClean(LAST, 20_102, 0)).isFalse();
        assertThat(third.mayClean(LAST, 20_102, 8 * HOUR)).isTrue();

        assertThat(third.mayClean(OptionalInt.of(20_102), 20_103, 9 * HOUR)).isTrue();
        assertThat(waited).as("forgotten").hasValue(0);
    }

    @Test
    void collectorThatWasOffForMonths_deletesAfterADay() {
        assertThat(days.mayClean(LAST, 20_100, 5 * HOUR)).isFalse();
        assertThat(days.mayClean(LAST, 20_101, 29 * HOUR)).isTrue();
    }
}
