package io.metriton.core;

import io.metriton.api.MetritonException;
import io.metriton.api.Response;
import io.metriton.core.internal.http.EncodedReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The reports that are not delivered yet. Callers add to it without a lock. Everything else happens under one that is only
 * ever held for moments: not while a disk or the network is waited for, nor while code of others runs.
 *
 * <p>A report is added, staged (it gets its id, and its place in the outbox), handed out to be tried, and settled:
 * delivered, or dropped for a reason.
 */
final class DeliveryQueue {
    private final Stager stager;
    private final Ledger ledger;
    private final LongSupplier nanoTime;
    private final long maxAgeNanos;
    private final ConcurrentLinkedQueue<PendingReport> added = new ConcurrentLinkedQueue<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition awaitedSettled = lock.newCondition();
    private final PendingReports reports = new PendingReports();
    private long awaited = Long.MAX_VALUE;
    private volatile boolean stopped;

    DeliveryQueue(Stager stager, Ledger ledger, LongSupplier nanoTime, long maxAgeNanos) {
        this.stager = stager;
        this.ledger = ledger;
        this.nanoTime = nanoTime;
        this.maxAgeNanos = maxAgeNanos;
    }

    /** On the caller's thread. */
    void add(PendingReport report) {
        added.add(report);
    }

    boolean nothingAdded() {
        return added.isEmpty();
    }

    /** Nothing more will be delivered: whoever waits for that need not any longer. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            awaitedSettled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isStopped() {
        return stopped;
    }

    /** The number of the last report that was added so far. */
    long last() {
        lock.lock();
        try {
            takeAdded();
            return reports.last();
        } finally {
            lock.unlock();
        }
    }

    private void takeAdded() {
        for (PendingReport report = added.poll(); report != null; report = added.poll()) {
            reports.add(report);
        }
    }

    /** The next to be given its id, if any up to a number; it is the caller's until it says how that went. */
    @Nullable
    PendingReport nextToEncode(long last) {
        dropOld();
        lock.lock();
        try {
            return reports.nextToEncode(last);
        } finally {
            lock.unlock();
        }
    }

    void encoded(PendingReport report) {
        lock.lock();
        try {
            reports.encoded(report);
        } finally {
            lock.unlock();
        }
    }

    /** There is no id for it now. */
    void putBack(PendingReport report) {
        lock.lock();
        try {
            reports.putBack(report);
        } finally {
            lock.unlock();
        }
    }

    /** The oldest that is in memory alone, if any. */
    @Nullable
    PendingReport nextToStore() {
        dropOld();
        lock.lock();
        try {
            return reports.nextToStore();
        } finally {
            lock.unlock();
        }
    }

    void stored(PendingReport report) {
        boolean tooLate;
        lock.lock();
        try {
            tooLate = report.settled;
            if (!tooLate) {
                ledger.release(report.bytes);
            }
            reports.stored(report);
        } finally {
            lock.unlock();
        }
        if (tooLate) { // Dropped while it was being stored.
            stager.forget(report);
        }
    }

    /** The outbox had no room for these any more, or they lay there for too long. */
    void pushedOut(List<String> keys) {
        List<PendingReport> pushedOut;
        lock.lock();
        try {
            pushedOut = reports.ofKeys(keys);
        } finally {
            lock.unlock();
        }
        drop(
                pushedOut,
                DropReason.PUSHED_OUT,
                new MetritonException("the outbox was full, or the report lay there for too long"));
    }

    /** In an outbox, it is for the outbox to say what is too old. */
    private void dropOld() {
        List<PendingReport> old;
        lock.lock();
        try {
            old = reports.takeOlderThan(nanoTime.getAsLong() - maxAgeNanos);
        } finally {
            lock.unlock();
        }
        if (!old.isEmpty()) {
            drop(old, DropReason.TOO_OLD, new MetritonException("the report could not be delivered for too long"));
        }
    }

    /** What an earlier process left. */
    void addRecovered(EncodedReport outgoing) {
        lock.lock();
        try {
            reports.addRecovered(new PendingReport(outgoing, nanoTime.getAsLong()));
        } finally {
            lock.unlock();
        }
    }

