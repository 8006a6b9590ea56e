package io.metriton.core.internal.delivery;

import io.metriton.api.InstallIdException;
import io.metriton.api.MetritonException;
import io.metriton.api.StoredReport;
import io.metriton.core.internal.http.EncodedReport;
import io.metriton.core.internal.http.Target;
import io.metriton.core.internal.json.MetadataSnapshot;
import io.metriton.core.internal.process.DetachedTask;
import io.metriton.core.internal.process.RandomKeys;
import io.metriton.core.internal.report.InstallIds.Found;
import io.metriton.core.internal.report.ReportPipeline;
import io.metriton.core.internal.util.Log;
import io.metriton.core.internal.util.Thrown;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Prepares what is in the queue: gives each report its ID, its bytes and its key, and puts it into the outbox. Blocks as long
 * as a disk does, or code of the application; one thread at a time prepares.
 */
final class ReportPreparer implements DetachedTask.Progress {
    private static final int MOST_REFUSED = 3;

    private final ReportPipeline pipeline;
    private final DeliveryQueue queue;
    private final Settlement settlement;
    private final QueueLimits limits;
    private final OutboxHandle outbox;
    private final DeliverySettings.Time time;
    private final ReentrantLock turn = new ReentrantLock();
    private final AtomicInteger steps = new AtomicInteger();
    private @Nullable RandomKeys keys;

    ReportPreparer(
            ReportPipeline pipeline,
            DeliveryQueue queue,
            Settlement settlement,
            QueueLimits limits,
            OutboxHandle outbox,
            DeliverySettings.Time time) {
        this.pipeline = pipeline;
        this.queue = queue;
        this.settlement = settlement;
        this.limits = limits;
        this.outbox = outbox;
        this.time = time;
    }

    /**
     * Prepares every report that was added before, and stores what is in memory alone.
     *
     * @param patienceNanos how long to wait for another thread that prepares
     * @return false if the other thread took longer, or this thread was interrupted while it waited
     * @throws InstallIdException if there is no ID now, which all reports need
     */
    boolean prepare(long patienceNanos) throws InstallIdException {
        try {
            if (!turn.tryLock() && !turn.tryLock(patienceNanos, TimeUnit.NANOSECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            encodeAll();
        } finally {
            try {
                storeAll();
            } finally {
                turn.unlock();
            }
        }
        return true;
    }

    /** As {@link #prepare}; false also if not everything that was added before is stored then. */
    boolean store(long patienceNanos) {
        long last = queue.last();
        try {
            return prepare(patienceNanos) && queue.isStored(last);
        } catch (InstallIdException e) {
            return false; // Without an ID there is nothing to store; the delivery thread tries again.
        }
    }

    @Override
    public int steps() {
        return steps.get();
    }

    @Override
    public boolean isForcing() {
        return outbox.isForcing();
    }

    private void encodeAll() throws InstallIdException {
        long last = queue.last(); // What comes meanwhile is for the next time: there may be no end of it.
        for (PendingReport report = queue.nextToPrepare(last); report != null; report = queue.nextToPrepare(last)) {
            try {
                encode(report);
                queue.prepared(report);
            } catch (InstallIdException | OutOfMemoryError e) { // There may be an ID, or memory, later.
                queue.notPrepared(report);
                throw e;
            } catch (Throwable e) { // Of a customizer, or of a value that is asked for its text.
                if (report.daily != null) { // Nobody waits for it who could be told.
                    Log.once(
                            System.Logger.Level.WARNING,
                            "the daily report cannot be sent (" + e.getClass().getName() + "); at TRACE is said why");
                    Log.trace("the daily report cannot be sent: " + Thrown.text(e)); // It may name keys.
                }
                pipeline.explain(Thrown.text(e));
                settlement.dropped(report, DropCause.INVALID, e); // Who keeps a daily report makes it again later.
                queue.prepared(report);
            }
        }
    }

    /** Once: a lack of memory may have it prepared again, when its metadata is gone. */
    private void encode(PendingReport report) throws MetritonException {
        if (report.encoded != null) {
            return;
        }
        steps.incrementAndGet();
        Found found = pipeline.find();
        steps.incrementAndGet();
        MetadataSnapshot metadata = report.metadata;
        byte[] body = pipeline.encode(found, metadata == null ? Map.of() : metadata.toMap());
        steps.incrementAndGet();
        report.encoded = new EncodedReport(pipeline.identity(), body, key(report, found));
        report.created = report.created == null ? created(report) : report.created;
        report.metadata = null;
    }

    private String key(PendingReport report, Found found) {
        DailyReport daily = report.daily;
        if (daily != null) {
            return daily.key();
        }
        keys = keys == null ? new RandomKeys() : keys; // Not sooner: on no caller's thread.
        return keys.next(found.id());
    }

    private Instant created(PendingReport report) {
        long age = time.nanoTime().getAsLong() - report.acceptedAt;
        return time.clock().instant().minusNanos(Math.max(0, age));
    }

    /**
     * Also what the outbox did not take before, but last: the disk may have room again. One that it does not take may be too
     * large for it; after a few in a row it is the outbox.
     */
    private void storeAll() {
        int refused = 0;
        for (PendingReport report : queue.toStore()) {
            if (refused == MOST_REFUSED) {
                return;
            }
            if (!queue.isToStore(report)) {
                continue; // Settled meanwhile.
            }
            List<String> pushedOut = outbox.put(stored(report));
            steps.incrementAndGet();
            if (pushedOut == null) {
                report.refusals++;
                refused++;
                continue;
            }
            refused = 0;
            report.kept();
            if (queue.stored(report)) {
                limits.release(report.bytes);
            } else {
                outbox.remove(report.key()); // Settled meanwhile.
            }
            settlement.pushedOut(pushedOut);
        }
    }

    private StoredReport stored(PendingReport report) {
        Instant created = report.created == null ? time.clock().instant() : report.created;
        return new StoredReport(
                report.key(),
                Target.withoutUserInfo(pipeline.endpoint()),
                created,
                report.encoded().body());
    }
}
