package io.metriton.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private long now = Long.MAX_VALUE - 5; // A monotonic clock may be about to overflow.

    @Test
    void fresh_doesNotWait() {
        assertThat(backoff(new Most()).nanosToWait()).isZero();
    }

    @Test
    void failures_doubleTheCeilingUpToFiveMinutes() {
        Backoff backoff = backoff(new Most());
        long ceiling = Duration.ofSeconds(1).toNanos();
        for (int i = 0; i < 100; i++) {
            backoff.failed(null);
            assertThat(backoff.nanosToWait()).isEqualTo(ceiling - 1);
            ceiling = Math.min(Duration.ofMinutes(5).toNanos(), 2 * ceiling);
        }
    }

    @Test
    void jitter_isFull() {
        SplittableRandom random = new SplittableRandom(1);
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < 1_000; i++) {
            Backoff backoff = backoff(random);
            backoff.failed(null);
            least = Math.min(least, backoff.nanosToWait());
            most = Math.max(most, backoff.nanosToWait());
        }
        assertThat(Duration.ofNanos(least)).isLessThan(Duration.ofMillis(20));
        assertThat(Duration.ofNanos(most)).isBetween(Duration.ofMillis(980), Duration.ofSeconds(1));
    }

    @Test
    void success_startsFromTheBeginning() {
        Backoff backoff = backoff(new Most());
        backoff.failed(null);
        backoff.failed(null);
        backoff.succeeded();
        assertThat(backoff.nanosToWait()).isZero();

        backoff.failed(null);
        assertThat(backoff.nanosToWait()).isLessThan(Duration.ofSeconds(1).toNanos());
    }

    /** The rest of the herd was told the same. */
    @Test
    void retryAfter_isWaitedForAndAPartMore() {
        Backoff backoff = backoff(new Most());
        backoff.failed(Duration.ofSeconds(60));
        assertThat(Duration.ofNanos(backoff.nanosToWait())).isBetween(Duration.ofSeconds(75), Duration.ofSeconds(76));

        Backoff least = backoff(() -> 0);
        least.failed(Duration.ofSeconds(60));
        assertThat(Duration.ofNanos(least.nanosToWait())).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void retryAfter_isCappedAtAnHour() {
        Backoff backoff = backoff(() -> 0);
        backoff.failed(Duration.ofDays(400_000));
        assertThat(Duration.ofNanos(backoff.nanosToWait())).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void hurry_endsABackoffButNotAnOrderedPause() {
        Backoff backoff = backoff(new Most());
        backoff.failed(null);
        backoff.hurry();
        assertThat(backoff.nanosToWait()).isZero();

        backoff.failed(Duration.ofSeconds(60));
        backoff.hurry();
        assertThat(backoff.nanosToWait()).isPositive();
    }

    @Test
    void time_passes() {
        Backoff backoff = backoff(new Most());
        backoff.failed(null);
        now += Duration.ofMillis(400).toNanos();
        assertThat(Duration.ofNanos(backoff.nanosToWait() + 1)).isEqualTo(Duration.ofMillis(600));
        now += Duration.ofSeconds(1).toNanos();
        assertThat(backoff.nanosToWait()).isZero();
    }

    private Backoff backoff(RandomGenerator random) {
        return new Backoff(random, () -> now);
    }

    /** Always the largest number that is allowed. */
    private static final class Most implements RandomGenerator {
        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    }
}
