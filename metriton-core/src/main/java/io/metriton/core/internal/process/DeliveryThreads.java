package io.metriton.core.internal.process;

import io.metriton.core.internal.util.Log;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the jobs of all background reporters on at most four daemon threads, so that one dead endpoint holds up no other; on up
 * to twelve while all others wait for code of applications, of which three run at once for each job. A thread starts when a job is due and none is idle, and ends after a
 * second without work. Thread-safe.
 *
 * <p>A thread that the host interrupts runs what is due, so that reports get stored, and ends; the next report starts
 * another, and once a minute so does what is due later.
 */
public final class DeliveryThreads {
    /** What a job returns if there is nothing to do until it is scheduled again. */
    public static final long NOTHING = Long.MAX_VALUE;

    /** Those of this process. */
    public static final DeliveryThreads PROCESS = new DeliveryThreads(new SystemTime(), ExitHook.PROCESS, 4);

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long AFTER_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long FURTHEST_NANOS = TimeUnit.DAYS.toNanos(365);

    /** How many callbacks of one job may run at once: one that blocks is not to take the threads of all others. */
    private static final int MOST_CALLBACKS = 3;

    /** Something that is done step by step. No two threads run it at once. */
    public interface Job {
        /** Does one step, and returns the nanoseconds until the next is due, or {@link #NOTHING}. */
        long run();

        /**
         * What is to be done after the step: code of the application, which may block. Other threads may run the job
         * meanwhile, unless three callbacks of it have not returned.
         *
         * @return null if there is nothing
         */
        @Nullable
        Runnable afterwards();
    }

    private final LongSupplier nanoTime;
    private final ExitHook hook;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final JobQueue<Schedule> queue = new JobQueue<>();
    private final ThreadCount count;

    /** The idle thread that waits for the first job to be due; the other idle threads end when they have been so for long. */
    private @Nullable Thread watcher;

    /**
     * Threads of one process.
     *
     * @param maxThreads at once; 0 for tests that run the jobs themselves
     */
    public DeliveryThreads(LongSupplier nanoTime, ExitHook hook, int maxThreads) {
        this.nanoTime = nanoTime;
        this.hook = hook;
        this.count = new ThreadCount(maxThreads, nanoTime.getAsLong());
    }

    private static final class SystemTime implements LongSupplier {
        @Override
        public long getAsLong() {
            return System.nanoTime();
        }
    }

    /** A schedule for a job, which does not run before {@link Schedule#runWithin} is called. */
    public Schedule schedule(Job job) {
        return new Schedule(job);
    }

    /** When a job runs. */
    public final class Schedule extends JobQueue.Entry {
        private final Job job;
        private boolean dueAgain;
        private long dueAgainAt;
        private boolean cancelled;
        private int callbacks;
        private @Nullable Thread thread;

        private Schedule(Job job) {
            this.job = job;
        }

        /**
         * Has the job run after some nanoseconds, or sooner if that was asked for before. Does not block.
         *
         * @return false if no thread could be started for it: ask again
         */
        public boolean runWithin(long nanos) {
            lock.lock();
            try {
                long time = nanoTime.getAsLong() + Math.min(nanos, FURTHEST_NANOS);
                if (cancelled) {
                    return true;
                }
                if (thread != null || isHeldUp()) {
                    dueAgainAt = dueAgain && dueAgainAt - time < 0 ? dueAgainAt : time;
                    dueAgain = true;
                    return true;
                }
                if (queue.hasBy(this, time)) {
                    // Where the machine slept, the one that watches may sleep for longer than it was told.
                    changed.signalAll();
                } else {
                    enter(time);
                }
                return haveWatched(true); // Also if it was due before: its thread may have ended.
            } finally {
                lock.unlock();
            }
        }

        /**
         * Takes the job off the schedule for good.
         *
         * @param interrupt whether to interrupt the thread that runs it. Not one that may be writing a file: that would wait
         *     for the disk, which may hang, with all threads of the process behind it
         */
        public void cancel(boolean interrupt) {
            lock.lock();
            try {
                cancelled = true;
                if (queue.remove(this)) {
                    changed.signalAll(); // A thread may wait for just this.
                }
                if (interrupt && thread != null) {
                    thread.interrupt();
                }
            } finally {
                lock.unlock();
            }
        }

        /** Whether the calling thread runs the job. */
        public boolean isCurrentThread() {
            lock.lock();
            try {
                return Thread.currentThread() == thread;
            } finally {
                lock.unlock();
            }
        }

        private void enter(long time) {
            if (queue.enter(this, time)) {
                watcher = null; // It waits for a later one.
            }
        }

        private long step() {
            try {
                return job.run();
            } catch (LinkageError e) {
                // The host has closed the class loader, or replaced the jar: to try again would keep it.
                return NOTHING;
            } catch (Throwable e) { // A defect, or no memory: other jobs go on, and this one later.
                Log.failure("a delivery failed: ", e);
                return AFTER_FAILURE_NANOS;
            }
        }

        /** Whether no step is made, because callbacks of the job have not returned. */
        public boolean isHeldUp() {
            lock.lock();
            try {
                return callbacks >= MOST_CALLBACKS;
            } finally {
                lock.unlock();
            }
        }

        /** Under the lock: the step is done. A thread that ends because it was interrupted wakes no other. */
        private void ran(long nanos, boolean hasCallback, boolean wakes) {
            thread = null;
            callbacks += hasCallback ? 1 : 0;
            long time = nanoTime.getAsLong() + Math.min(nanos, FURTHEST_NANOS);
            boolean sooner = dueAgain && (nanos == NOTHING || dueAgainAt - time < 0);
            dueAgainAt = sooner ? dueAgainAt : time;
            dueAgain = sooner || nanos != NOTHING;
            goOn();
            if (wakes) {
                haveWatched(true);
            }
        }

