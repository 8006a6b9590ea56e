package io.metriton.core.internal.process;

import java.util.concurrent.TimeUnit;

/**
 * How many delivery threads there are, what they do, and whether there may be another. Guarded by the lock of the threads.
 */
final class ThreadCount {
    private static final long REPLACE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** More than {@link #max} only where all of these run callbacks of applications. */
    private static final int MOST = 12;

    private final int max;
    private int threads;
    private int idle;

    /** How many run a callback, which may block for as long as the application likes. */
    private int inCallbacks;

    private long lastReplaced;

    /**
     * No thread yet.
     *
     * @param max at once, while no callback blocks; 0 for none
     */
    ThreadCount(int max, long now) {
        this.max = max;
        this.lastReplaced = now - REPLACE_NANOS;
    }

    /** A thread has started, or ended, or could not be started. */
    void changed(int more) {
        threads += more;
    }

    /** A thread waits for work, or does so no longer. */
    void idleChanged(int more) {
        idle += more;
    }

    /** A thread runs a callback, or does so no longer. */
    void inCallbacksChanged(int more) {
        inCallbacks += more;
    }

    boolean isAnyIdle() {
        return idle > 0;
    }

    boolean isNone() {
        return threads == 0;
    }

    /** Whether all that would deliver run callbacks. */
    boolean areAllInCallbacks() {
        return inCallbacks > 0 && inCallbacks >= max;
    }

    /** Whether another may start. */
    boolean mayStart() {
        return threads < max || (areAllInCallbacks() && threads < MOST);
    }

    /** Whether there are more than are needed: a callback that blocked has returned. */
    boolean isOneTooMany() {
        return threads - inCallbacks > max;
    }

    /** Whether one that was interrupted may be replaced before anything is due: once a minute. */
    boolean mayReplace(long now) {
        boolean may = now - lastReplaced >= REPLACE_NANOS;
        lastReplaced = may ? now : lastReplaced;
        return may;
    }
}
