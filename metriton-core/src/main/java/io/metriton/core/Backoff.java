package io.metriton.core;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When the endpoint may be tried again: exponential backoff with full jitter, so that many clients do not come back at
 * once; a {@code Retry-After} is waited for, and a part of it more. On the monotonic clock. Not thread-safe.
 */
final class Backoff {
    static final long BASE_NANOS = Duration.ofSeconds(1).toNanos();
    static final long CAP_NANOS = Duration.ofMinutes(5).toNanos();
    static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);
    private static final int MAX_DOUBLINGS = 30;

    private final RandomGenerator random;
    private final LongSupplier nanoTime;
    private int failures;
    private long notBefore;
    private boolean ordered;

    Backoff(RandomGenerator random, LongSupplier nanoTime) {
        this.random = random;
        this.nanoTime = nanoTime;
        this.notBefore = nanoTime.getAsLong();
    }

    /** How long to wait from now; 0 if the time has come. */
    long nanosToWait() {
        return Math.max(0, notBefore - nanoTime.getAsLong());
    }

    void succeeded() {
        failures = 0;
        ordered = false;
        notBefore = nanoTime.getAsLong();
    }

    /** Waits longer after each failure in a row, or as long as the endpoint asks. */
    void failed(@Nullable Duration retryAfter) {
        long ceiling = Math.min(CAP_NANOS, BASE_NANOS << Math.min(failures, MAX_DOUBLINGS));
        failures++;
        ordered = retryAfter != null;
        long wait = random.nextLong(ceiling);
        if (retryAfter != null) {
            long asked = (retryAfter.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : retryAfter).toNanos();
            wait = asked + random.nextLong(BASE_NANOS + asked / 4);
        }
        notBefore = nanoTime.getAsLong() + wait;
    }

    /** Somebody waits for the result: tries at once, unless the endpoint asked for a pause. */
    void hurry() {
        if (!ordered) {
            notBefore = nanoTime.getAsLong();
        }
    }
}