    /** The next report to try, if any; it is the caller's until it is settled or given back. */
    @Nullable
    PendingReport next() {
        lock.lock();
        try {
            return reports.nextTurn();
        } finally {
            lock.unlock();
        }
    }

    /** It is to be tried again, in its turn; {@code tried} if the endpoint had its chance. */
    void giveBack(PendingReport report, boolean tried) {
        lock.lock();
        try {
            if (tried) {
                report.tries++;
                ledger.retried();
            }
            reports.giveBack(report);
        } finally {
            lock.unlock();
        }
    }

    /** The endpoint has it; what it answered may be unreadable. */
    void delivered(PendingReport report, @Nullable Response response, @Nullable MetritonException unreadable) {
        lock.lock();
        try {
            if (!settle(report)) {
                return;
            }
            ledger.delivered();
            report.response = response;
            report.failure = unreadable;
        } finally {
            lock.unlock();
        }
        end(List.of(report));
    }

    void dropped(PendingReport report, DropReason reason, Throwable failure) {
        drop(List.of(report), reason, failure);
    }

    /** Whatever is there, or only what is in memory alone, for a reason that concerns all. */
    void dropAll(DropReason reason, boolean alsoStored, MetritonException failure) {
        List<PendingReport> all;
        lock.lock();
        try {
            takeAdded();
            all = reports.all(alsoStored);
        } finally {
            lock.unlock();
        }
        drop(all, reason, failure);
    }

    /** What nobody wants to be sent any more, not by a later process either. */
    void dropCancelled() {
        List<PendingReport> cancelled;
        lock.lock();
        try {
            cancelled = reports.cancelled();
        } finally {
            lock.unlock();
        }
        drop(cancelled, DropReason.CANCELLED, new MetritonException("the report was cancelled"));
    }

    private void drop(List<PendingReport> dropped, DropReason reason, Throwable failure) {
        if (dropped.isEmpty()) {
            return;
        }
        List<PendingReport> ended = new ArrayList<>();
        lock.lock();
        try {
            for (PendingReport report : dropped) {
                if (settle(report)) {
                    ledger.dropped(reason);
                    report.failure = failure;
                    ended.add(report);
                }
            }
        } finally {
            lock.unlock();
        }
        end(ended);
    }

    /** False if it was settled before. */
    private boolean settle(PendingReport report) {
        boolean first = reports.settle(report);
        if (first && !report.stored) {
            ledger.release(report.bytes);
        }
        return first;
    }

    /** Whoever waits in flush goes on when everybody has been told; woken once, not for each that is settled. */
    private void end(List<PendingReport> settled) {
        for (PendingReport report : settled) {
            stager.forget(report);
            report.tell();
        }
        lock.lock();
        try {
            for (PendingReport report : settled) {
                reports.remove(report);
            }
            if (!reports.hasAny(awaited)) {
                awaited = Long.MAX_VALUE;
                awaitedSettled.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Tells those who wait for what stays in the outbox. */
    void tellLeft(MetritonException failure) {
        List<PendingReport> left;
        lock.lock();
        try {
            left = reports.staged();
        } finally {
            lock.unlock();
        }
        for (PendingReport report : left) {
            if (!report.settled) {
                report.failure = failure;
                report.tell();
            }
        }
    }

    /** Whether reports of an earlier process wait. */
    boolean hasRecovered() {
        lock.lock();
        try {
            return reports.hasRecovered();
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        return ledger.isSettled();
    }

    /** Whether every report up to a number survives the process, or is settled. */
    boolean isStored(long last) {
        lock.lock();
        try {
            return !reports.hasAnyInMemory(last);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all that was added before is settled; false if that takes longer, or nothing more is delivered. */
    boolean awaitSettled(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        if (!lock.tryLock(nanos, TimeUnit.NANOSECONDS)) {
            return false;
        }
        try {
            takeAdded();
            long last = reports.last();
            for (long left = nanos; left > 0 && reports.hasAny(last) && !stopped; left = end - System.nanoTime()) {
                awaited = Math.min(awaited, last); // Others may wait for less, and are gone when that is settled.
                awaitedSettled.awaitNanos(left);
            }
            return !reports.hasAny(last);
        } finally {
            lock.unlock();
        }
    }
}
