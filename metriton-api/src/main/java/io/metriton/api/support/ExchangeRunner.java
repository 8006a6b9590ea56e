package io.metriton.api.support;

import static java.util.Objects.requireNonNull;

import io.metriton.api.IncompatibleLibraryException;
import io.metriton.api.NotSentException;
import io.metriton.api.Transport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Gives a {@link Transport} whose client blocks without a bound what {@link Transport#send} promises: one deadline over
 * the whole exchange, an end at once when the caller is interrupted, and daemon threads only.
 *
 * <p>The exchange runs on a thread of its own while the caller waits for it: a daemon thread, or a virtual thread if the
 * caller is one (Java 21 and later). When the time is over or the caller is interrupted, the caller goes on at once and
 * the exchange is aborted on another thread; what cannot be aborted, such as a name look-up, ends by itself and keeps
 * nothing alive. That is the only way to bound a blocking client: none of them has a limit that covers name look-up,
 * connecting, and an answer that drips. So an exchange is never made on the caller's own thread, not even where no other
 * can be started: that is a {@link NotSentException}.
 *
 * <p>Thread-safe. Threads start with the first exchange and end when idle for a second, or at {@link #close()}. They are
 * in the root thread group, and carry neither the class loader nor the inheritable thread-locals of the thread that
 * caused them.
 */
public final class ExchangeRunner implements AutoCloseable {
    private static final long CLOSE_NANOS = 2_000_000;

    private final Object lock = new Object();
    private final String name;

    /** Made with the first exchange: a process that leaves its reports to the next one has none. */
    private @Nullable ExchangeThreads threads;

    private final Set<Exchange<?>> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * A runner without threads yet.
     *
     * @param name of the transport; its threads are called {@code metriton-<name>-<number>}
     */
    public ExchangeRunner(String name) {
        this.name = "metriton-".concat(requireNonNull(name, "name"));
    }

    ExchangeRunner(String name, ExchangeThreads threads) {
        this.name = name;
        this.threads = threads;
    }

    private ExchangeThreads threads() {
        synchronized (lock) {
            ExchangeThreads made = threads;
            if (made == null) {
                made = new ExchangeThreads(name);
                threads = made;
                if (closed) {
                    made.close(0);
                }
            }
            return made;
        }
    }

    private boolean hasThreads() {
        synchronized (lock) {
            return threads != null;
        }
    }

    /**
     * At most two daemon threads, for clients that take an executor. They are for tasks that do not block: others wait
     * for their turn.
     *
     * @return rejects tasks after {@link #close()}
     */
    public Executor executor() {
        return threads().client();
    }

    /**
     * Runs an exchange and waits for its result, as {@link #run(Duration, Callable, Runnable, ExchangeProgress)} does
     * for a client that does not tell how far it is.
     *
     * @param <T> the type of the result
     * @param timeout the bound of the whole exchange
     * @param exchange see there
     * @param abort see there
     * @return what the exchange returned
     * @throws SocketTimeoutException if the time is over
     * @throws InterruptedIOException if the calling thread is interrupted; its interrupt flag stays set
     * @throws NotSentException if no thread could be started, or this runner was closed before
     * @throws IOException what the exchange threw, or if this runner is closed
     */
    public <T> T run(Duration timeout, Callable<T> exchange, Runnable abort) throws IOException {
        return run(timeout, exchange, abort, ExchangeProgress.unknown());
    }

    /**
     * Runs an exchange and waits for its result.
     *
     * @param <T> the type of the result
     * @param timeout the bound of the whole exchange
     * @param exchange blocks until the answer is there; its thread is interrupted if the caller gives up
     * @param abort makes {@code exchange} end soon; called only if the caller gave up or this runner is closed, and then
     *     perhaps twice; on another thread than the caller's, unless none can be started
     * @param progress how far the exchange has come; asked once the caller gives up or this runner is closed. If nothing of
     *     the report has left, the exception has a {@link NotSentException} as its cause; if the answer has begun, an
     *     {@link io.metriton.api.IncompleteResponseException}. A RuntimeException of {@code exchange}, or a lack
     *     of memory, is a NotSentException, too, if nothing of the report has left, unless it is an {@link
     *     IncompatibleLibraryException}
     * @return what the exchange returned
     * @throws SocketTimeoutException if the time is over
     * @throws InterruptedIOException if the calling thread is interrupted; its interrupt flag stays set
     * @throws NotSentException if no thread could be started, or this runner was closed before
     * @throws IOException what the exchange threw, or if this runner is closed
     */
    public <T> T run(Duration timeout, Callable<T> exchange, Runnable abort, ExchangeProgress progress)
            throws IOException {
        checkMayStart();
        Exchange<T> result = new Exchange<>(exchange, abort, progress);
        underWay.add(result); // Before the look at closed: so either close() sees the exchange, or this sees close().
        try {
            if (closed || !threads().execute(result)) {
                throw notStarted();
            }
            // Not toNanos, which throws for more than 292 years: some people write "for ever" that way.
            result.await(TimeUnit.NANOSECONDS.convert(timeout));
            if (result.isEnded()) {
                return result.get();
            }
            try {
                throw progress.explain(givenUp(timeout));
            } finally {
                giveUp(result); // Also where there is no memory to explain it.
            }
        } finally {
            underWay.remove(result);
        }
    }

    private void checkMayStart() throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            NotSentException cause = new NotSentException("interrupted before the report was sent");
            throw (IOException) new InterruptedIOException(cause.getMessage()).initCause(cause);
        }
        if (closed) {
            throw notStarted();
        }
    }

    private NotSentException notStarted() {
        return new NotSentException(closed ? "the transport is closed" : "no thread could be started for the report");
    }

    private static IOException givenUp(Duration timeout) {
        return Thread.currentThread().isInterrupted()
                ? new InterruptedIOException("interrupted while the report was being sent")
                : new SocketTimeoutException("the time of " + timeout.toMillis() + " ms is over");
    }

    /** Aborts what is under way and lets the threads end; waits for them for 2 ms at most. Idempotent. */
    @Override
    public void close() {
        closed = true;
        for (Exchange<?> each : underWay) {
            giveUp(each);
        }
        if (hasThreads()) {
            // A moment: a JVM that ends waits longer for a thread that is still in the network.
            threads().close(CLOSE_NANOS);
        }
    }

    private void giveUp(Exchange<?> exchange) {
        exchange.cancel();
        if (!threads().execute(exchange.abort)) {
            exchange.abort.run(); // Better a moment too late than a connection that stays.
        }
    }

    /** An exchange, what ends it, and what became of it. */
    private static final class Exchange<T> implements Runnable {
        private final Callable<T> task;
        private final Runnable abort;
        private final ExchangeProgress progress;
        private final Thread caller = Thread.currentThread();
        private @Nullable Thread runner;
        private @Nullable T result;
        private @Nullable Throwable failure;
        private volatile boolean cancelled;
        private volatile boolean ended;

        Exchange(Callable<T> task, Runnable abort, ExchangeProgress progress) {
            this.task = task;
            this.abort = abort;
            this.progress = progress;
        }

        @Override
        public void run() {
            if (runs(Thread.currentThread())) {
                try {
                    result = task.call();
                } catch (Throwable e) {
                    failure = e;
                }
                ended = runs(null); // What was cancelled before stays so.
            }
            LockSupport.unpark(caller);
        }

        /** Notes the thread that runs the task, or null; false if the caller has given up. */
        private synchronized boolean runs(@Nullable Thread thread) {
            runner = thread;
            return !cancelled;
        }

        synchronized void cancel() {
            cancelled = true;
            if (runner != null) {
                runner.interrupt();
            }
            LockSupport.unpark(caller);
        }

        /** Returns early if it was cancelled, or the calling thread is interrupted. */
        void await(long nanos) {
            long end = System.nanoTime() + nanos;
            for (long left = nanos; left > 0 && !isEnded(); left = end - System.nanoTime()) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                LockSupport.parkNanos(this, left);
            }
        }

        boolean isEnded() {
            return ended || cancelled;
        }

        /** What it returned, or else throws what it threw. */
        @SuppressWarnings("NullAway") // Null if the transport returned null, which is its caller's to notice.
        T get() throws IOException {
            if (!ended) {
                throw progress.explain(new IOException("the transport was closed while the report was being sent"));
            }
            if (failure instanceof IOException io) {
                throw io;
            }
            if (failure != null
                    && progress.isAnswered()) { // No class, no memory: the endpoint has the report all the same.
                throw progress.told(new IOException("the answer cannot be read: " + failure, failure));
            }
            if (failure instanceof RuntimeException bug) {
                if (bug instanceof IncompatibleLibraryException || !progress.endsUnsent()) {
                    throw bug;
                }
                throw new NotSentException("the client failed before anything was sent: " + bug, bug);
            }
            if (failure instanceof VirtualMachineError poor && progress.endsUnsent()) {
                throw new NotSentException("the JVM failed before anything was sent: " + poor, poor);
            }
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw new IOException(failure);
            }
            return result;
        }
    }
}
