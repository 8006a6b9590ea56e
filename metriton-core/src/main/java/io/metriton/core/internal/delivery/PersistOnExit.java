package io.metriton.core.internal.delivery;

import io.metriton.core.internal.process.DetachedTask;
import io.metriton.core.internal.process.ExitHook;
import io.metriton.core.internal.report.ReporterComponents;
import io.metriton.core.internal.util.Budget;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What a background reporter does when the JVM ends: it puts what is in memory into the outbox; the first process of a day,
 * and the one that made its daily report, then wait for the delivery, within the exit budget. Thread-safe.
 */
final class PersistOnExit implements ExitHook.Task {
    private static final Duration DEFAULT_BUDGET = Duration.ofSeconds(1);

    /** How long the end waits for an answer that is about to come; what is stored is delivered by the next process. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** So long the application may take to be told of an answer: it may be this that has ended the JVM, and never return. */
    private static final long LONGEST_CALLBACK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** In less time hardly anything arrives: such a try is none. It leaves the date to the next process, and claims nothing. */
    static final long SHORTEST_TRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long LAST_CHANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Parts parts;
    private final DeliveryWorker worker;
    private final DeliverySettings.Exit settings;
    private final ExitHook hook;

    /** Made now, and their classes loaded: at the end, a host may have closed the class loader, or have replaced the jar. */
    private final Store store = new Store();

    private final End end = new End();
    private final CloseTransport closeTransport;
    private volatile boolean watched;
    private volatile boolean storedAll;
    private volatile boolean waits;

    /**
     * Not watched yet.
     *
     * @param settings as the application set them
     */
    PersistOnExit(Parts parts, DeliveryWorker worker, DeliverySettings.Exit settings, ExitHook hook) {
        this.parts = parts;
        this.worker = worker;
        this.settings = settings;
        this.hook = hook;
        this.closeTransport = new CloseTransport(parts.components());
    }

    /** Has the end of the JVM watched; false if it has begun. */
    boolean watch() {
        if (hook.isLeaving()) {
            return false;
        }
        if (!watched && !settings.watchedElsewhere()) {
            watched = true; // Sooner than it is added: it may be taken off at once.
            boolean added = false;
            try {
                added = hook.add(this);
            } finally {
                if (!added) { // No memory, or the end has begun. Else it may be taken off by now.
                    watched = false;
                }
            }
            return added;
        }
        return true;
    }

    /** The reporter is being closed, perhaps without the time to store what it has: then the end of the JVM does. */
    void watchEnd() {
        if (hook.add(this)) {
            watched = true;
        }
    }

    void unwatch() {
        hook.remove(this);
    }

    @Override
    public void unwatched() {
        watched = false;
    }

    @Override
    public boolean isPending() {
        return !parts.queue().isEmpty();
    }

    @Override
    public void atExit(long start) {
        atExit(start, worker.failures());
    }

    /**
     * As {@link #atExit(long)}.
     *
     * @param failures how many tries had failed when the end began
     */
    void atExit(long start, int failures) {
        parts.outbox().relaxDurability();
        parts.outbox().keepOpen(); // The store may take longer than the end waits for it, and go on meanwhile.
        DetachedTask.startOrRun("exit", store).awaitProgress(parts.preparer()); // A disk may hang.
        if (parts.closing().isBegun()) {
            return; // Another hook closes the reporter, in its own time.
        }
        if (waits) {
            deliverUntil(exitEnd(start, budgetNanos()), failures);
        }
        if (!worker.endsWithin(storedAll ? GRACE_NANOS : LAST_CHANCE_NANOS)) {
            worker.stop();
            DetachedTask.start("close", closeTransport).await(System.nanoTime() + LAST_CHANCE_NANOS);
        }
        DetachedTask.startOrRun("close", end).awaitStep();
    }

    /**
     * Until nothing is left, or nothing more will be tried in time, or one try has failed: a second try within the budget
     * would fail, too.
     */
    private void deliverUntil(long end, int failures) {
        if (worker.failures() != failures) {
            return; // While it was stored: the worker had begun.
        }
        worker.expedite();
        long now = System.nanoTime();
        long settled = now;
        while (end - now > 0
                && now - settled < LONGEST_CALLBACK_NANOS
                && !worker.isDone()
                && !worker.isQuietFor(end - now)
                && worker.failures() == failures) {
            LockSupport.parkNanos(POLL_NANOS);
            now = System.nanoTime();
            settled = waitsForCallbacks() ? settled : now;
        }
        worker.relax();
    }

    /** Whether there is nothing to deliver, or nothing is tried, until code of the application returns. */
    private boolean waitsForCallbacks() {
        return parts.queue().isSettled() && (worker.isHeldUp() || worker.triesNothingFor(DeliveryWorker.QUIET_NANOS));
    }

    /** When the exit budget is over, of which a disk may not have left the time for a try. */
    static long exitEnd(long start, long budgetNanos) {
        return Budget.later(start + budgetNanos, System.nanoTime() + Math.min(budgetNanos, SHORTEST_TRY_NANOS));
    }

    long budgetNanos() {
        boolean isDefault = settings.budget() == null || parts.components().isDryRun(); // To print takes no network.
        return TimeUnit.NANOSECONDS.convert(isDefault ? DEFAULT_BUDGET : settings.budget());
    }

    /** Whether the end of the JVM waits for the delivery. Blocks on the outbox. */
    boolean mayWait() {
        if (budgetNanos() == 0 || parts.pipeline().isSilenced()) {
            return false;
        }
        if (settings.always() || parts.components().isDryRun()) {
            return true;
        }
        FirstOfDay day = parts.firstOfDay();
        return day.isMine() || parts.queue().hasUntriedDaily() || (!day.isKnown() && settings.budget() != null);
    }

    private final class Store implements Runnable {
        @Override
        public void run() {
            try {
                boolean stored = parts.preparer().store(Long.MAX_VALUE);
                parts.settlement().dropCancelled();
                waits = mayWait();
                storedAll = stored && parts.outbox().works();
            } finally {
                parts.outbox().letClose();
            }
        }
    }

    /** Closes a transport that may hang. */
    record CloseTransport(ReporterComponents components) implements Runnable {
        @Override
        public void run() {
            components.close();
        }
    }

    /** Records that this process has tried, whatever came of it, and gives up the claims on reports. */
    private final class End implements Runnable {
        @Override
        public void run() {
            if (waits && !parts.components().isDryRun()) {
                parts.firstOfDay().tried();
            }
            parts.outbox().close();
        }
    }
}
