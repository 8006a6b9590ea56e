package io.metriton.core.internal.delivery;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When the next try may be made, of anything at an endpoint, or of one report: applies {@link RetryRules} on the monotonic
 * clock. Used by the delivery thread.
 */
final class Backoff {
    private final RetryRules rules;
    private final RandomGenerator random;
    private final LongSupplier nanoTime;
    private int failures;
    private long successes;
    private long failingSince;
    private long notBefore;
    private long orderedUntil;

    Backoff(RetryRules rules, RandomGenerator random, LongSupplier nanoTime) {
        this.rules = rules;
        this.random = random;
        this.nanoTime = nanoTime;
        this.notBefore = nanoTime.getAsLong();
        this.orderedUntil = notBefore;
    }

    /** One of the same rules, which has not failed. */
    Backoff another() {
        return new Backoff(rules, random, nanoTime);
    }

    /** How often it has succeeded. */
    long successes() {
        return successes;
    }

    /** How long to wait from now; 0 if the time has come. */
    long nanosToWait() {
        return Math.max(0, notBefore - nanoTime.getAsLong());
    }

    void succeeded() {
        successes++;
        failures = 0;
        notBefore = nanoTime.getAsLong();
        orderedUntil = notBefore;
    }

    void failed(@Nullable Duration retryAfter) {
        long now = nanoTime.getAsLong();
        failingSince = failures == 0 ? now : failingSince;
        failures++;
        Duration pause = rules.pause(failures, Duration.ofNanos(now - failingSince), retryAfter, random);
        long nanos = TimeUnit.NANOSECONDS.convert(pause);
        notBefore = now + nanos;
        orderedUntil = now + (retryAfter == null ? 0 : asked(retryAfter, nanos));
    }

    private static long asked(Duration retryAfter, long pauseNanos) {
        return Math.max(0, Math.min(TimeUnit.NANOSECONDS.convert(retryAfter), pauseNanos));
    }

    /** Somebody waits for the result: the next try may be made now, unless it is in a pause that the endpoint asked for. */
    void expedite() {
        long now = nanoTime.getAsLong();
        if (orderedUntil - now <= 0) {
            notBefore = now;
        }
    }
}
