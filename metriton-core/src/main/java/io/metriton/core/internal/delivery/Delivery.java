package io.metriton.core.internal.delivery;

import io.metriton.api.MetritonException;
import io.metriton.api.Response;
import io.metriton.core.internal.json.MetadataSnapshot;
import io.metriton.core.internal.process.DeliveryThreads;
import io.metriton.core.internal.process.DetachedTask;
import io.metriton.core.internal.process.ExitHook;
import io.metriton.core.internal.process.OneAtATime;
import io.metriton.core.internal.report.ReporterComponents;
import io.metriton.core.internal.util.Budget;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the reports of one background reporter. Callers add to a queue; a worker on one of the process's delivery threads
 * takes from it. What has a budget and may block on a disk runs on a detached thread. Thread-safe.
 */
public final class Delivery {
    private static final String FULL = "the queue is full: too many reports wait to be delivered";

    private final DeliverySettings settings;
    private final Parts parts;
    private final DeliveryWorker worker;
    private final @Nullable PersistOnExit exit;
    private final long baseBytes;
    private final OneAtATime persisting = new OneAtATime("persist");

    /**
     * A delivery without a thread yet.
     *
     * @param owner the background reporter
     * @param outbox which others may use, too
     */
    public Delivery(
            ReporterComponents components,
            DeliverySettings settings,
            WeakReference<Object> owner,
            OutboxHandle outbox) {
        this(components, settings, owner, outbox, DeliveryThreads.PROCESS, ExitHook.PROCESS);
    }

    Delivery(
            ReporterComponents components,
            DeliverySettings settings,
            WeakReference<Object> owner,
            OutboxHandle outbox,
            DeliveryThreads threads,
            ExitHook hook) {
        this.settings = settings;
        this.parts = Parts.of(components, settings, outbox);
        this.worker = new DeliveryWorker(parts, settings, threads, owner);
        boolean endMatters = settings.exit().watchedElsewhere()
                || parts.outbox().mayExist()
                || settings.exit().budget() != null
                || settings.exit().always()
                || components.isDryRun();
        this.exit = endMatters ? new PersistOnExit(parts, worker, settings.exit(), hook) : null;
        if (exit != null) {
            worker.holds(exit);
        }
        this.baseBytes = bytes(parts.pipeline().baseMetadata());
    }

    /** 0 if it cannot be sent, of which each report will tell. */
    private static long bytes(Map<String, ? extends @Nullable Object> baseMetadata) {
        try {
            return new MetadataSnapshot(baseMetadata, Long.MAX_VALUE).bytes();
        } catch (RuntimeException e) {
            return 0;
        }
    }

    /** Takes a report; neither blocks nor throws. */
    public CompletableFuture<Response> accept(Map<String, ? extends @Nullable Object> metadata) {
        CompletableFuture<Response> future = new CompletableFuture<>();
        try {
            String refusal = refusal();
            if (refusal != null) {
                return refuse(refusal);
            }
            MetadataSnapshot snapshot =
                    parts.pipeline().snapshot(metadata, parts.limits().maxBytes());
            long now = settings.time().nanoTime().getAsLong();
            if (!add(new PendingReport(snapshot, baseBytes + snapshot.bytes(), now, future))) {
                return refuse(FULL);
            }
            if (exit != null) {
                exit.watch(); // Once more, as the hook may just have been removed.
            }
            if (parts.closing().isEnded()) { // Just now: nobody else will look at the queue any more.
                DetachedTask.startOrRun("close", new DeliveryShutdown.DropWhatIsInMemory(parts));
            }
        } catch (IllegalArgumentException e) { // The metadata cannot be sent.
            parts.counters().accepted();
            parts.counters().dropped(DropCause.INVALID, 1);
            parts.pipeline().explain(String.valueOf(e.getMessage()));
            future.completeExceptionally(e);
        } catch (Throwable e) { // No memory, or no class any more: report() never throws.
            future.completeExceptionally(e);
        }
        return future;
    }

    /**
     * Takes the report of a day, also while the JVM ends; neither blocks nor throws. Values that cannot be sent are left out.
     *
     * @return done when the report is settled; null if it is not taken
     */
    public @Nullable Future<Response> accept(DailyReport daily) {
        MetadataSnapshot snapshot = DailySnapshot.of(daily, parts.pipeline());
        long now = settings.time().nanoTime().getAsLong();
        PendingReport report = new PendingReport(daily, snapshot, baseBytes + snapshot.bytes(), now);
        if (parts.closing().isEnded()) {
            return null;
        }
        parts.limits().admitAnyway(report.bytes);
        enqueue(report);
        return report.future;
    }

