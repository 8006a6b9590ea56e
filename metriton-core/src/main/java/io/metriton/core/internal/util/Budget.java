package io.metriton.core.internal.util;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long something may take, by {@link System#nanoTime}. Stateless. */
public final class Budget {
    private Budget() {}

    /** Bounded, so that it can be added to {@link System#nanoTime}. */
    public static long nanos(Duration budget) {
        return Math.max(0, Math.min(Long.MAX_VALUE / 4, TimeUnit.NANOSECONDS.convert(budget)));
    }

    /** By difference, as {@link System#nanoTime} may overflow. */
    public static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }

    /** What is left until a time; zero if it is over. */
    public static Duration until(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
}
