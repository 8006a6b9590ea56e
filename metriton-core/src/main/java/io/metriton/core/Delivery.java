package io.metriton.core;

import io.metriton.api.MetritonException;
import io.metriton.api.Response;
import io.metriton.core.Courier.Means;
import io.metriton.core.internal.json.MetadataSnapshot;
import io.metriton.core.internal.process.DisableScoutOrders;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an enabled background reporter, put together. What may block on a disk, or in code of others, runs on the
 * delivery thread, or on a short-lived daemon while that one waits for the network: so every budget holds.
 */
final class Delivery implements Supplier<Means> {
    private static final long STEP_NANOS = Duration.ofMillis(20).toNanos();
    private static final long END_PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final String FULL = "the queue is full: too many reports wait to be delivered";
    private static final long GRACE_NANOS = Duration.ofMillis(150).toNanos();

    private final Reporter reporter;
    private final ReportPipeline pipeline;
    private final @Nullable Consumer<Response> listener;
    private final @Nullable RandomGenerator random;
    private final String stopOrder;
    private final LongSupplier nanoTime = new MonotonicClock();
    private final long maxBytes;
    private final long baseBytes;
    private final Ledger ledger;
    private final Spool spool;
    private final DeliveryQueue queue;
    private final Staging staging;
    private final Courier courier;
    private final @Nullable ExitHook exitHook;
    private final Semaphore persisting = new Semaphore(1);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();

    Delivery(Reporter reporter, ReportPipeline pipeline, BackgroundReporter.Builder builder) {
        this.reporter = reporter;
        this.pipeline = pipeline;
        this.listener = builder.listener;
        this.random = builder.random;
        this.stopOrder = DisableScoutOrders.property(pipeline.identity().application(), pipeline.endpoint());
        this.maxBytes = builder.maxBytes;
        this.ledger = new Ledger(builder.maxReports, builder.maxBytes);
        boolean look = builder.lookForOutbox && builder.outbox == null;
        this.spool = look
                ? new Spool(
                        pipeline,
                        reporter.assembly().classLoader(),
                        Thread.currentThread().getContextClassLoader())
                : new Spool(pipeline, builder.outbox);
        Stager stager = new Stager(pipeline, spool, Clock.systemUTC());
        this.queue = new DeliveryQueue(stager, ledger, nanoTime, nanos(builder.maxAge));
        this.staging = new Staging(queue, stager);
        this.courier = new Courier(stopOrder, queue, staging, this);
        this.exitHook = look || builder.outbox != null ? new ExitHook(reporter, staging, courier, closed) : null;
        this.baseBytes = new MetadataSnapshot(pipeline.baseMetadata(), Long.MAX_VALUE).bytes();
    }

    /** Called by the delivery thread. */
    @Override
    public Means get() {
        RandomGenerator jitter = random == null ? new SplittableRandom() : random;
        Backoff backoff = new Backoff(jitter, nanoTime);
        return new Means(
                new Attempts(pipeline, queue, backoff, listener),
                new Recovery(pipeline, queue, spool, ledger),
                backoff,
                new Backoff(jitter, nanoTime));
    }

    CompletableFuture<Response> accept(Map<String, ? extends @Nullable Object> metadata) {
        CompletableFuture<Response> future = new CompletableFuture<>();
        String refusal = refusal();
        if (refusal != null) {
            return refuse(future, refusal);
        }
        try {
            MetadataSnapshot snapshot = new MetadataSnapshot(metadata, maxBytes);
            long bytes = baseBytes + snapshot.bytes();
            if (!ledger.admit(bytes)) {
                return refuse(future, FULL);
            }
            queue.add(new PendingReport(snapshot, bytes, System.nanoTime(), future));
            courier.wake();
            if (ended.get()) { // Just now: nobody else will look at the queue any more.
                new DropWhatIsInMemory().start("close");
            }
        } catch (IllegalArgumentException e) {
            ledger.invalid();
            future.completeExceptionally(e);
        } catch (Throwable e) { // Also what the metadata may throw that nobody declared.
            future.completeExceptionally(e);
        }
        return future;
    }

    boolean isStopped() {
        return DisableScoutOrders.isStopped(stopOrder);
    }

