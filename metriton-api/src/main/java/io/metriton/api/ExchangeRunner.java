package io.metriton.api;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives a {@link Transport} whose client blocks without a bound what {@link Transport#send} promises: one deadline over
 * the whole exchange, an end at once when the caller is interrupted, and daemon threads only.
 *
 * <p>The exchange runs on a daemon thread while the caller waits for it. When the time is over or the caller is
 * interrupted, the caller goes on at once and the exchange is aborted behind its back; what cannot be aborted, such as a
 * name look-up, ends by itself and keeps nothing alive. That is the only way to bound a blocking client: none of them
 * has a limit that covers name look-up, connecting, and an answer that drips.
 *
 * <p>Thread-safe. Threads start with the first exchange and end when idle for a second, or at {@link #close()}. They
 * carry neither the class loader nor the inheritable thread-locals of the thread that caused them.
 */
public final class ExchangeRunner implements AutoCloseable {
    private static final long IDLE_MILLIS = 1_000;
    private static final long CLOSE_MILLIS = 20;

    private final ThreadPoolExecutor workers;
    private final Set<Exchange<?>> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * A runner without threads yet.
     *
     * @param name of the transport; its threads are called {@code metriton-<name>-<number>}
     */
    public ExchangeRunner(String name) {
        requireNonNull(name, "name");
        this.workers = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_MILLIS, TimeUnit.MILLISECONDS, new SynchronousQueue<>(), new Daemons(name));
    }

    /**
     * The daemon threads of this runner, for clients that take an executor.
     *
     * @return rejects tasks after {@link #close()}
     */
    public Executor executor() {
        return workers;
    }

    /**
     * Runs an exchange and waits for its result.
     *
     * @param <T> the type of the result
     * @param timeout the bound of the whole exchange
     * @param exchange blocks until the answer is there; runs on a daemon thread
     * @param abort makes {@code exchange} end soon; runs on a daemon thread, only if the caller gave up or this runner
     *     is closed, and then perhaps twice
     * @return what the exchange returned
     * @throws SocketTimeoutException if the time is over
     * @throws InterruptedIOException if the calling thread is interrupted; its interrupt flag stays set
     * @throws IOException what the exchange threw, or if this runner is closed
     */
    public <T> T run(Duration timeout, Callable<T> exchange, Runnable abort) throws IOException {
        checkMayStart();
        Exchange<T> result = new Exchange<>(exchange, abort);
        underWay.add(result); // Before the look at closed: so either close() sees the exchange, or this sees close().
        try {
            if (closed || !execute(result)) {
                throw closed();
            }
            // Not toNanos, which throws for more than 292 years: some people write "for ever" that way.
            return result.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            giveUp(result);
            throw new SocketTimeoutException("the time of " + timeout.toMillis() + " ms is over");
        } catch (InterruptedException e) {
            giveUp(result);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the report was being sent");
        } catch (CancellationException e) {
            throw new IOException("the transport was closed while the report was being sent", e);
        } catch (ExecutionException e) {
            throw asIOException(e);
        } finally {
            underWay.remove(result);
        }
    }

    private void checkMayStart() throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted before the report was sent");
        }
        if (closed) {
            throw closed();
        }
    }

    private IOException closed() {
        return new IOException(closed ? "the transport is closed" : "no thread could be started for the report");
    }

    /** Aborts what is under way and lets the threads end; waits for them for 20 ms at most. Idempotent. */
    @Override
    public void close() {
        closed = true;
        for (Exchange<?> each : underWay) {
            giveUp(each);
        }
        workers.shutdown();
        awaitEnd();
    }

    /** A moment: a JVM that ends waits longer for a thread that is still in the network. */
    private void awaitEnd() {
        try {
            workers.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean execute(Runnable task) {
        try {
            workers.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false; // Closed, by which everything under way was aborted.
        } catch (OutOfMemoryError e) {
            return false; // No thread to be had: the caller goes on all the same.
        }
    }

    private static IOException asIOException(ExecutionException wrapper) {
        Throwable failure = wrapper.getCause();
        if (failure instanceof IOException io) {
            return io;
        }
        if (failure instanceof RuntimeException bug) {
            throw bug;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return new IOException(wrapper);
    }

    private void giveUp(Exchange<?> exchange) {
        exchange.cancel(true);
        execute(exchange.abort);
    }

    /** An exchange, and what ends it. */
    private static final class Exchange<T> extends FutureTask<T> {
        private final Runnable abort;

        Exchange(Callable<T> exchange, Runnable abort) {
            super(exchange);
            this.abort = abort;
        }
    }

    private static final class Daemons implements ThreadFactory {
        private final String name;
        private final AtomicInteger count = new AtomicInteger();

        Daemons(String name) {
            this.name = name;
        }

        @Override
        public Thread newThread(Runnable task) {
            Thread thread = new Thread(null, task, "metriton-" + name + "-" + count.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(ExchangeRunner.class.getClassLoader());
            return thread;
        }
    }
}
