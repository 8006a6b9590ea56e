package io.metriton.core;

import io.metriton.api.InstallIdException;
import io.metriton.api.MetritonException;
import io.metriton.api.Outbox;
import io.metriton.api.OutboxProvider;
import io.metriton.api.Response;
import io.metriton.core.Courier.Patience;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an enabled background reporter, put together. What may block on a disk, or in code of others, runs on the
 * delivery thread, or on a short-lived daemon while that one waits for the network: so every budget holds.
 */
final class Delivery {
    private static final long STEP_NANOS = Duration.ofMillis(20).toNanos();
    private static final long EXIT_NANOS = Duration.ofMillis(250).toNanos();
    private static final int MOST_EXIT_BUDGETS = 4;
    private static final long GRACE_NANOS = Duration.ofMillis(150).toNanos();

    private final Reporter reporter;
    private final long maxBytes;
    private final Ledger ledger;
    private final Spool spool;
    private final Stager stager;
    private final DeliveryQueue queue;
    private final Courier courier;
    private final @Nullable ExitHook exitHook;
    private final AtomicBoolean closed = new AtomicBoolean();

    Delivery(Reporter reporter, ReportPipeline pipeline, BackgroundReporter.Builder builder) {
        this.reporter = reporter;
        this.maxBytes = builder.maxBytes;
        this.ledger = new Ledger(builder.maxReports, builder.maxBytes);
        Supplier<@Nullable Outbox> outbox = outbox(reporter, pipeline, builder);
        this.spool = new Spool(outbox == null ? () -> null : outbox);
        this.stager = new Stager(pipeline, spool, ledger, Clock.systemUTC());
        this.queue = new DeliveryQueue(stager, ledger, System::nanoTime, TimeUnit.NANOSECONDS.convert(builder.maxAge));
        Backoff backoff = new Backoff(builder.random, System::nanoTime);
        this.courier = new Courier(
                pipeline.route().endpoint(),
                queue,
                new Attempts(pipeline, queue, backoff, builder.listener),
                new Recovery(pipeline, queue, spool, ledger),
                new Patience(backoff, new Backoff(builder.random, System::nanoTime)));
        this.exitHook = outbox == null ? null : new ExitHook(this::leave);
    }

    private static @Nullable Supplier<@Nullable Outbox> outbox(
            Reporter reporter, ReportPipeline pipeline, BackgroundReporter.Builder builder) {
        Outbox given = builder.outbox;
        if (given != null) {
            return () -> given;
        }
        Supplier<@Nullable OutboxProvider> source = reporter.assembly().outboxes();
        OutboxProvider found = builder.lookForOutbox && source != null ? source.get() : null;
        return found == null
                ? null
                : () -> found.open(
                        pipeline.identity().application(), pipeline.installIds().environment());
    }

    CompletableFuture<Response> accept(Map<String, ? extends @Nullable Object> metadata) {
        CompletableFuture<Response> future = new CompletableFuture<>();
        try {
            MetadataSnapshot snapshot = new MetadataSnapshot(maxBytes);
            Map<String, @Nullable Object> copy = snapshot.copy(metadata);
            String refusal = refusal(snapshot.bytes());
            if (refusal != null) {
                future.completeExceptionally(new MetritonException(refusal));
                return future;
            }
            queue.add(new PendingReport(copy, snapshot.bytes(), System.nanoTime(), future));
            courier.wake();
            if (closed.get()) { // Just now: nobody else may look at the queue any more.
                start("close", this::dropWhatIsInMemory);
            }
        } catch (RuntimeException | Error e) {
            future.completeExceptionally(e);
        }
        return future;
    }

    private @Nullable String refusal(long bytes) {
        if (closed.get() || reporter.isClosed()) {
            ledger.refused();
            return "the background reporter is closed";
        }
        if (exitHook != null && !exitHook.install()) {
            ledger.refused();
            return "the JVM is about to end";
        }
        return ledger.admit(bytes) ? null : "the queue is full: too many reports wait to be delivered";
    }

    boolean flush(Duration budget) {
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

    /** Into the outbox only. */
    private boolean persistWithin(long nanos) {
        AtomicBoolean stored = new AtomicBoolean();
        return onItsOwn("persist", nanos, () -> stored.set(stage())) && stored.get();
    }

    private boolean stage() {
        long last = queue.last();
        try {
            queue.stage();
        } catch (InstallIdException e) {
            return false; // Without an id there is nothing to be stored; the delivery thread tries again.
        }
        return queue.isStored(last);
    }

    int close(Duration budget) {
        if (!closed.compareAndSet(false, true)) {
            return 0;
        }
        long end = System.nanoTime() + nanos(budget);
        spool.hasten();
        persistWithin(nanos(budget));
        courier.hurry();
        deliverUntil(end);
        int left = (int) Math.min(Integer.MAX_VALUE, ledger.snapshot("").queued());
        courier.stop();
        onItsOwn("close", Math.max(0, end - System.nanoTime()) + GRACE_NANOS, this::end);
        return left;
    }

    private void deliverUntil(long end) {
        try {
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                if (queue.awaitSettled(Math.min(left, STEP_NANOS)) || courier.isQuietFor(left)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Who is interrupted wants to go.
        }
    }

    private void end() {
        stage();
        dropWhatIsInMemory();
        queue.tellLeft(new MetritonException("the report waits in the outbox for the next start"));
        spool.close();
        reporter.close();
        if (exitHook != null) {
            exitHook.remove();
        }
    }

    private void dropWhatIsInMemory() {
        queue.dropAll(
                DropReason.CLOSED,
                false,
                new MetritonException("the background reporter was closed before the report was delivered"));
    }

    /**
     * The JVM ends: what is in memory goes into the outbox, and the next process may have it all. Where a JVM has just started
     * on a busy machine, the time is over before all classes are loaded: so it may take more, as long as it gets on.
     */
    private void leave() {
        spool.hasten();
        CountDownLatch stored = new CountDownLatch(1);
        start("exit", () -> {
            stage();
            spool.close();
            stored.countDown();
        });
        for (int i = 0; i < MOST_EXIT_BUDGETS; i++) {
            int before = stager.steps();
            if (isDone(stored, EXIT_NANOS) || stager.steps() == before) {
                return;
            }
        }
    }

    DeliveryStats stats() {
        return ledger.snapshot(spool.waitingIn());
    }

    /** Runs something that may block, and waits for it no longer than allowed. */
    private static boolean onItsOwn(String name, long nanos, Runnable task) {
        CountDownLatch done = new CountDownLatch(1);
        start(name, () -> {
            task.run();
            done.countDown();
        });
        return isDone(done, nanos);
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(null, task, "metriton-".concat(name), 0, false);
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            Log.once(System.Logger.Level.DEBUG, "no thread could be started: " + e); // So it is not done in time.
        }
    }

    private static boolean isDone(CountDownLatch done, long nanos) {
        try {
            return done.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static long nanos(Duration budget) {
        return Math.max(0, TimeUnit.NANOSECONDS.convert(budget));
    }
}
