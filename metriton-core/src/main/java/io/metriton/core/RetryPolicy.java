package io.metriton.core;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a {@link BackgroundReporter} tries again, when, and for how long. All that decides about trying again is
 * here. Immutable and thread-safe.
 *
 * <p>What is tried again: a report for which no status came, and one that was answered with a status that
 * {@link #isRetried} names.
 *
 * <p>When: after the first failure the endpoint is left alone for a random time of up to {@link #firstPause} (1 second); that
 * bound doubles with each failure in a row up to {@link #longestPause} (6 hours); after a day of failures it is {@link
 * #longestPause} in any case. At the longest pause, at least a third of it passes, so that an endpoint that is blocked is tried
 * at most 30 times on the first day and 12 times on later ones.
 *
 * <p>If the endpoint asks for more by {@code Retry-After}, with any status that is tried again but 407 and 511, which are a
 * proxy's and a portal's, that counts, up to {@link #longestRetryAfter} (24 hours): the pause is the longer of the two, and
 * never shorter than without the header. What was asked for is made longer at random by up to a quarter and {@link
 * #firstPause}, whatever the jitter, so that clients do not come back at once.
 *
 * <p>How long: a report that is in memory alone is dropped after {@link #maxAge} (7 days); an outbox has an age of its own.
 */
public final class RetryPolicy {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int PROXY_LOGIN = 407;
    private static final int SUCCESS = 200;
    private static final int SERVER_ERROR = 500;
    private static final int NETWORK_LOGIN = 511;
    private static final int MAX_DOUBLINGS = 40;
    private static final Duration DAY = Duration.ofDays(1);

    private final Duration firstPause;
    private final Duration longestPause;
    private final double jitter;
    private final Duration longestRetryAfter;
    private final Duration maxAge;

    /** Null for the default. */
    private final @Nullable IntPredicate retriedStatuses;

    private RetryPolicy(Builder builder) {
        this.firstPause = builder.firstPause;
        this.longestPause = builder.longestPause;
        this.jitter = builder.jitter;
        this.longestRetryAfter = builder.longestRetryAfter;
        this.maxAge = builder.maxAge;
        this.retriedStatuses = builder.retriedStatuses;
    }

    /**
     * The policy with all defaults.
     *
     * @return an immutable policy
     */
    public static RetryPolicy defaults() {
        return builder().build();
    }

    /**
     * Starts a policy with all defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Whether a report is tried again after the endpoint answered with a status. By default: below 200, which ends no exchange;
     * 407, which is a proxy's; 408, 425 and 429; 500 and above. Any other status but 2xx refuses the report for good, unless
     * the answer is not the endpoint's own, as a portal's page: then the report is always tried again. A 404 without a body
     * delivers it.
     *
     * @param status the HTTP status, not 2xx
     * @return true if the report is tried again
     */
    public boolean isRetried(int status) {
        return retriedStatuses == null ? isRetriedByDefault(status) : retriedStatuses.test(status);
    }

    private static boolean isRetriedByDefault(int status) {
        return status >= SERVER_ERROR
                || status < SUCCESS
                || status == PROXY_LOGIN
                || status == REQUEST_TIMEOUT
                || status == TOO_EARLY
                || status == TOO_MANY_REQUESTS;
    }

    /** Whether an answer of a status may ask for a pause by {@code Retry-After}: not if it is a proxy's or a portal's. */
    boolean heedsRetryAfter(int status) {
        return status != PROXY_LOGIN && status != NETWORK_LOGIN;
    }

    /**
     * How long the endpoint is left alone after a failure.
     *
     * @param failures how many tries in a row have failed, at least 1
     * @param failingFor the time since the first of them
     * @param retryAfter what the endpoint asked for, or null; negative counts as zero
     * @param random the source of the jitter
     * @return zero or more
     */
    Duration pause(int failures, Duration failingFor, @Nullable Duration retryAfter, RandomGenerator random) {
        Duration backoff = backoff(failures, failingFor, random);
        if (retryAfter == null || retryAfter.compareTo(backoff) <= 0) {
            return backoff;
        }
        long asked = (retryAfter.compareTo(longestRetryAfter) > 0 ? longestRetryAfter : retryAfter).toNanos();
        long spread = random.nextLong(firstPause.toNanos() + asked / 4); // Else all clients would come back at once.
        return Duration.ofNanos(Math.max(backoff.toNanos(), asked + spread));
    }

    /**
     * After a day of failures the longest pause holds, also if the endpoint's own Retry-After left few tries on that day.
     */
    private Duration backoff(int failures, Duration failingFor, RandomGenerator random) {
        long longest = longestPause.toNanos();
        boolean forADay = failingFor.compareTo(DAY) >= 0;
        long bound = forADay ? longest : Math.min(longest, doubled(firstPause.toNanos(), failures - 1));
        long fixed = Math.min(bound, (long) (bound * (1 - jitter))); // A double may be more.
        long own = fixed + random.nextLong(bound - fixed + 1);
        boolean isLongest = bound == longest && longest > firstPause.toNanos();
        return Duration.ofNanos(isLongest ? Math.max(own, longest / 3) : own);
    }

    private static long doubled(long nanos, int times) {
        int doublings = Math.min(times, MAX_DOUBLINGS);
        return nanos > Long.MAX_VALUE >> doublings ? Long.MAX_VALUE : nanos << doublings;
    }

    /**
     * The bound of the pause after the first failure.
     *
     * @return 1 second by default
     */
    public Duration firstPause() {
        return firstPause;
    }

    /**
     * The bound up to which the pause doubles.
     *
     * @return 6 hours by default
     */
    public Duration longestPause() {
        return longestPause;
    }

    /**
     * How much of a pause is random.
     *
     * @return from 0 to 1; 1 by default (full jitter)
     */
    public double jitter() {
        return jitter;
    }

    /**
     * The most that a {@code Retry-After} counts.
     *
     * @return 24 hours by default
     */
    public Duration longestRetryAfter() {
        return longestRetryAfter;
    }

    /**
     * How long a report that is in memory alone is tried.
     *
     * @return 7 days by default
     */
    public Duration maxAge() {
        return maxAge;
    }

    @Override
    public String toString() {
        return "RetryPolicy[retriedStatuses=" + (retriedStatuses == null ? "default" : retriedStatuses)
                + ", firstPause=" + firstPause + ", longestPause=" + longestPause + ", jitter=" + jitter
                + ", longestRetryAfter=" + longestRetryAfter + ", maxAge=" + maxAge + "]";
    }

    /** Builds a {@link RetryPolicy}. Not thread-safe. */
    public static final class Builder {
        private Duration firstPause = Duration.ofSeconds(1);
        private Duration longestPause = Duration.ofHours(6);
        private double jitter = 1;
        private Duration longestRetryAfter = Duration.ofHours(24);
        private Duration maxAge = Duration.ofDays(7);
        private @Nullable IntPredicate retriedStatuses;

        private Builder() {}

        /**
         * Sets the statuses after which a report is tried again; {@link RetryPolicy#isRetried} names the default. A report that
         * is answered with another is refused for good.
         *
         * @param retriedStatuses thread-safe; asked for what the endpoint itself answers but 2xx and an empty 404. If it
         *     throws, the report is tried again
         * @return this
         */
        public Builder retriedStatuses(IntPredicate retriedStatuses) {
            this.retriedStatuses = requireNonNull(retriedStatuses, "retriedStatuses");
            return this;
        }

        /**
         * Sets the bound of the pause after the first failure; 1 second by default.
         *
         * @param firstPause positive, at most a year
         * @return this
         * @throws IllegalArgumentException if it is not
         */
        public Builder firstPause(Duration firstPause) {
            this.firstPause = checked(firstPause, "firstPause");
            return this;
        }

        /**
         * Sets the bound up to which the pause doubles; 6 hours by default. A shorter one makes a client more eager than
         * this SDK thinks right.
         *
         * @param longestPause positive, at most a year
         * @return this
         * @throws IllegalArgumentException if it is not
         */
        public Builder longestPause(Duration longestPause) {
            this.longestPause = checked(longestPause, "longestPause");
            return this;
        }

        /**
         * Sets how much of a pause is random; 1 by default, so that many clients do not come back at once.
         *
         * @param jitter from 0 (none) to 1 (all)
         * @return this
         * @throws IllegalArgumentException if it is not
         */
        public Builder jitter(double jitter) {
            if (!(jitter >= 0 && jitter <= 1)) {
                throw new IllegalArgumentException("jitter must be from 0 to 1, not " + jitter);
            }
            this.jitter = jitter;
            return this;
        }

        /**
         * Sets the most that a {@code Retry-After} counts; 24 hours by default.
         *
         * @param longestRetryAfter positive, at most a year
         * @return this
         * @throws IllegalArgumentException if it is not
         */
        public Builder longestRetryAfter(Duration longestRetryAfter) {
            this.longestRetryAfter = checked(longestRetryAfter, "longestRetryAfter");
            return this;
        }

        /**
         * Sets how long a report that is in memory alone is tried; 7 days by default.
         *
         * @param maxAge positive, at most a year
         * @return this
         * @throws IllegalArgumentException if it is not
         */
        public Builder maxAge(Duration maxAge) {
            this.maxAge = checked(maxAge, "maxAge");
            return this;
        }

        private static Duration checked(Duration duration, String name) {
            if (requireNonNull(duration, name).isZero()
                    || duration.isNegative()
                    || duration.compareTo(Duration.ofDays(366)) > 0) {
                throw new IllegalArgumentException(name + " must be positive and at most a year, not " + duration);
            }
            return duration;
        }

        /**
         * Makes the policy.
         *
         * @return an immutable policy
         * @throws IllegalArgumentException if the longest pause is shorter than the first
         */
        public RetryPolicy build() {
            if (longestPause.compareTo(firstPause) < 0) {
                throw new IllegalArgumentException(
                        "longestPause " + longestPause + " is shorter than firstPause " + firstPause);
            }
            return new RetryPolicy(this);
        }
    }
}