        /** Has the next step run when it is due, once there is room for what comes after it. */
        private void goOn() {
            if (dueAgain && !cancelled && !isHeldUp()) {
                dueAgain = false;
                enter(dueAgainAt);
            }
        }

        private void returned() {
            callbacks--;
            if (thread == null) {
                goOn();
            }
        }
    }

    private boolean start() {
        count.changed(1);
        boolean started = false;
        try {
            DaemonThread.create("metriton-delivery", new Worker()).start();
            started = true;
        } catch (OutOfMemoryError | SecurityException e) {
            // No thread to be had: the next report tries again.
        } finally {
            count.changed(started ? 0 : -1);
        }
        return started;
    }

    private final class Worker implements Runnable {
        @Override
        public void run() {
            boolean inOrder = false;
            try {
                boolean ends = false;
                Schedule next = next(false);
                while (next != null) {
                    ends = run(next, ends);
                    next = null; // Or it could not be collected while this thread waits for another.
                    next = next(ends);
                }
                inOrder = true;
            } catch (Throwable e) {
                // No memory, or no class any more: the next report starts another thread.
            } finally {
                ended(inOrder);
            }
        }

        /** Whether the thread is to end. Whatever is thrown, the job is off this thread, and can be scheduled again. */
        private boolean run(Schedule next, boolean endsAnyway) {
            boolean ends = endsAnyway;
            try {
                long nanos = AFTER_FAILURE_NANOS;
                Runnable afterwards = null;
                try {
                    nanos = next.step();
                    afterwards = next.job.afterwards();
                } catch (LinkageError e) {
                    nanos = NOTHING;
                } finally {
                    ends = done(next, nanos, afterwards != null, endsAnyway);
                }
                if (afterwards != null) {
                    ends |= runCallback(next, afterwards);
                    ends |= Thread.interrupted(); // By the application: the next step is to be made by another thread.
                }
            } catch (OutOfMemoryError e) {
                // The heap of the host is full: the thread goes on, as the job does when there is memory again.
            }
            return ends;
        }
    }

    /**
     * Runs code of the application. While all threads do, another one starts for what is due: a callback may wait for a later
     * report. True if there are more threads than are needed afterwards.
     */
    private boolean runCallback(Schedule of, Runnable callback) {
        begins();
        try {
            callback.run();
        } catch (Throwable e) {
            returned(of);
            throw e;
        }
        return returned(of);
    }

    private void begins() {
        lock.lock();
        try {
            count.inCallbacksChanged(1);
            if (count.areAllInCallbacks()) {
                haveWatched(true);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean returned(Schedule from) {
        lock.lock();
        try {
            count.inCallbacksChanged(-1);
            from.returned();
            haveWatched(true);
            return count.isOneTooMany();
        } finally {
            lock.unlock();
        }
    }

    /** The next that is due; null if the thread is to end. */
    private @Nullable Schedule next(boolean dueOnly) {
        boolean ends = dueOnly;
        lock.lock();
        try {
            long idleUntil = nanoTime.getAsLong() + IDLE_NANOS;
            while (true) {
                long now = nanoTime.getAsLong();
                Schedule due = queue.takeDue(now);
                if (due != null) {
                    due.thread = Thread.currentThread();
                    return due;
                }
                long wait = idleUntil - now;
                if (!queue.isEmpty() && watcher == null && !ends) {
                    wait = queue.nanosToFirst(now);
                    watcher = Thread.currentThread();
                }
                if (ends || wait <= 0) {
                    return null;
                }
                ends = !awaitChange(wait);
            }
        } finally {
            haveWatched(!ends); // This thread is busy now, or ends.
            lock.unlock();
        }
    }

    /** False if the thread was interrupted. */
    @SuppressWarnings("WaitNotInLoop") // The caller loops.
    private boolean awaitChange(long nanos) {
        count.idleChanged(1);
        try {
            changed.awaitNanos(nanos);
            return true;
        } catch (InterruptedException e) {
            return false;
        } finally {
            count.idleChanged(-1);
            watcher = watcher == Thread.currentThread() ? null : watcher;
        }
    }

    /**
     * Has another thread wait for the first job, so that none is late because a thread is busy with another. False if none
     * could be started.
     */
    private boolean haveWatched(boolean mayStart) {
        if (watcher != null || queue.isEmpty()) {
            return true;
        }
        if (count.isAnyIdle()) {
            changed.signal();
            return true;
        }
        return !mayStart || !count.mayStart() || start();
    }

    /**
     * Whether the thread is to end: it was interrupted by the host. An interrupt that came from {@link Schedule#cancel} was for
     * the step that is over, and must not reach the next one: so it is taken under the lock.
     */
    private boolean done(Schedule schedule, long nanos, boolean hasCallback, boolean endsAnyway) {
        lock.lock();
        try {
            boolean ends = (Thread.interrupted() && !schedule.cancelled) || endsAnyway;
            schedule.ran(nanos, hasCallback, !ends);
            return ends;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A thread that ends in order leaves no job behind that has become due since it last looked. It is replaced once a minute for
     * what is due later: the daily report of a service may have no caller who would start another.
     */
    private void ended(boolean inOrder) {
        boolean last;
        lock.lock();
        try {
            count.changed(-1);
            long now = nanoTime.getAsLong();
            if (inOrder && !queue.isEmpty() && (queue.isDue(now) || count.mayReplace(now))) {
                haveWatched(true);
            }
            last = count.isNone() && queue.isEmpty();
        } finally {
            lock.unlock();
        }
        if (last) {
            hook.removeIfIdle();
        }
    }
}
