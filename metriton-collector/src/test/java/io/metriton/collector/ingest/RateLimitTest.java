package io.metriton.collector.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.collector.cli.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private static final Duration SPAN = Duration.ofMinutes(1);

    private final TestClock clock = new TestClock("2026-11-27T10:00:00Z");
    private final RateLimit limit = new RateLimit(2, SPAN, clock);

    @Test
    void moreThanTheLimit_waitForTheEndOfTheSpan() {
        assertThat(limit.refuse("a")).isEmpty();
        clock.advance(Duration.ofSeconds(15));
        assertThat(limit.refuse("a")).isEmpty();
        assertThat(limit.refuse("a")).hasValue(45);
        assertThat(limit.refuse("b")).isEmpty();

        clock.advance(Duration.ofSeconds(45));
        assertThat(limit.refuse("a")).isEmpty();
    }

    /** An address is held for as long as the limit needs it, however long the collector runs. */
    @Test
    void keyWhoseSpanIsOver_isForgotten() {
        for (int i = 0; i < 100; i++) {
            limit.refuse("address " + i);
        }
        assertThat(limit.keys()).isEqualTo(100);

        clock.advance(SPAN);
        limit.refuse("another");
        assertThat(limit.keys()).isEqualTo(1);
    }

    @Test
    void clockThatIsSetBack_letsThrough() {
        limit.refuse("a");
        limit.refuse("a");
        clock.advance(Duration.ofHours(-1));

        assertThat(limit.refuse("a")).isEmpty();
    }
}
