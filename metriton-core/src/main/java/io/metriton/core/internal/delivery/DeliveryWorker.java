package io.metriton.core.internal.delivery;

import io.metriton.api.InstallIdException;
import io.metriton.api.MetritonException;
import io.metriton.core.internal.process.DeliveryThreads;
import io.metriton.core.internal.process.ExitHook;
import io.metriton.core.internal.report.ReportPipeline;
import java.lang.ref.WeakReference;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Takes reports from the queue to the endpoint, one after the other: {@link #run} is one step of that, and says when the next
 * is due. Runs on one of the process's delivery threads.
 */
final class DeliveryWorker implements DeliveryThreads.Job {
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Nothing is to be tried within this time: all is delivered. */
    static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final ReportPipeline pipeline;
    private final DeliveryQueue queue;
    private final ReportPreparer preparer;
    private final Settlement settlement;
    private final DeliveryAttempt attempt;
    private final OrphanRecovery orphans;
    private final EndpointHealth health;
    private final LongSupplier nanoTime;
    private final long maxAgeNanos;
    private final Backoff endpointBackoff;
    private final Backoff idBackoff;
    private final DeliveryThreads.Schedule schedule;
    private final WeakReference<Object> owner;

    private final AtomicBoolean signalled = new AtomicBoolean();
    private final AtomicInteger waiters = new AtomicInteger();
    private volatile boolean expedited;
    private volatile boolean stopped;
    private volatile boolean trying;
    private volatile long quietUntil;

    @SuppressWarnings("unused") // What it refers to is not collected while the worker waits for its turn.
    private ExitHook.@Nullable Task exit;

    DeliveryWorker(Parts parts, DeliverySettings settings, DeliveryThreads threads, WeakReference<Object> owner) {
        this.owner = owner;
        this.pipeline = parts.pipeline();
        this.queue = parts.queue();
        this.preparer = parts.preparer();
        this.settlement = parts.settlement();
        this.attempt = parts.attempt();
        this.orphans = parts.orphans();
        this.health = new EndpointHealth(pipeline, parts.firstOfDay(), settings.time());
        this.nanoTime = settings.time().nanoTime();
        this.maxAgeNanos = TimeUnit.NANOSECONDS.convert(settings.retry().maxAge());
        RandomGenerator random = settings.random() == null ? new SplittableRandom() : settings.random();
        this.endpointBackoff = new Backoff(settings.retry(), random, nanoTime);
        this.idBackoff = new Backoff(settings.retry(), random, nanoTime);
        this.quietUntil = nanoTime.getAsLong();
        this.schedule = threads.schedule(this);
    }

    /**
     * Keeps the exit task from being collected: the end of the JVM stores what is not stored, also if nobody holds the
     * reporter.
     */
    void holds(ExitHook.Task exit) {
        this.exit = exit;
    }

    /** A report was added. Does not block. */
    void signal() {
        if (signalled.get() || !signalled.compareAndSet(false, true) || stopped) {
            return;
        }
        boolean asked = false;
        try {
            asked = schedule.runWithin(0);
        } finally {
            if (!asked) {
                signalled.set(false); // No memory, or no thread to be had: the next report asks again.
            }
        }
    }

    /** One step: at most one try. */
    @Override
    public long run() {
        settlement.defer();
        quietUntil = nanoTime.getAsLong();
        signalled.set(false);
        expediteIfAsked();
        if (stopped) {
            return DeliveryThreads.NOTHING;
        }
        if (pipeline.isSilenced()) {
            settlement.stopped();
            return idle(DeliveryThreads.NOTHING);
        }
        prepare();
        if (health.isBroken()) {
            settlement.unsendable(
                    new MetritonException("no report can be sent in this process" + health.lastFailure()));
            return idle(DeliveryThreads.NOTHING);
        }
        if (isAbandoned()) {
            settlement.handedOver(
                    queue.all(true), "nobody holds the reporter any more: the report waits in the outbox");
            return idle(DeliveryThreads.NOTHING);
        }
        PendingReport report = endpointBackoff.nanosToWait() > 0 ? null : next();
        if (report == null) {
            return idle(nanosToWait());
        }
        long turn = waiters.get() > 0 ? 0 : orphans.nanosToWait(report);
        if (turn > 0) {
            queue.giveBack(report, false);
            return idle(turn);
        }
        deliver(report);
        return 0;
    }

    @Override
    public @Nullable Runnable afterwards() {
        return settlement.afterwards();
    }

    private long idle(long nanos) {
        long longest = TimeUnit.DAYS.toNanos(365);
        quietUntil = nanoTime.getAsLong() + Math.min(nanos, longest);
        return nanos;
    }

    /** Whether nobody holds the reporter, and all that is left is stored and was tried in vain. */
    private boolean isAbandoned() {
        return owner.get() == null && health.failures() > 0 && queue.isStored(Long.MAX_VALUE) && !queue.isEmpty();
    }

    private void expediteIfAsked() {
        if (expedited) {
            expedited = false;
            endpointBackoff.expedite();
            idBackoff.expedite();
            queue.expedite();
        }
    }

    private void prepare() {
        settlement.dropped(
                queue.takeAcceptedBefore(nanoTime.getAsLong() - maxAgeNanos),
                DropCause.TOO_OLD,
                new MetritonException("the report could not be delivered for too long"));
        if (idBackoff.nanosToWait() > 0) {
            return;
        }
        try {
            if (preparer.prepare(Long.MAX_VALUE)) {
                idBackoff.succeeded();
            }
        } catch (InstallIdException e) {
            idBackoff.failed(null);
            health.noInstallId(queue.oldestUnprepared(), e.getMessage());
        }
    }

    /** This process's own reports first, then those that earlier processes left, then what failed again and again. */
    private @Nullable PendingReport next() {
        PendingReport report = queue.nextToTry();
        boolean mayWait = report == null || (health.isTrusted() && report.isBehindOthers());
        if (!mayWait || !orphans.look(health.isTrusted())) {
            return report;
        }
        if (report != null) {
            queue.giveBack(report, false);
        }
        return queue.nextToTry();
    }

    /**
     * How long nothing is to be done. A settled report is not waited for, although it is in the queue until its future is
     * completed.
     */
    private long nanosToWait() {
        long toTry = Math.max(endpointBackoff.nanosToWait(), queue.nanosToTurn()); // NOTHING, if there is none.
        long toPrepare = queue.hasUnprepared() ? idBackoff.nanosToWait() : DeliveryThreads.NOTHING;
        return Math.min(toTry, toPrepare);
    }

    /** A tool tries its own report alone: it is those of earlier runs of which is said that they could not get away. */
    private void lookBack() {
        if (orphans.look(false)) {
            health.remind(queue.oldestRecovered());
        }
    }

    private void deliver(PendingReport report) {
        trying = true;
        try {
            if (stopped) { // Read after trying was set: stop() sees the exchange, or none is made.
                queue.giveBack(report, false);
            } else {
                DeliveryAttempt.Result result = attempt.run(report, endpointBackoff);
                trying = false; // What comes writes files, and is not to be interrupted.
                if (result == DeliveryAttempt.Result.FAILED && health.failures() == 0 && !stopped) {
                    lookBack();
                }
                health.tried(result, report);
            }
        } catch (Throwable e) {
            // Of the application, no memory, or a defect: no report is lost, or tried without a pause.
            queue.giveBack(report, true);
            endpointBackoff.failed(null);
            health.failed();
            throw e;
        } finally {
            trying = false;
        }
    }

    /**
     * A caller waits, until {@link #relax}: tries now what waits for the end of a pause, unless the endpoint asked for that
     * pause.
     */
    void expedite() {
        waiters.incrementAndGet();
        expedited = true;
        schedule.runWithin(0);
    }

    void relax() {
        waiters.decrementAndGet();
    }

    /** For tests: whether somebody waits, and no step has been made since. */
    boolean isExpedited() {
        return expedited;
    }

    /** How many tries have failed so far. */
    int failures() {
        return health.failures();
    }

    /** Whether the calling thread delivers, or tells the application of a delivery: it must not wait for one. */
    boolean isCurrentThread() {
        return schedule.isCurrentThread() || settlement.isTelling();
    }

    /** Whether nothing will be tried within a time, and everybody has been told of what was. */
    boolean isQuietFor(long nanos) {
        return triesNothingFor(nanos) && !queue.hasUntold();
    }

    /** Whether nothing will be tried within a time; somebody may still be being told of what was. */
    boolean triesNothingFor(long nanos) {
        return !expedited && !signalled.get() && !trying && quietUntil - nanoTime.getAsLong() > nanos;
    }

    /** Whether nothing is tried, because callbacks of the application have not returned. */
    boolean isHeldUp() {
        return schedule.isHeldUp();
    }

    /** Whether nothing is left, and nothing more is about to come. */
    boolean isDone() {
        return queue.isEmpty() && isQuietFor(QUIET_NANOS);
    }

    /** Nothing more is delivered. Interrupts an exchange that is under way; does not wait for it. */
    void stop() {
        stopped = true;
        queue.stop();
        schedule.cancel(trying);
    }

    /** Nothing more is delivered, but what is under way may end within a time; false if it does not. */
    boolean endsWithin(long nanos) {
        stopped = true;
        queue.stop();
        long end = System.nanoTime() + nanos;
        while (trying && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(STEP_NANOS);
        }
        return !trying;
    }
}
