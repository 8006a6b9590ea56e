package io.metriton.collector.web;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs tasks on threads of a pool. The answers of a group of reports come all at once: if each of them woke a thread, that
 * would take longer than the answers. So a thread is only asked for while none is on its way, and each runs all tasks that
 * it finds. A task that blocks holds up no other: before a thread begins, it has another one come for the rest.
 *
 * <p>For tasks that throw nothing, as those of a future. Thread-safe.
 */
final class BurstExecutor implements Executor {

    private final Executor pool;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean threadIsComing = new AtomicBoolean();

    BurstExecutor(Executor pool) {
        this.pool = pool;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        askForThread();
    }

    private void askForThread() {
        if (threadIsComing.compareAndSet(false, true)) {
            try {
                pool.execute(this::runAll);
            } catch (RuntimeException e) {
                threadIsComing.set(false);
                throw e;
            }
        }
    }

    private void runAll() {
        // From here on another thread comes for what is added.
        threadIsComing.set(false);
        Runnable task = tasks.poll();
        if (!tasks.isEmpty()) {
            askForAnother();
        }
        for (; task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private void askForAnother() {
        try {
            askForThread();
        } catch (RuntimeException e) {
            // The pool is full, or ends: this thread runs them all.
        }
    }
}
