package io.metriton.core;

import io.metriton.api.InstallIdException;
import io.metriton.api.MetritonException;
import io.metriton.core.internal.process.DisableScoutOrders;
import io.metriton.core.internal.util.Log;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes reports from the queue to the endpoint, one at a time, on a daemon thread that is there only while there is
 * something to do.
 */
final class Courier implements Runnable {
    private static final long IDLE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long STEP_NANOS = Duration.ofMillis(1).toNanos();

    private final String stopOrder;
    private final DeliveryQueue queue;
    private final Staging staging;
    private final Supplier<Means> supplier;
    private @Nullable Means means;
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicInteger awaited = new AtomicInteger();
    private volatile @Nullable Thread thread;
    private volatile boolean parked;
    private volatile boolean hurried;
    private volatile boolean stopped;
    private volatile boolean trying;
    private volatile long quietUntil = System.nanoTime();

    /**
     * What reports are delivered with, and how long the endpoint, or whoever knows the id, may be left in peace. Used by the
     * delivery thread.
     */
    record Means(Attempts attempts, Recovery recovery, Backoff endpoint, Backoff id) {}

    /**
     * A courier without a thread yet.
     *
     * @param supplier is asked by the delivery thread: no caller pays for what only that one needs
     */
    Courier(String stopOrder, DeliveryQueue queue, Staging staging, Supplier<Means> supplier) {
        this.stopOrder = stopOrder;
        this.queue = queue;
        this.staging = staging;
        this.supplier = supplier;
    }

    static MetritonException stopped() {
        return new MetritonException("the endpoint ordered to stop reporting (disable_scout)");
    }

    /** There is something to do. Does not block. */
    void wake() {
        if (parked) {
            LockSupport.unpark(thread);
        }
        if (!stopped && !running.get() && running.compareAndSet(false, true)) {
            start();
        }
    }

    /**
     * Somebody waits, until {@link #relax}: what waits for a better time is tried now, unless the endpoint itself asked
     * for a pause.
     */
    void hurry() {
        awaited.incrementAndGet();
        hurried = true;
        if (!queue.isEmpty()) {
            wake();
        }
    }

    void relax() {
        awaited.decrementAndGet();
    }

    /** Nothing more is delivered. Ends the thread, in the middle of an exchange, too. Does not wait for it. */
    void stop() {
        stopped = true;
        queue.stop();
        Thread there = thread;
        if (there != null) {
            there.interrupt();
        }
    }

    /** Nothing more is delivered, but what is under way may end within a time; false if it did not, and still goes on. */
    boolean endsWithin(long nanos) {
        stopped = true;
        queue.stop();
        long end = System.nanoTime() + nanos;
        while (trying && System.nanoTime() < end) {
            LockSupport.parkNanos(STEP_NANOS);
        }
        return !trying;
    }

    boolean isCurrentThread() {
        return Thread.currentThread() == thread;
    }

    /** Whether nothing will be tried within a time. */
    boolean isQuietFor(long nanos) {
        return !hurried && queue.nothingAdded() && quietUntil - System.nanoTime() > nanos;
    }

    private void start() {
        try {
            Thread started = new Thread(null, this, "metriton-delivery", 0, false);
            started.setDaemon(true);
            started.setContextClassLoader(Courier.class.getClassLoader());
            thread = started;
            started.start();
        } catch (OutOfMemoryError e) {
            running.set(false); // No thread to be had: the next report tries again.
        }
    }

    @Override
    public void run() {
        do {
            try {
                work();
            } catch (Throwable e) {
                Log.once(System.Logger.Level.WARNING, "the delivery thread failed: " + e); // The next report starts it.
                return;
            } finally {
                running.set(false);
            }
            // Whoever added a report just now may have seen the thread still running.
        } while (!stopped && !queue.isEmpty() && running.compareAndSet(false, true));
    }

    private void work() {
        Means with = means == null ? supplier.get() : means;
        means = with;
        while (true) {
            Thread.interrupted(); // Not ours to act on, and it would stop every exchange.
            if (stopped) {
                return;
            }
            quietUntil = System.nanoTime();
            long wait = step(with);
            quietUntil = System.nanoTime() + wait;
            if (wait > 0 && sleptInPeace(wait) && wait == IDLE_NANOS && queue.isEmpty()) {
                return;
            }
        }
    }

    /** Does one thing, and says how long there is nothing else to do. */
    private long step(Means with) {
        if (DisableScoutOrders.isStopped(stopOrder)) {
            with.recovery().drop();
            return IDLE_NANOS;
        }
        if (hurried) {
            hurried = false;
            with.endpoint().hurry();
            with.id().hurry();
        }
        stage(with.id());
        with.recovery().look();
        long wait = with.endpoint().nanosToWait();
        PendingReport report = wait > 0 ? null : queue.next();
        if (report == null) {
            long pause = Math.max(wait, with.id().nanosToWait());
            return queue.isEmpty() || pause == 0 ? IDLE_NANOS : pause;
        }
        long turn = awaited.get() > 0 ? 0 : with.recovery().nanosToWait(report);
        if (turn > 0) {
            queue.giveBack(report, false);
            return turn;
        }
        trying = true;
        try {
            if (!stopped) { // Looked at after trying was set: so whoever stops this sees the exchange, or it is not
                // made.
                with.attempts().attempt(report);
            }
        } finally {
            trying = false;
        }
        return 0;
    }

    private void stage(Backoff backoff) {
        if (backoff.nanosToWait() > 0) {
            queue.last(); // Else what was just added would keep this thread awake.
            return;
        }
        try {
            staging.stage(Long.MAX_VALUE);
            backoff.succeeded();
        } catch (InstallIdException e) {
            backoff.failed(null);
            Log.once(System.Logger.Level.DEBUG, "reports wait, because there is no install ID: " + e.getMessage());
        }
    }

    /** False if it was woken before the time. */
    private boolean sleptInPeace(long nanos) {
        long end = System.nanoTime() + nanos;
        parked = true;
        if (queue.nothingAdded() && !hurried && !stopped) {
            LockSupport.parkNanos(this, nanos);
        }
        parked = false;
        return end - System.nanoTime() <= 0;
    }
}
