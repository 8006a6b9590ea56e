package io.metriton.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
    private static final Duration DAY = Duration.ofDays(1);
    private final RetryPolicy policy = RetryPolicy.defaults();

    @Test
    void defaults_areAsDocumented() {
        assertThat(policy.firstPause()).isEqualTo(Duration.ofSeconds(1));
        assertThat(policy.longestPause()).isEqualTo(Duration.ofHours(6));
        assertThat(policy.jitter()).isEqualTo(1);
        assertThat(policy.longestRetryAfter()).isEqualTo(Duration.ofHours(24));
        assertThat(policy.maxAge()).isEqualTo(Duration.ofDays(7));
        assertThat(policy)
                .hasToString("RetryPolicy[retriedStatuses=default, firstPause=PT1S, longestPause=PT6H, jitter=1.0,"
                        + " longestRetryAfter=PT24H, maxAge=PT168H]");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101, 199, 407, 408, 425, 429, 500, 502, 503, 504, 511, 599})
    void statusThatMayPass_isRetried(int status) {
        assertThat(policy.isRetried(status)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 307, 400, 401, 403, 404, 405, 409, 410, 413, 422, 426, 451, 499})
    void statusThatNothingMends_isNotRetried(int status) {
        assertThat(policy.isRetried(status)).isFalse();
    }

    @Test
    void retriedStatuses_canBeSet() {
        RetryPolicy never =
                RetryPolicy.builder().retriedStatuses(status -> status == 404).build();

        assertThat(never.isRetried(404)).isTrue();
        assertThat(never.isRetried(503)).isFalse();
    }

    @Test
    void retryAfter_isHeededButOfProxiesAndPortals() {
        assertThat(IntStream.range(100, 600).filter(status -> !policy.heedsRetryAfter(status)))
                .containsExactly(407, 511);
    }

    /** As where the endpoint had asked for long pauses, so that there were few failures. */
    @Test
    void failuresOfADay_makeThePauseTheLongest() {
        assertThat(policy.pause(3, DAY, null, new Most())).isEqualTo(Duration.ofHours(6));
        assertThat(policy.pause(3, DAY.minusNanos(1), null, new Most())).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void failures_doubleTheBoundUpToSixHours() {
        Duration bound = Duration.ofSeconds(1);
        for (int failures = 1; failures <= 100; failures++) {
            assertThat(policy.pause(failures, Duration.ZERO, null, new Most())).isEqualTo(bound);
            bound = bound.multipliedBy(2);
            bound = bound.compareTo(Duration.ofHours(6)) > 0 ? Duration.ofHours(6) : bound;
        }
        assertThat(policy.pause(Integer.MAX_VALUE, Duration.ZERO, null, new Most()))
                .isEqualTo(Duration.ofHours(6));
    }

    @Test
    void jitter_isFullByDefault() {
        SplittableRandom random = new SplittableRandom(1);
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < 1_000; i++) {
            long pause = policy.pause(1, Duration.ZERO, null, random).toNanos();
            least = Math.min(least, pause);
            most = Math.max(most, pause);
        }
        assertThat(Duration.ofNanos(least)).isLessThan(Duration.ofMillis(20));
        assertThat(Duration.ofNanos(most)).isBetween(Duration.ofMillis(980), Duration.ofSeconds(1));
    }

    @Test
    void jitter_canBeLess() {
        RetryPolicy half = RetryPolicy.builder().jitter(0.5).build();
        RetryPolicy none = RetryPolicy.builder().jitter(0).build();

        assertThat(half.pause(1, Duration.ZERO, null, () -> 0)).isEqualTo(Duration.ofMillis(500));
        assertThat(half.pause(1, Duration.ZERO, null, new Most())).isEqualTo(Duration.ofSeconds(1));
        assertThat(none.pause(3, Duration.ZERO, null, () -> 0)).isEqualTo(Duration.ofSeconds(4));
    }

    /** A double holds no more than 53 bits. */
    @Test
    void pauseOfAYearWithoutJitter_isWhatItIs() {
        Duration longest = Duration.ofDays(365).minusNanos(1);
        RetryPolicy policy = RetryPolicy.builder()
                .jitter(0)
                .firstPause(longest)
                .longestPause(longest)
                .build();

        assertThat(policy.pause(9, Duration.ofDays(2), null, new SplittableRandom(1)))
                .isBetween(longest.minusMillis(1), longest);
    }

    /** The least luck that a client can have: it is never more eager than this. */
    @Test
    void blockedEndpoint_isTriedAtMostThirtyTimesOnTheFirstDayAndTwelveLater() {
        assertThat(triesOnDay(1, () -> 0))
                .isLessThanOrEqualTo(60); // Pauses of zero are possible while the bound is short.
        for (long seed = 0; seed < 500; seed++) {
            assertThat(triesOnDay(1, new SplittableRandom(seed))).isLessThanOrEqualTo(30);
        }
        for (int day = 2; day <= 30; day++) {
            assertThat(triesOnDay(day, () -> 0)).isLessThanOrEqualTo(12);
        }
    }

    private int triesOnDay(int day, RandomGenerator random) {
        int tries = 0;
        Duration time = Duration.ZERO;
        for (int failures = 1; time.compareTo(DAY.multipliedBy(day)) < 0; failures++) {
            tries += time.compareTo(DAY.multipliedBy(day - 1)) >= 0 ? 1 : 0;
            time = time.plus(policy.pause(failures, Duration.ZERO, null, random));
        }
        return tries;
    }

    @ParameterizedTest
    @CsvSource({"PT0S", "PT1S", "PT-5S", "PT-8760H"})
    void retryAfterThatIsShort_makesNoClientMoreEager(Duration retryAfter) {
        for (int failures = 1; failures < 30; failures++) {
            Duration own = policy.pause(failures, Duration.ZERO, null, new SplittableRandom(failures));
            assertThat(policy.pause(failures, Duration.ZERO, retryAfter, new SplittableRandom(failures)))
                    .isGreaterThanOrEqualTo(own);
        }
    }

    /** The rest of the herd was told the same. */
    @Test
    void retryAfter_isWaitedForAndAPartMore() {
        assertThat(policy.pause(1, Duration.ZERO, Duration.ofSeconds(60), () -> 0))
                .isEqualTo(Duration.ofSeconds(60));
        assertThat(policy.pause(1, Duration.ZERO, Duration.ofSeconds(60), new Most()))
                .isBetween(Duration.ofSeconds(75), Duration.ofSeconds(76));
    }

    @Test
    void retryAfter_countsUpToADay() {
        assertThat(policy.pause(1, Duration.ZERO, Duration.ofDays(400_000), () -> 0))
                .isEqualTo(Duration.ofHours(24));
    }

    @Test
    void builder_refusesWhatMakesNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.builder().maxAge(Duration.ZERO))
                .withMessage("maxAge must be positive and at most a year, not PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.builder().firstPause(Duration.ofDays(1_000)))
                .withMessageStartingWith("firstPause must be positive and at most a year");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.builder().longestRetryAfter(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.builder().jitter(Double.NaN))
                .withMessage("jitter must be from 0 to 1, not NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        RetryPolicy.builder().longestPause(Duration.ofMillis(1)).build())
                .withMessage("longestPause PT0.001S is shorter than firstPause PT1S");
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
