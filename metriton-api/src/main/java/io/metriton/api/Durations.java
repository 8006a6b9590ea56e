package io.metriton.api;

import java.time.Duration;

/** Time-outs that every client can count: some throw at less than a millisecond, some at more than an int of them. */
final class Durations {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

    private Durations() {}

    static Duration countable(String name, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive, not " + duration);
        }
        if (duration.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    }
}
