package io.metriton.core;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The orderly end of the JVM, if anything was reported: what is in memory goes into the outbox, which stays this process's until
 * it has ended, as other hooks may still be closing. Thread-safe.
 */
final class ExitHook implements Runnable {
    private static final long BUDGET_NANOS = Duration.ofMillis(250).toNanos();
    private static final int MOST_BUDGETS = 4;

    /** To settle what is answered already; more would be lost time, as the next process delivers what is stored. */
    private static final long GRACE_NANOS = Duration.ofMillis(2).toNanos();

    private static final long LAST_CHANCE_NANOS = Duration.ofMillis(20).toNanos();

    private final Thread thread = new Thread(null, this, "metriton-exit", 0, false);
    private final Reporter reporter;
    private final Staging staging;
    private final Courier courier;
    private final AtomicBoolean closed;
    private volatile boolean installed;
    private volatile boolean leaving;

    /**
     * A hook that is not installed yet.
     *
     * @param closed whether somebody else sees to the end, in their time
     */
    ExitHook(Reporter reporter, Staging staging, Courier courier, AtomicBoolean closed) {
        this.reporter = reporter;
        this.staging = staging;
        this.courier = courier;
        this.closed = closed;
    }

    /** Idempotent; false if the JVM is ending already. */
    boolean install() {
        return !leaving && (installed || installFirst());
    }

    private synchronized boolean installFirst() {
        try {
            if (!installed) {
                Runtime.getRuntime().addShutdownHook(thread);
                installed = true;
            }
            return true;
        } catch (RuntimeException e) { // If a security manager forbids it, reports go out all the same.
            return !(e instanceof IllegalStateException);
        }
    }

    synchronized void remove() {
        try {
            if (installed) {
                Runtime.getRuntime().removeShutdownHook(thread);
            }
        } catch (RuntimeException e) {
            // Mostly because the JVM is ending: then it runs, and finds nothing to do.
        }
    }

    /**
     * Where a JVM has just started on a busy machine, the time is over before all classes are loaded: so it may take more, as
     * long as it gets on. An exchange that takes long is broken off: HotSpot would wait 0.3 s for its thread.
     */
    @Override
    public void run() {
        leaving = true;
        staging.hasten();
        Farewell farewell = new Farewell();
        farewell.start("exit");
        int before = -1;
        for (int i = 0; i < MOST_BUDGETS && staging.steps() != before; i++) {
            before = staging.steps();
            if (farewell.await(System.nanoTime() + BUDGET_NANOS)) {
                break;
            }
        }
        if (!closed.get() && !courier.endsWithin(farewell.storedAll ? GRACE_NANOS : LAST_CHANCE_NANOS)) {
            courier.stop();
            CloseReporter close = new CloseReporter(reporter);
            close.start("close");
            close.await(System.nanoTime() + LAST_CHANCE_NANOS);
        }
    }

    /** Puts into the outbox what is in memory. */
    private final class Farewell extends Step {
        private volatile boolean storedAll;

        @Override
        void take() {
            storedAll = staging.storeForNextProcess();
        }
    }
}
