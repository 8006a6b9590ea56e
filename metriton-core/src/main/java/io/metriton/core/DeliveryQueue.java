package io.metriton.core;

import io.metriton.api.MetritonException;
import io.metriton.api.Response;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
    private final Condition someSettled = lock.newCondition();
    private final Deque<PendingReport> unstaged = new ArrayDeque<>();
    private final TreeMap<Long, PendingReport> staged = new TreeMap<>();
    private final Set<PendingReport> inMemoryAlone = new LinkedHashSet<>();
    private final TreeSet<PendingReport> turns = new TreeSet<>();
    private @Nullable PendingReport beingEncoded;
    private int recovered;
    private long lastSequence;
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
            someSettled.signalAll();
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
            return lastSequence;
        } finally {
            lock.unlock();
        }
    }

    /** The next to be given its id, if any up to a number; it is the caller's until it says how that went. */
    @Nullable
    PendingReport nextToEncode(long last) {
        dropOld(unstaged);
        lock.lock();
        try {
            beingEncoded = isBefore(unstaged.peek(), last) ? unstaged.poll() : null;
            return beingEncoded;
        } finally {
            lock.unlock();
        }
    }

    void encoded(PendingReport report) {
        lock.lock();
        try {
            beingEncoded = null;
            if (!report.settled) { // It may have been dropped meanwhile.
                enter(report);
            }
        } finally {
            lock.unlock();
        }
    }

    /** There is no id for it now. */
    void putBack(PendingReport report) {
        lock.lock();
        try {
            beingEncoded = null;
            if (!report.settled) {
                unstaged.addFirst(report);
            }
        } finally {
            lock.unlock();
        }
    }

    private void takeAdded() {
        for (PendingReport report = added.poll(); report != null; report = added.poll()) {
            report.sequence = ++lastSequence;
            unstaged.add(report);
        }
    }

    /** The oldest that is in memory alone, if any. */
    @Nullable
    PendingReport nextToStore() {
        dropOld(inMemoryAlone);
        lock.lock();
        try {
            return inMemoryAlone.isEmpty() ? null : inMemoryAlone.iterator().next();
        } finally {
            lock.unlock();
        }
    }

    void stored(PendingReport report) {
        boolean tooLate;
        lock.lock();
        try {
            inMemoryAlone.remove(report);
            tooLate = report.settled;
            if (!tooLate) {
                ledger.release(report.bytes);
            }
            report.stored = true;
        } finally {
            lock.unlock();
        }
        if (tooLate) { // Dropped while it was being stored.
            stager.forget(report);
        }
    }

    /** The outbox had no room for these any more, or they lay there for too long. */
    void pushedOut(List<String> keys) {
        List<PendingReport> reports;
        lock.lock();
        try {
            reports = Stager.ofKeys(keys, staged.values());
        } finally {
            lock.unlock();
        }
        drop(
                reports,
                DropReason.PUSHED_OUT,
                new MetritonException("the outbox was full, or the report lay there for too long"));
    }

    /** The oldest come first. In an outbox, it is for the outbox to say what is too old. */
    private void dropOld(Iterable<PendingReport> inOrder) {
        List<PendingReport> old = new ArrayList<>();
        lock.lock();
        try {
            Iterator<PendingReport> oldestFirst = inOrder.iterator();
            while (oldestFirst.hasNext()) {
                PendingReport report = oldestFirst.next();
                if (nanoTime.getAsLong() - report.acceptedAt <= maxAgeNanos) {
                    break;
                }
                oldestFirst.remove();
                old.add(report);
            }
        } finally {
            lock.unlock();
        }
        drop(old, DropReason.TOO_OLD, new MetritonException("the report could not be delivered for too long"));
    }

    /** What an earlier process left. */
    void addRecovered(Outgoing outgoing) {
        lock.lock();
        try {
            PendingReport report = new PendingReport(outgoing, nanoTime.getAsLong());
            report.sequence = ++lastSequence;
            enter(report);
        } finally {
            lock.unlock();
        }
    }

    /** The next report to try, if any; it is the caller's until it is settled or given back. */
    @Nullable
    PendingReport next() {
        lock.lock();
        try {
            return turns.pollFirst();
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
            if (!report.settled) {
                turns.add(report);
            }
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
        List<PendingReport> all = new ArrayList<>();
        lock.lock();
        try {
            takeAdded();
            all.addAll(unstaged);
            if (beingEncoded != null) {
                all.add(beingEncoded);
            }
            all.addAll(alsoStored ? staged.values() : inMemoryAlone);
            unstaged.clear();
        } finally {
            lock.unlock();
        }
        drop(all, reason, failure);
    }

    /** What nobody wants to be sent any more, not by a later process either. */
    void dropCancelled() {
        List<PendingReport> cancelled = new ArrayList<>();
        lock.lock();
        try {
            for (PendingReport report : staged.values()) {
                if (report.isCancelled()) {
                    cancelled.add(report);
                }
            }
        } finally {
            lock.unlock();
        }
        drop(cancelled, DropReason.CANCELLED, new MetritonException("the report was cancelled"));
    }

    private void drop(List<PendingReport> reports, DropReason reason, Throwable failure) {
        if (reports.isEmpty()) {
            return;
        }
        List<PendingReport> ended = new ArrayList<>();
        lock.lock();
        try {
            for (PendingReport report : reports) {
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

    /** Whoever waits in flush goes on when everybody has been told. */
    private void end(List<PendingReport> settled) {
        for (PendingReport report : settled) {
            stager.forget(report);
            report.tell();
        }
        lock.lock();
        try {
            for (PendingReport report : settled) {
                if (staged.remove(report.sequence) != null && report.isRecovered()) {
                    recovered--;
                }
            }
            someSettled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Tells those who wait for what stays in the outbox. */
    void tellLeft(MetritonException failure) {
        List<PendingReport> left;
        lock.lock();
        try {
            left = List.copyOf(staged.values());
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
            return recovered > 0;
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
            return !isBefore(beingEncoded, last)
                    && !isBefore(unstaged.peek(), last)
                    && (inMemoryAlone.isEmpty()
                            || !isBefore(inMemoryAlone.iterator().next(), last));
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
            long last = lastSequence;
            while (isPending(last) && !stopped) {
                if (someSettled.awaitNanos(end - System.nanoTime()) <= 0) {
                    return !isPending(last);
                }
            }
            return !isPending(last);
        } finally {
            lock.unlock();
        }
    }

    private boolean isPending(long last) {
        return isBefore(beingEncoded, last)
                || isBefore(unstaged.peek(), last)
                || (!staged.isEmpty() && staged.firstKey() <= last);
    }

    private static boolean isBefore(@Nullable PendingReport report, long last) {
        return report != null && !report.settled && report.sequence <= last;
    }

    private void enter(PendingReport report) {
        staged.put(report.sequence, report);
        turns.add(report);
        if (report.isRecovered()) {
            recovered++;
        }
        if (!report.stored) {
            inMemoryAlone.add(report);
        }
    }

    /** False if it was settled before. */
    private boolean settle(PendingReport report) {
        if (report.settled) {
            return false;
        }
        report.settled = true;
        turns.remove(report);
        inMemoryAlone.remove(report);
        if (!report.stored) {
            ledger.release(report.bytes);
        }
        return true;
    }
}
