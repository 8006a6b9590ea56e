package io.metriton.core.internal.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Decides what is tried again, and when. Immutable. */
public interface RetryRules {

    /** Whether a report is tried again after the endpoint answered with a status. */
    boolean isRetried(int status);

    /** Whether an answer of a status may ask for a pause. */
    boolean heedsRetryAfter(int status);

    /**
     * How long the endpoint is left alone.
     *
     * @param failures how many tries in a row have failed, at least 1
     * @param failingFor the time since the first of them
     * @param retryAfter what the endpoint asked for, or null
     */
    Duration pause(int failures, Duration failingFor, @Nullable Duration retryAfter, RandomGenerator random);

    /** How long a report that is in memory alone is tried. */
    Duration maxAge();
}
