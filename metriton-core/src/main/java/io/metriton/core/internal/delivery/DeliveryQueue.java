package io.metriton.core.internal.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
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
import org.jspecify.annotations.Nullable;

/**
 * The reports that are not delivered yet, in each order in which they are asked for. Callers add without a lock; everything
 * else happens under one lock that is held for moments only: no disk, no network and no code of the application runs under
 * it. Thread-safe.
 *
 * <p>A report is added, prepared (it gets its ID and its bytes), perhaps stored, taken to be tried, and settled. It stays in
 * the queue until it is removed, once everybody who waits for it has been told.
 */
final class DeliveryQueue {
    private final ConcurrentLinkedQueue<PendingReport> added = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition removed = lock.newCondition();

    private final Deque<PendingReport> unprepared = new ArrayDeque<>();
    private final TreeMap<Long, PendingReport> prepared = new TreeMap<>();
    private final Set<PendingReport> inMemoryAlone = new LinkedHashSet<>();
    private final TreeSet<PendingReport> turns = new TreeSet<>();
    private @Nullable PendingReport inPreparation;
    private int recovered;
    private long lastSequence;
    private long awaited = Long.MAX_VALUE;
    private boolean stopped;

    /** On the caller's thread. */
    void add(PendingReport report) {
        added.add(report);
    }

