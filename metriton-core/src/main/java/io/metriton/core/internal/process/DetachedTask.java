package io.metriton.core.internal.process;

import io.metriton.core.internal.util.Log;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs something that may block or throw on a daemon thread of its own, so that its caller can stop waiting. What it
 * throws is logged once. Thread-safe.
 */
public final class DetachedTask implements Runnable {
    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int MOST_STEPS = 5;

    /**
     * How many steps in a row may bring no progress. On a busy machine a JVM that has just started needs long to load classes,
     * and a lost report is worse than two seconds; a disk that hangs costs these two, or five while it forces something.
     */
    private static final int MOST_IDLE_STEPS = 2;

    /** A step is waited for in pieces: where the waiting thread gets its turn late, so does the one that works. */
    private static final int PIECES = 100;

    /** What counts the steps of a task while it runs. */
    public interface Progress {
        /** Changes as long as the task makes progress. */
        int steps();

        /** Whether it waits for a disk to force what was written, which a disk that works may take seconds for. */
        boolean isForcing();
    }

    private final Runnable task;
    private final CountDownLatch done = new CountDownLatch(1);
    private boolean started = true;

    private DetachedTask(Runnable task) {
        this.task = task;
    }

    /**
     * Starts a task.
     *
     * @param name the thread is called {@code metriton-<name>}
     * @return the task, which has not run if no thread could be started
     */
    public static DetachedTask start(String name, Runnable task) {
        DetachedTask detached = new DetachedTask(task);
        try {
            DaemonThread.create("metriton-".concat(name), detached).start();
        } catch (OutOfMemoryError | SecurityException e) { // No thread to be had.
            detached.started = false;
        }
        return detached;
    }

    /**
     * As {@link #start}; where no thread can be started, the task runs on the calling thread, and this returns when it is done.
     */
    public static DetachedTask startOrRun(String name, Runnable task) {
        DetachedTask detached = start(name, task);
        if (!detached.started) {
            detached.started = true;
            detached.run();
        }
        return detached;
    }

    /** Loads what it takes to start a task, on the calling thread. */
    static void load(Runnable task) {
        new DetachedTask(task).run();
    }

    /** Whether a thread was started for it. */
    public boolean isStarted() {
        return started;
    }

    /** Waits until a time ({@link System#nanoTime}); false if the task is not done by then, or the caller is interrupted. */
    public boolean await(long end) {
        try {
            return started && done.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** As {@link #await}; an interrupt of the caller is kept until then. */
    public boolean awaitUninterruptibly(long end) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return started && done.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for a second, whoever interrupts the caller; false if the task is not done by then. */
    public boolean awaitStep() {
        for (int i = 0; i < PIECES; i++) {
            if (awaitUninterruptibly(System.nanoTime() + STEP_NANOS / PIECES)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Waits five seconds at most, and two without progress, unless the task forces something to the disk; false if it is not
     * done by then.
     */
    public boolean awaitProgress(Progress progress) {
        int idle = 0;
        for (int i = 0; i < MOST_STEPS && idle < MOST_IDLE_STEPS; i++) {
            int before = progress.steps();
            if (awaitStep()) {
                return true;
            }
            idle = progress.steps() != before || progress.isForcing() ? 0 : idle + 1;
        }
        return false;
    }

    @Override
    public void run() {
        try {
            task.run();
        } catch (Throwable e) { // Of an outbox, a transport, a future's callback: no stack trace for the host.
            told(e);
        } finally {
            done.countDown();
        }
    }

    private static void told(Throwable failure) {
        try {
            Log.failure("a background task failed: ", failure);
        } catch (Throwable e) {
            // The host has closed the class loader, or replaced the jar, before the log was first needed.
        }
    }
}
