package io.metriton.core;

import static java.util.Objects.requireNonNull;

import io.metriton.api.InstallIdException;
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
 * The reports that are not delivered yet. Callers add to it without a lock; everything else happens under one, which is
 * never held while the network is waited for, nor while anybody is told of the end of a report.
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
    private int recovered;
    private long lastSequence;

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

    /**
     * Gives every report that was added its id, and its place in the outbox.
     *
     * @throws InstallIdException if there is no id now, which all of them need
     */
    void stage() throws InstallIdException {
        List<PendingReport> ended = new ArrayList<>();
        lock.lock();
        try {
            takeAdded();
            dropOld(unstaged.iterator(), ended);
            while (!unstaged.isEmpty()) {
                PendingReport report = unstaged.element();
                try {
                    stager.encode(report);
                    enter(report);
                } catch (InstallIdException e) {
                    throw e;
                } catch (MetritonException | RuntimeException | LinkageError e) {
                    ended.add(drop(report, DropReason.INVALID, e));
                }
                unstaged.remove();
            }
        } finally {
            store(ended);
            lock.unlock();
            ended.forEach(PendingReport::tell);
        }
    }

    private void takeAdded() {
        for (PendingReport report = added.poll(); report != null; report = added.poll()) {
            report.sequence = ++lastSequence;
            unstaged.add(report);
        }
    }

    /** Also those that the outbox did not take before: the disk may have room again. */
    private void store(List<PendingReport> ended) {
        dropOld(inMemoryAlone.iterator(), ended);
        // Those that are pushed out are not among these.
        for (Iterator<PendingReport> alone = inMemoryAlone.iterator(); alone.hasNext(); ) {
            PendingReport report = alone.next();
            List<String> pushedOut = stager.store(report, requireNonNull(report.outgoing));
            if (pushedOut == null) {
                return; // What it does not take now it will not take in a moment.
            }
            alone.remove();
            for (PendingReport oldest : Stager.ofKeys(pushedOut, staged.values())) {
                ended.add(drop(
                        oldest,
                        DropReason.PUSHED_OUT,
                        new MetritonException("the outbox was full, or the report lay there for too long")));
            }
        }
    }

    /** The oldest come first. In an outbox, it is for the outbox to say what is too old. */
    private void dropOld(Iterator<PendingReport> inOrder, List<PendingReport> ended) {
        while (inOrder.hasNext()) {
            PendingReport report = inOrder.next();
            if (nanoTime.getAsLong() - report.acceptedAt <= maxAgeNanos) {
                return;
            }
            inOrder.remove();
            ended.add(drop(
                    report,
                    DropReason.TOO_OLD,
                    new MetritonException("the report could not be delivered for too long")));
        }
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
            if (staged.containsKey(report.sequence)) { // Else it was pushed out meanwhile.
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
            if (leave(report)) {
                ledger.delivered();
                report.response = response;
                report.failure = unreadable;
            }
        } finally {
            lock.unlock();
            report.tell();
        }
    }

    void dropped(PendingReport report, DropReason reason, Throwable failure) {
        lock.lock();
        try {
            drop(report, reason, failure);
        } finally {
            lock.unlock();
            report.tell();
        }
    }

    /** Whatever is there, or only what is in memory alone, for a reason that concerns all. */
    void dropAll(DropReason reason, boolean alsoStored, MetritonException failure) {
        List<PendingReport> all = new ArrayList<>();
        lock.lock();
        try {
            takeAdded();
            all.addAll(unstaged);
            all.addAll(alsoStored ? staged.values() : inMemoryAlone);
            unstaged.clear();
            all.forEach(report -> drop(report, reason, failure));
        } finally {
            lock.unlock();
            all.forEach(PendingReport::tell);
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
            report.failure = failure;
            report.tell();
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

    /** Does not wait for the lock, so that a disk that hangs makes nobody else hang. */
    boolean isEmpty() {
        return ledger.isSettled();
    }

    /** Whether every report up to a number survives the process, or is settled. */
    boolean isStored(long last) {
        lock.lock();
        try {
            return (unstaged.isEmpty() || unstaged.element().sequence > last)
                    && (inMemoryAlone.isEmpty() || inMemoryAlone.iterator().next().sequence > last);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all that was added before is settled; false if that takes longer. */
    boolean awaitSettled(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        if (!lock.tryLock(nanos, TimeUnit.NANOSECONDS)) {
            return false;
        }
        try {
            takeAdded();
            long last = lastSequence;
            while (isPending(last)) {
                if (someSettled.awaitNanos(end - System.nanoTime()) <= 0) {
                    return !isPending(last);
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isPending(long last) {
        return (!unstaged.isEmpty() && unstaged.element().sequence <= last)
                || (!staged.isEmpty() && staged.firstKey() <= last);
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

    private PendingReport drop(PendingReport report, DropReason reason, Throwable failure) {
        boolean staging = report.outgoing == null;
        if (leave(report) || staging) {
            ledger.dropped(reason);
            report.failure = failure;
        }
        return report;
    }

    /** False if it had left before. */
    private boolean leave(PendingReport report) {
        turns.remove(report);
        inMemoryAlone.remove(report);
        boolean there = staged.remove(report.sequence) != null;
        if (there && report.isRecovered()) {
            recovered--;
        }
        if (there || report.outgoing == null) {
            stager.forget(report);
        }
        someSettled.signalAll();
        return there;
    }
}