    /** Whether something was added that no other method has looked at yet. */
    boolean hasAdded() {
        return !added.isEmpty();
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

    private void takeAdded() {
        for (PendingReport report = added.poll(); report != null; report = added.poll()) {
            report.sequence = ++lastSequence;
            unprepared.add(report);
        }
    }

    /** What an earlier process left. */
    void addRecovered(PendingReport report) {
        lock.lock();
        try {
            report.sequence = ++lastSequence;
            recovered++;
            enter(report);
        } finally {
            lock.unlock();
        }
    }

    /** The next to be prepared, if any up to a number; until {@link #prepared} or {@link #notPrepared} it is the caller's. */
    @Nullable
    PendingReport nextToPrepare(long last) {
        lock.lock();
        try {
            inPreparation = isPending(unprepared.peek(), last) ? unprepared.poll() : null;
            return inPreparation;
        } finally {
            lock.unlock();
        }
    }

    void prepared(PendingReport report) {
        lock.lock();
        try {
            inPreparation = null;
            if (!report.settled) { // It may have been dropped meanwhile.
                enter(report);
            }
        } finally {
            lock.unlock();
        }
    }

    /** There is no ID for it now. */
    void notPrepared(PendingReport report) {
        lock.lock();
        try {
            inPreparation = null;
            if (!report.settled) {
                unprepared.addFirst(report);
            }
        } finally {
            lock.unlock();
        }
    }

    private void enter(PendingReport report) {
        prepared.put(report.sequence, report);
        turns.add(report);
        if (!report.stored) {
            inMemoryAlone.add(report);
        }
    }

    /** The oldest that is in memory alone, if any. */
    @Nullable
    PendingReport nextToStore() {
        lock.lock();
        try {
            return inMemoryAlone.isEmpty() ? null : inMemoryAlone.iterator().next();
        } finally {
            lock.unlock();
        }
    }

    /** The outbox has it. False if it was settled while it was being stored. */
    boolean stored(PendingReport report) {
        lock.lock();
        try {
            inMemoryAlone.remove(report);
            report.stored = true;
            return !report.settled;
        } finally {
            lock.unlock();
        }
    }

    /** The next to be tried, if any; it is the caller's until it is settled or given back. */
    @Nullable
    PendingReport nextToTry() {
        lock.lock();
        try {
            return turns.pollFirst();
        } finally {
            lock.unlock();
        }
    }

    /** It is to be tried again in its turn; {@code tried} if this try counts. */
    void giveBack(PendingReport report, boolean tried) {
        lock.lock();
        try {
            report.tries += tried ? 1 : 0;
            if (!report.settled) {
                turns.add(report);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Settles reports: they are not to be tried any more. Returns those that were not settled before. */
    List<PendingReport> settle(Collection<PendingReport> reports) {
        List<PendingReport> settled = new ArrayList<>(reports.size());
        lock.lock();
        try {
            for (PendingReport report : reports) {
                if (!report.settled) {
                    settle(report);
                    settled.add(report);
                }
            }
        } finally {
            lock.unlock();
        }
        return settled;
    }

    private void settle(PendingReport report) {
        report.settled = true;
        prepared.put(report.sequence, report); // Also what was not prepared: it is there until it is removed.
        turns.remove(report);
        inMemoryAlone.remove(report);
    }

    /** Everybody who waited for these has been told. */
    void remove(List<PendingReport> settled) {
        lock.lock();
        try {
            for (PendingReport report : settled) {
                if (prepared.remove(report.sequence) != null && report.isRecovered()) {
                    recovered--;
                }
            }
            if (!hasAny(awaited)) { // Once for all that are removed, not for each.
                awaited = Long.MAX_VALUE;
                removed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** All reports, or only those that are in memory alone. */
    List<PendingReport> all(boolean alsoStored) {
        lock.lock();
        try {
            takeAdded();
            List<PendingReport> all = new ArrayList<>(alsoStored ? prepared.values() : inMemoryAlone);
            all.addAll(unprepared);
            unprepared.clear(); // To be settled, which keeps them.
            if (inPreparation != null) {
                all.add(inPreparation);
            }
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Those that are prepared and not settled. */
    List<PendingReport> prepared() {
        List<PendingReport> found = new ArrayList<>();
        lock.lock();
        try {
            for (PendingReport report : prepared.values()) {
                if (!report.settled) {
                    found.add(report);
                }
            }
        } finally {
            lock.unlock();
        }
        return found;
    }

    /** Those of some keys; mostly there are none. */
    List<PendingReport> ofKeys(Collection<String> keys) {
        List<PendingReport> found = new ArrayList<>();
        if (!keys.isEmpty()) {
            lock.lock();
            try {
                for (PendingReport report : prepared.values()) {
                    if (report.encoded != null && keys.contains(report.key())) {
                        found.add(report);
                    }
                }
            } finally {
                lock.unlock();
            }
        }
        return found;
    }

    /** Those whose future the application cancelled. */
    List<PendingReport> cancelled() {
        List<PendingReport> cancelled = new ArrayList<>();
        lock.lock();
        try {
            for (PendingReport report : prepared.values()) {
                if (report.isCancelled()) {
                    cancelled.add(report);
                }
            }
        } finally {
            lock.unlock();
        }
        return cancelled;
    }

    /** Those in memory alone that were accepted before a time; they are to be settled. */
    List<PendingReport> takeAcceptedBefore(long time) {
        List<PendingReport> old = new ArrayList<>();
        lock.lock();
        try {
            take(time, unprepared.iterator(), old);
            take(time, inMemoryAlone.iterator(), old);
        } finally {
            lock.unlock();
        }
        return old;
    }

    private static void take(long time, Iterator<PendingReport> oldestFirst, List<PendingReport> old) {
        while (oldestFirst.hasNext()) {
            PendingReport report = oldestFirst.next();
            if (report.acceptedAt - time >= 0) {
                return;
            }
            oldestFirst.remove();
            old.add(report);
        }
    }

    /** Whether nothing is there, and nothing was added. */
    boolean isEmpty() {
        lock.lock();
        try {
            takeAdded();
            return unprepared.isEmpty() && prepared.isEmpty() && inPreparation == null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether any report waits to be prepared. */
    boolean hasUnprepared() {
        lock.lock();
        try {
            takeAdded();
            return !unprepared.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Whether any report of an earlier process is there. */
    boolean hasRecovered() {
        lock.lock();
        try {
            return recovered > 0;
        } finally {
            lock.unlock();
        }
    }

    /** Whether every report up to a number survives the process, or is settled. */
    boolean isStored(long last) {
        lock.lock();
        try {
            return !isPending(inPreparation, last)
                    && !isPending(unprepared.peek(), last)
                    && !isPending(
                            inMemoryAlone.isEmpty()
                                    ? null
                                    : inMemoryAlone.iterator().next(),
                            last);
        } finally {
            lock.unlock();
        }
    }

    private static boolean isPending(@Nullable PendingReport report, long last) {
        return report != null && !report.settled && report.sequence <= last;
    }

    /** Nothing more will be delivered: ends the waits in {@link #awaitRemoved}. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            removed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all that was added before is removed; false if that takes longer, or nothing more is delivered. */
    boolean awaitRemoved(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        if (!lock.tryLock(nanos, TimeUnit.NANOSECONDS)) {
            return false;
        }
        try {
            takeAdded();
            long last = lastSequence;
            for (long left = nanos; left > 0 && hasAny(last) && !stopped; left = end - System.nanoTime()) {
                awaited = Math.min(awaited, last);
                removed.awaitNanos(left);
            }
            return !hasAny(last);
        } finally {
            lock.unlock();
        }
    }

    private boolean hasAny(long last) {
        return isPending(inPreparation, last)
                || isPending(unprepared.peek(), last)
                || (!prepared.isEmpty() && prepared.firstKey() <= last);
    }
}
