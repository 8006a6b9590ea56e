package io.metriton.core.internal.delivery;

import java.util.concurrent.atomic.AtomicBoolean;

/** How far the closing of a delivery has come. Thread-safe. */
final class Closing {
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean ended;

    /** True for the first caller, who closes. */
    boolean begin() {
        return begun.compareAndSet(false, true);
    }

    /** Whether no report of a caller is taken any more. */
    boolean isBegun() {
        return begun.get();
    }

    /** Nobody looks at the queue any more. */
    void end() {
        ended = true;
    }

    boolean isEnded() {
        return ended;
    }
}
