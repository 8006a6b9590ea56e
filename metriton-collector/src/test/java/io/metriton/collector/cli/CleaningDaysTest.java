package io.metriton.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is deleted stays deleted, so a day that nobody expected has to stay for a day. */
class CleaningDaysTest {

    private static final OptionalInt LAST = OptionalInt.of(20_000);
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    private final CleaningDays days = new CleaningDays();

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

    @Test
    void collectorThatWasOffForMonths_deletesAfterADay() {
        assertThat(days.mayClean(LAST, 20_100, 5 * HOUR)).isFalse();
        assertThat(days.mayClean(LAST, 20_101, 29 * HOUR)).isTrue();
    }
}
