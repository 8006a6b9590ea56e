package io.metriton.core.internal.process;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts detached tasks one after the other: each needs a thread, which hangs for as long as a disk does, so frequent callers
 * must not get a thread for each. Thread-safe.
 */
public final class OneAtATime {
    private final Semaphore free = new Semaphore(1);
    private final String name;

    /**
     * None runs yet.
     *
     * @param name the threads are called {@code metriton-<name>}
     */
    public OneAtATime(String name) {
        this.name = name;
    }

    /**
     * Starts a task once the one before it is done. An interrupted caller does not wait, and its interrupt flag stays set.
     *
     * @return null if the one before took longer, or no thread could be started
     */
    public @Nullable DetachedTask start(Runnable task, long nanos) {
        if (!acquire(nanos)) {
            return null;
        }
        boolean started = false;
        try {
            DetachedTask detached = DetachedTask.start(name, new Turn(task));
            started = detached.isStarted();
            return started ? detached : null;
        } finally {
            if (!started) {
                free.release();
            }
        }
    }

    private boolean acquire(long nanos) {
        try {
            return free.tryAcquire() || free.tryAcquire(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private final class Turn implements Runnable {
        private final Runnable task;

        Turn(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            try {
                task.run();
            } finally {
                free.release();
            }
        }
    }
}