    /** False if there is no room for it. */
    private boolean add(PendingReport report) {
        boolean admitted = parts.limits().admit(report.bytes);
        if (admitted) {
            enqueue(report);
        }
        return admitted;
    }

    /** Without memory for the queue its room is given back. */
    private void enqueue(PendingReport report) {
        parts.counters().accepted();
        boolean added = false;
        try {
            parts.queue().add(report);
            added = true;
        } finally {
            if (!added) {
                parts.limits().release(report.bytes);
                parts.counters().dropped(DropCause.INVALID, 1);
            }
        }
        worker.signal();
    }

    /**
     * Stores, and delivers within the exit budget; for somebody else who watches the end of the JVM.
     *
     * @param failures how many tries had failed when the end began
     */
    public void atExit(long start, int failures) {
        if (exit != null) {
            exit.atExit(start, failures);
        }
    }

    /** How many tries have failed so far. */
    public int failures() {
        return worker.failures();
    }

    /** Has the end of the JVM watched, where somebody else did so far. */
    public void watchEnd() {
        if (exit != null) {
            exit.watchEnd();
        }
    }

    /** The user may have asked to see what would be sent. */
    public void explain(String reason) {
        parts.pipeline().explain(reason);
    }

    /** Checked before anything is copied, so that a host that reports too much pays little. */
    private @Nullable String refusal() {
        if (parts.closing().isBegun()) {
            return "the background reporter is closed"; // Just now.
        }
        if (exit != null && !exit.watch()) {
            return "the JVM is about to end";
        }
        return parts.limits().isFull() ? FULL : null;
    }

    /** Counts a report that is not taken. */
    public CompletableFuture<Response> refuse(String why) {
        parts.counters().refused();
        return CompletableFuture.failedFuture(new Refusal(why));
    }

    /** Whether the endpoint has ordered to stop. */
    public boolean isSilenced() {
        return parts.pipeline().isSilenced();
    }

    /** Waits until what was added before is settled. Returns at once on the delivery thread, which would wait for itself. */
    public boolean flush(Duration budget) {
        if (worker.isCurrentThread()) {
            return parts.queue().isEmpty();
        }
        worker.expedite();
        try {
            return parts.queue().awaitRemoved(Budget.nanos(budget));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            worker.relax();
        }
    }

    /** Waits until what was added before is stored or settled. */
    public boolean persist(Duration budget) {
        long end = System.nanoTime() + Budget.nanos(budget);
        return persistWithin(Budget.nanos(budget)) || flush(Budget.until(end));
    }

    /** Stores, and sends nothing. */
    private boolean persistWithin(long nanos) {
        long end = System.nanoTime() + nanos;
        Persist persist = new Persist();
        DetachedTask task = persisting.start(persist, nanos);
        return task != null && task.await(end) && persist.storedAll;
    }

    /**
     * Delivers what it can within the budget, in the first process of a date also what earlier ones left; stores the rest, and
     * ends. Returns how many reports were not delivered.
     *
     * @param extended whether to wait for the exit budget, if the end of the JVM would and it is longer
     */
    public int close(Duration budget, boolean extended) {
        return parts.closing().begin()
                ? new DeliveryShutdown(parts, worker, exit).run(budget, extended, persisting)
                : left();
    }

    /** How many reports are not delivered. */
    public int left() {
        return parts.counters().left();
    }

    public DeliveryCounters.Snapshot counts() {
        return parts.counters().snapshot();
    }

    /** Where reports wait, or why they do so in memory. */
    public String waitingIn() {
        return parts.outbox().waitingIn();
    }

    /** Why the outbox does not work. */
    public Optional<String> outboxProblem() {
        return parts.outbox().problem();
    }

    private final class Persist implements Runnable {
        private volatile boolean storedAll;

        @Override
        public void run() {
            storedAll = parts.preparer().store(Long.MAX_VALUE);
        }
    }

    /** Without a stack trace, which says nothing that the caller does not know, and takes longer than all the rest. */
    private static final class Refusal extends MetritonException {
        private static final long serialVersionUID = 1;

        private Refusal(String why) {
            super(why);
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public Throwable fillInStackTrace() {
            return this;
        }
    }
}