    /** Looked at before anything is copied: a host that reports too much should not pay for it. */
    private @Nullable String refusal() {
        if (closed.get() || reporter.isClosed()) {
            return "the background reporter is closed";
        }
        if (exitHook != null && !exitHook.install()) {
            return "the JVM is about to end";
        }
        return ledger.isFull() ? FULL : null;
    }

    private CompletableFuture<Response> refuse(CompletableFuture<Response> future, String why) {
        ledger.refused();
        future.completeExceptionally(Refusal.because(why));
        return future;
    }

    /** Without a stack trace, which says nothing that the caller does not know, and takes longer than all the rest. */
    private static final class Refusal extends MetritonException {
        private static final long serialVersionUID = 1;

        private Refusal(String why) {
            super(why);
        }

        /** A method, so that this class is loaded with the first refusal. */
        static Throwable because(String why) {
            return new Refusal(why);
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public Throwable fillInStackTrace() {
            return this;
        }
    }

    /** On the delivery thread nobody may wait for what that thread does. */
    boolean flush(Duration budget) {
        if (courier.isCurrentThread()) {
            return queue.isEmpty();
        }
        courier.hurry();
        try {
            return queue.awaitSettled(nanos(budget));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            courier.relax();
        }
    }

    boolean persist(Duration budget) {
        long end = System.nanoTime() + nanos(budget);
        return persistWithin(nanos(budget)) || flush(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }

    /** Into the outbox only. One at a time, as each needs a thread, which hangs for as long as the disk does. */
    private boolean persistWithin(long nanos) {
        long end = System.nanoTime() + nanos;
        try {
            if (!persisting.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
                return false;
            }
            Persist persist = new Persist();
            if (!persist.start("persist")) {
                persisting.release();
            }
            return persist.await(end) && persist.storedAll;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    int close(Duration budget) {
        if (!closed.compareAndSet(false, true)) {
            return 0;
        }
        long end = System.nanoTime() + nanos(budget);
        staging.hasten();
        persistWithin(nanos(budget));
        courier.hurry();
        if (!courier.isCurrentThread()) {
            deliverUntil(end);
        }
        int left = (int) Math.min(Integer.MAX_VALUE, ledger.snapshot("").queued());
        courier.stop();
        long grace = System.nanoTime() + Math.max(0, end - System.nanoTime()) + GRACE_NANOS;
        // Apart, because each may hang: a transport, a disk, whoever waits for a future.
        CloseReporter transport = new CloseReporter(reporter);
        transport.start("close");
        End rest = new End(grace);
        rest.start("close");
        rest.await(grace);
        transport.await(grace);
        return left;
    }

    private void deliverUntil(long end) {
        try {
            for (long left = end - System.nanoTime(); left > 0 && !queue.isStopped(); left = end - System.nanoTime()) {
                if (queue.awaitSettled(Math.min(left, STEP_NANOS)) || courier.isQuietFor(left)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Who is interrupted wants to go.
        }
    }

    private void dropWhatIsInMemory() {
        queue.dropAll(
                DropReason.CLOSED,
                false,
                new MetritonException("the background reporter was closed before the report was delivered"));
    }

    private final class Persist extends Step {
        private volatile boolean storedAll;

        @Override
        void take() {
            try {
                storedAll = staging.store(Long.MAX_VALUE);
            } finally {
                persisting.release();
            }
        }
    }

    /** What is to be done once nothing more is delivered. */
    private final class End extends Step {
        private final long grace;

        End(long grace) {
            this.grace = grace;
        }

        @Override
        void take() {
            staging.store(END_PATIENCE_NANOS);
            queue.dropCancelled();
            ended.set(true);
            CloseSpool outbox = new CloseSpool();
            outbox.start("close");
            outbox.await(grace); // Before anybody is told, who may hang.
            if (exitHook != null) {
                exitHook.remove();
            }
            dropWhatIsInMemory();
            queue.tellLeft(new MetritonException("the report waits in the outbox for the next start"));
        }
    }

    private final class CloseSpool extends Step {
        @Override
        void take() {
            spool.close();
        }
    }

    private final class DropWhatIsInMemory extends Step {
        @Override
        void take() {
            dropWhatIsInMemory();
        }
    }

    DeliveryStats stats() {
        return ledger.snapshot(spool.waitingIn());
    }

    /** No more than can be added to the time of day. */
    private static long nanos(Duration budget) {
        return Math.max(0, Math.min(Long.MAX_VALUE / 4, TimeUnit.NANOSECONDS.convert(budget)));
    }
}
