package io.metriton.core.internal.delivery;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** When the next try may be made: applies {@link RetryRules} on the monotonic clock. Used by the delivery thread. */
final class Backoff {
    private final RetryRules rules;
    private final RandomGenerator random;
    private final LongSupplier nanoTime;
    private int failures;
    private long failingSince;
    private long notBefore;
    private boolean ordered;

    Backoff(RetryRules rules, RandomGenerator random, LongSupplier nanoTime) {
        this.rules = rules;
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

    void failed(@Nullable Duration retryAfter) {
        long now = nanoTime.getAsLong();
        failingSince = failures == 0 ? now : failingSince;
        failures++;
        ordered = retryAfter != null && !retryAfter.isNegative() && !retryAfter.isZero();
        Duration pause = rules.pause(failures, Duration.ofNanos(now - failingSince), retryAfter, random);
        notBefore = now + TimeUnit.NANOSECONDS.convert(pause);
    }

    /** Somebody waits for the result: the next try may be made now, unless the endpoint asked for a pause. */
    void expedite() {
        if (!ordered) {
            notBefore = nanoTime.getAsLong();
        }
    }
}
