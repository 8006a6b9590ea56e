package io.metriton.api.support;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of one {@link ExchangeRunner}: a daemon for each exchange of a platform thread, a virtual thread for each
 * of a virtual one, and at most two daemons for what a client has to do besides. Daemons end when idle for a second.
 * Thread-safe.
 */
final class ExchangeThreads {
    private static final long IDLE_MILLIS = 1_000;
    private static final int CLIENT_THREADS = 2;

    private final String name;
    private final ThreadPoolExecutor exchanges;
    private final ThreadPoolExecutor client;

    ExchangeThreads(String name) {
        this(name, new DaemonThreads(name));
    }

    ExchangeThreads(String name, ThreadFactory factory) {
        this.name = name;
        this.exchanges = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_MILLIS, TimeUnit.MILLISECONDS, new SynchronousQueue<>(), factory);
        this.client = new ThreadPoolExecutor(
                CLIENT_THREADS,
                CLIENT_THREADS,
                IDLE_MILLIS,
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                factory);
        client.allowCoreThreadTimeOut(true);
    }

    /** For what a client hands to an executor. Rejects after {@link #close}. */
    Executor client() {
        return client;
    }

    /**
     * Runs a task on a thread of the kind that asks.
     *
     * @return false if no thread could be started, or these threads are closed
     */
    boolean execute(Runnable task) {
        try {
            if (VirtualThreads.isCurrent()) {
                VirtualThreads.start(name, task);
            } else {
                exchanges.execute(task);
            }
            return true;
        } catch (ReflectiveOperationException | RejectedExecutionException | SecurityException | OutOfMemoryError e) {
            return false;
        }
    }

    /** Lets the threads end once their tasks have, and waits for that, but not long. Idempotent. */
    void close(long nanos) {
        exchanges.shutdown();
        client.shutdown();
        try {
            exchanges.awaitTermination(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Who closes has no time to wait.
        }
    }
}
