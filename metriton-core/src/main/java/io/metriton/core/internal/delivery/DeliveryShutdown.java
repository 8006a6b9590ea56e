package io.metriton.core.internal.delivery;

import io.metriton.api.MetritonException;
import io.metriton.core.internal.process.DetachedTask;
import io.metriton.core.internal.process.OneAtATime;
import io.metriton.core.internal.util.Budget;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ends a delivery that takes no more reports: delivers what it can within a budget, in the first process of a date also what
 * earlier ones left, stores the rest, and completes the futures. Used once, by one thread.
 */
final class DeliveryShutdown {
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** For what has to end after the budget: an exchange that is broken off, a disk. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

    /** A disk may hang. */
    private static final long LONGEST_STORE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long END_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Parts parts;
    private final DeliveryWorker worker;
    private final @Nullable PersistOnExit exit;

    /** Whether to deliver what earlier processes left, too: as at the end of the JVM, the first process of a date does. */
    private volatile boolean deliversAll;

    /** Whether the end of the JVM would wait for the delivery. */
    private volatile boolean waits;

    private volatile boolean triedToTheEnd;

    /**
     * Not begun.
     *
     * @param exit what would be done at the end of the JVM, or null
     */
    DeliveryShutdown(Parts parts, DeliveryWorker worker, @Nullable PersistOnExit exit) {
        this.parts = parts;
        this.worker = worker;
        this.exit = exit;
    }

    /**
     * Returns how many reports were not delivered.
     *
     * @param extended whether to wait for the exit budget, if the end of the JVM would and it is longer
     * @param persisting stores, one thread after the other
     */
    int run(Duration budget, boolean extended, OneAtATime persisting) {
        long start = System.nanoTime();
        long end = start + Budget.nanos(budget);
        long exitNanos = exit == null ? 0 : exit.budgetNanos();
        if (exit != null && !parts.queue().isEmpty()) {
            exit.watchEnd();
        }
        parts.outbox().relaxDurability();
        long storeNanos = extended ? Math.min(exitNanos, LONGEST_STORE_NANOS) : 0;
        boolean claims = (extended && exitNanos > 0) || Budget.nanos(budget) >= PersistOnExit.SHORTEST_TRY_NANOS;
        store(Math.max(Budget.nanos(budget), storeNanos), claims, persisting);
        long last = extended && waits ? Budget.later(end, PersistOnExit.exitEnd(start, exitNanos)) : end;
        if (last - System.nanoTime() > 0 && !worker.isCurrentThread()) { // Else a try would be begun to be broken off.
            long begun = System.nanoTime();
            deliverUntil(end, last);
            triedToTheEnd |= worker.failures() > 0 || isLong(start, begun, tryNanos(exitNanos));
        }
        worker.stop();
        int left = parts.counters().left();
        end(Budget.later(end, System.nanoTime()) + GRACE_NANOS);
        return left;
    }

    /** After how long a try counts that has not ended. */
    private static long tryNanos(long exitNanos) {
        long shortest = PersistOnExit.SHORTEST_TRY_NANOS;
        return exitNanos == 0 ? shortest : Math.min(exitNanos, shortest);
    }

    /** Whether so much time has passed, of which the disk took less than half. */
    private static boolean isLong(long start, long begun, long nanos) {
        long now = System.nanoTime();
        return now - start >= nanos && now - begun >= nanos / 2;
    }

    private void store(long nanos, boolean claims, OneAtATime persisting) {
        long end = System.nanoTime() + nanos;
        Store store = new Store(claims);
        DetachedTask task = persisting.start(store, nanos);
        if (task != null && task.await(end)) {
            deliversAll = store.first;
            waits = store.waits;
        }
    }

    /** On two threads: a transport, a disk and the callback of a future may each hang. */
    private void end(long grace) {
        DetachedTask transport = DetachedTask.startOrRun("close", new PersistOnExit.CloseTransport(parts.components()));
        DetachedTask rest = DetachedTask.startOrRun("close", new End(grace));
        rest.await(grace);
        transport.await(grace);
    }

    /**
     * Until nothing is left, or nothing more will be tried in time.
     *
     * @param last as long as no try has failed, in the place of {@code end}
     */
    private void deliverUntil(long end, long last) {
        DeliveryQueue queue = parts.queue();
        int failures = worker.failures();
        worker.expedite(); // After that: what fails at once has failed.
        try {
            for (long left = last - System.nanoTime(); left > 0 && !queue.isStopped(); ) {
                boolean removed = queue.awaitRemoved(Math.min(left, STEP_NANOS));
                if (removed && deliversAll) { // The worker takes over the next.
                    LockSupport.parkNanos(POLL_NANOS);
                    removed = worker.isDone();
                }
                triedToTheEnd = removed || worker.failures() != failures;
                if (removed || worker.isQuietFor(left)) {
                    return;
                }
                left = (triedToTheEnd ? end : last) - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // An interrupted caller does not wait.
        } finally {
            worker.relax();
        }
    }

    private final class Store implements Runnable {
        private final boolean claims;
        private volatile boolean first;
        private volatile boolean waits;

        /** {@code claims}: whether this may be the delivery of the date, which a try that is too short is not. */
        Store(boolean claims) {
            this.claims = claims;
        }

        @Override
        public void run() {
            parts.preparer().store(Long.MAX_VALUE);
            if (!claims) {
                return;
            }
            FirstOfDay day = parts.firstOfDay();
            first = day.isMine();
            waits = exit != null && exit.mayWait();
        }
    }

    /** Stores the rest, closes the outbox, and completes the futures, once nothing more is delivered. */
    private final class End implements Runnable {
        private final long grace;

        End(long grace) {
            this.grace = grace;
        }

        @Override
        public void run() {
            parts.preparer().store(END_PATIENCE_NANOS);
            parts.settlement().dropCancelled();
            if (deliversAll && triedToTheEnd && !parts.pipeline().isSilenced()) {
                parts.firstOfDay().tried();
            }
            parts.closing().end();
            DetachedTask.startOrRun("close", new CloseOutbox()).await(grace); // Before futures are completed.
            if (exit != null) {
                exit.unwatch();
            }
            new DropWhatIsInMemory(parts).run();
            parts.settlement().tellLeft();
        }
    }

    private final class CloseOutbox implements Runnable {
        @Override
        public void run() {
            parts.outbox().close();
        }
    }

    /** What came too late for everything else. */
    record DropWhatIsInMemory(Parts parts) implements Runnable {
        @Override
        public void run() {
            parts.settlement()
                    .dropped(
                            parts.queue().all(false),
                            DropCause.CLOSED,
                            new MetritonException(
                                    "the background reporter was closed before the report was delivered"));
        }
    }
}
