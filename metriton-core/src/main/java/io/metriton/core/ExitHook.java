package io.metriton.core;

import java.time.Duration;
import java.util.function.LongConsumer;

/** Does something at the orderly end of the JVM, if anything was reported. Thread-safe. */
final class ExitHook {
    private static final long BUDGET_NANOS = Duration.ofMillis(250).toNanos();

    private final Thread thread;
    private volatile boolean installed;

    /** @param atExit is given how long it may take, in nanoseconds */
    ExitHook(LongConsumer atExit) {
        this.thread = new Thread(null, () -> atExit.accept(BUDGET_NANOS), "metriton-exit", 0, false);
    }

    /** Idempotent; false if the JVM is ending already. */
    boolean install() {
        return installed || installFirst();
    }

    private synchronized boolean installFirst() {
        try {
            if (!installed) {
                Runtime.getRuntime().addShutdownHook(thread);
                installed = true;
            }
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    synchronized void remove() {
        try {
            if (installed) {
                Runtime.getRuntime().removeShutdownHook(thread);
            }
        } catch (IllegalStateException e) {
            // The JVM is ending: then it runs, and finds nothing to do.
        }
    }
}
