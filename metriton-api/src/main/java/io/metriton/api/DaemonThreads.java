package io.metriton.api;

import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * As many daemon threads as there are tasks at once; one that has had nothing to do for a second ends. Thread-safe, and
 * without a lock on the way of a task: where there are many at once, one whose thread loses the processor would hold up all.
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
        Iterator<Worker> rested = idle.iterator();
        while (rested.hasNext()) {
            Worker next = rested.next();
            if (idle.remove(next)) { // Else another task was faster.
                next.task = task;
                LockSupport.unpark(next.thread);
                return;
            }
        }
        start(new Worker(task));
    }

    private synchronized void start(Worker worker) {
        if (closed) {
            throw new RejectedExecutionException("the transport is closed");
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

    /** Runs one task after the other. */
    private final class Worker implements Runnable {
        private volatile @Nullable Runnable task;
        private @Nullable Thread thread;

        Worker(Runnable first) {
            this.task = first;
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
            idle.add(this);
            long end = System.nanoTime() + IDLE_NANOS;
            for (long left = IDLE_NANOS; left > 0 && task == null && !closed; left = end - System.nanoTime()) {
                LockSupport.parkNanos(this, left);
                Thread.interrupted();
            }
            if (task == null && idle.remove(this)) {
                return null;
            }
            Runnable next = task;
            while (next == null) {
                Thread.onSpinWait(); // Somebody has just taken this thread, and is about to say for what.
                next = task;
            }
            return next;
        }
    }
}
