package io.metriton.api.support;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * As many daemon threads as there are tasks at once; one that has had nothing to do for a second ends. Thread-safe, and
 * without a lock that all tasks need: where there are many at once, a thread that loses the processor would hold up all.
 *
 * <p>What {@link java.util.concurrent.ThreadPoolExecutor} would do, too, in a JVM that has the time to load it: with what
 * belongs to it, a tool that reports once pays 5 ms.
 */
final class DaemonThreads implements Executor {
    private static final long IDLE_NANOS = 1_000_000_000;

    private final String name;
    private final Set<Worker> idle = ConcurrentHashMap.newKeySet();
    private int started;
    private int alive;
    private volatile boolean closed;
    private volatile @Nullable Thread awaitsEnd;

    DaemonThreads(String name) {
        this.name = name;
    }

    @Override
    public void execute(Runnable task) {
        if (closed) {
            throw closed();
        }
        for (Worker each : idle) {
            if (each.take(task)) {
                LockSupport.unpark(each.thread);
                return;
            }
        }
        start(new Worker(task));
    }

    private static RejectedExecutionException closed() {
        return new RejectedExecutionException("the transport is closed");
    }

    private synchronized void start(Worker worker) {
        if (closed) {
            throw closed();
        }
        worker.thread = new Thread(null, worker, "metriton-".concat(name) + "-" + (started + 1), 0, false);
        worker.thread.setDaemon(true);
        worker.thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
        worker.thread.start(); // Or throws OutOfMemoryError, and nothing has happened.
        started++;
        alive++;
    }

    /** Lets the threads end once their tasks have, and waits for that, but not long. Idempotent. */
    void close(long nanos) {
        synchronized (this) {
            closed = true;
        }
        for (Worker each : idle) {
            LockSupport.unpark(each.thread);
        }
        long end = System.nanoTime() + nanos;
        awaitsEnd = Thread.currentThread();
        for (long left = nanos; left > 0 && isAlive(); left = end - System.nanoTime()) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            LockSupport.parkNanos(this, left);
        }
    }

    private synchronized boolean isAlive() {
        return alive > 0;
    }

    private synchronized void ended() {
        alive--;
    }

    /** Runs one task after the other. Whether it is idle it says itself, so that no task can get lost; the set only helps to find it. */
    private final class Worker implements Runnable {
        private volatile @Nullable Runnable task;
        private boolean ended;
        private @Nullable Thread thread;

        Worker(Runnable first) {
            this.task = first;
        }

        /** False if it has something to do, or has ended. */
        synchronized boolean take(Runnable next) {
            if (task != null || ended) {
                return false;
            }
            task = next;
            return true;
        }

        @Override
        public void run() {
            try {
                for (Runnable next = task; next != null; next = next()) {
                    next.run();
                }
            } finally {
                ended();
                LockSupport.unpark(awaitsEnd);
            }
        }

        /** The next task; null if there was none for too long, or there will not be any more. */
        private @Nullable Runnable next() {
            Thread.interrupted(); // Meant for the last one.
            task = null;
            try {
                idle.add(this);
                rest();
                idle.remove(this);
            } catch (OutOfMemoryError e) {
                // It ends, unless it has just been given a task. The host is told by whoever filled its memory.
            }
            synchronized (this) {
                ended = task == null;
                return task;
            }
        }

        private void rest() {
            long end = System.nanoTime() + IDLE_NANOS;
            for (long left = IDLE_NANOS; left > 0 && task == null && !closed; left = end - System.nanoTime()) {
                LockSupport.parkNanos(this, left);
                Thread.interrupted();
            }
        }
    }
}
