package io.metriton.core.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The rules here are a pause of as many seconds as tries have failed, or what the endpoint asks for if that is longer. */
class BackoffTest {
    private long now = Long.MAX_VALUE - 5; // A monotonic clock may be about to overflow.
    private final Backoff backoff = new Backoff(new Rules(), new SplittableRandom(1), () -> now);

    @Test
    void fresh_doesNotWait() {
        assertThat(backoff.nanosToWait()).isZero();
    }

    @Test
    void failuresInARow_areCounted() {
        for (int i = 1; i <= 5; i++) {
            backoff.failed(null);
            assertThat(waits()).isEqualTo(Duration.ofSeconds(i));
        }
    }

    @Test
    void success_startsFromTheBeginning() {
        backoff.failed(null);
        backoff.failed(null);
        backoff.succeeded();
        assertThat(backoff.nanosToWait()).isZero();

        backoff.failed(null);
        assertThat(waits()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void retryAfter_isHandedToTheRules() {
        backoff.failed(Duration.ofSeconds(60));

        assertThat(waits()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void expedite_endsABackoffButNotAPauseThatTheEndpointAskedFor() {
        backoff.failed(null);
        backoff.expedite();
        assertThat(backoff.nanosToWait()).isZero();

        backoff.failed(Duration.ofSeconds(60));
        backoff.expedite();
        assertThat(waits()).isEqualTo(Duration.ofSeconds(60));

        backoff.failed(Duration.ZERO);
        backoff.expedite();
        assertThat(backoff.nanosToWait()).as("no pause was asked for").isZero();
    }

    /** The endpoint asks for a few seconds, and the pause that many failures have made is longer. */
    @Test
    void pauseThatTheEndpointAskedFor_isNoOrderForTheWholeBackoff() {
        for (int i = 0; i < 20; i++) {
            backoff.failed(Duration.ofSeconds(2));
        }
        backoff.expedite();
        assertThat(waits()).isEqualTo(Duration.ofSeconds(20));

        now += Duration.ofSeconds(2).toNanos();
        backoff.expedite();
        assertThat(backoff.nanosToWait()).isZero();
    }

    @Test
    void time_passes() {
        backoff.failed(null);
        now += Duration.ofMillis(400).toNanos();
        assertThat(waits()).isEqualTo(Duration.ofMillis(600));
        now += Duration.ofSeconds(1).toNanos();
        assertThat(backoff.nanosToWait()).isZero();
    }

    private Duration waits() {
        return Duration.ofNanos(backoff.nanosToWait());
    }

    private static final class Rules implements RetryRules {
        @Override
        public boolean isRetried(int status) {
            return false;
        }

        @Override
        public boolean heedsRetryAfter(int status) {
            return true;
        }

        @Override
        public Duration pause(int failures, Duration failingFor, Duration retryAfter, RandomGenerator random) {
            Duration own = Duration.ofSeconds(failures);
            return retryAfter == null || retryAfter.compareTo(own) < 0 ? own : retryAfter;
        }

        @Override
        public Duration maxAge() {
            return Duration.ofDays(1);
        }
    }
}
