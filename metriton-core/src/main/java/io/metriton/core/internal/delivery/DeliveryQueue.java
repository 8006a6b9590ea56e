package io.metriton.core.internal.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
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
    /** timedWait returns at once for less than a millisecond. */
    private static final long ROUNDED_UP = 999_999;

    private final UnpreparedReports unprepared = new UnpreparedReports();
    private final TreeMap<Long, PendingReport> prepared = new TreeMap<>();
    private final Set<PendingReport> inMemoryAlone = new LinkedHashSet<>();
    private final TreeSet<PendingReport> turns = new TreeSet<>();
    private int recovered;
    private int recoveredUntried;
    private int untold;
    private long awaited = Long.MAX_VALUE;
    private boolean stopped;

    /** On the caller's thread. */
    void add(PendingReport report) {
        unprepared.add(report);
    }

    /** The number of the last report that was added so far. */
    synchronized long last() {
        return unprepared.lastNumber();
    }

    /** What an earlier process left. */
    synchronized void addRecovered(PendingReport report) {
        report.sequence = unprepared.nextNumber();
        recovered++;
        recoveredUntried++;
        enter(report);
    }

    /** The next to be prepared, if any up to a number; until {@link #prepared} or {@link #notPrepared} it is the caller's. */
    @Nullable
    synchronized PendingReport nextToPrepare(long last) {
        return unprepared.next(last);
    }

    synchronized void prepared(PendingReport report) {
        unprepared.prepared();
        if (!report.settled) { // It may have been dropped meanwhile.
            enter(report);
        }
    }

    /** There is no ID for it now. */
    synchronized void notPrepared(PendingReport report) {
        unprepared.giveBack(report);
    }

    private void enter(PendingReport report) {
        prepared.put(report.sequence, report);
        turns.add(report);
        if (!report.stored) {
            inMemoryAlone.add(report);
        }
    }

    /** Those in memory alone, the oldest first, and last those that the outbox did not take most often. */
    synchronized List<PendingReport> toStore() {
        List<PendingReport> inOrder = new ArrayList<>(inMemoryAlone);
        for (PendingReport report : inOrder) {
            if (report.refusals > 0) {
                inOrder.sort(new FewestRefusalsFirst()); // Stable.
                return inOrder;
            }
        }
        return inOrder;
    }

    /** A class, as a run whose outbox works does not load it. */
    private static final class FewestRefusalsFirst implements Comparator<PendingReport> {
        @Override
        public int compare(PendingReport one, PendingReport other) {
            return Integer.compare(one.refusals, other.refusals);
        }
    }

    /** Whether a report is still in memory alone. */
    synchronized boolean isToStore(PendingReport report) {
        return inMemoryAlone.contains(report);
    }

    /** The outbox has it. False if it was settled while it was being stored. */
    synchronized boolean stored(PendingReport report) {
        inMemoryAlone.remove(report);
        if (report.settled) {
            return false; // Counted as in memory alone: the thread that settled it gives its room back.
        }
        report.stored = true;
        return true;
    }

    /** The next to be tried now, if any; it is the caller's until it is settled or given back. */
    @Nullable
    synchronized PendingReport nextToTry() {
        for (Iterator<PendingReport> each = turns.iterator(); each.hasNext(); ) {
            PendingReport report = each.next();
            if (report.nanosToWait() == 0) {
                each.remove();
                return report;
            }
        }
        return null;
    }

    /** How long no report is to be tried, whatever the endpoint does; the most of a long if there is none. */
    synchronized long nanosToTurn() {
        long nanos = Long.MAX_VALUE;
        for (PendingReport report : turns) {
            nanos = Math.min(nanos, report.nanosToWait());
            if (nanos == 0) {
                return 0;
            }
        }
        return nanos;
    }

    /** Somebody waits: ends the pauses of single reports. */
    synchronized void expedite() {
        for (PendingReport report : turns) {
            report.expedite();
        }
    }

    /** It is to be tried again in its turn; {@code tried} if this try counts. */
    synchronized void giveBack(PendingReport report, boolean tried) {
        recoveredUntried -= tried && isUntriedRecovered(report) ? 1 : 0;
        turns.remove(report); // Given back before, where what came after a failure failed itself.
        report.tries += tried ? 1 : 0;
        if (!report.settled) {
            turns.add(report);
        }
    }

    /** Settles reports: they are not to be tried any more. Returns those that were not settled before. */
    synchronized List<PendingReport> settle(Collection<PendingReport> reports) {
        List<PendingReport> settled = new ArrayList<>(reports.size());
        for (PendingReport report : reports) {
            if (!report.settled) {
                settle(report);
                settled.add(report);
            }
        }
        return settled;
    }

    private void settle(PendingReport report) {
        recoveredUntried -= isUntriedRecovered(report) ? 1 : 0;
        recovered -= report.isRecovered() ? 1 : 0;
        report.settled = true;
        untold++;
        prepared.put(report.sequence, report); // Also what was not prepared: it is there until it is removed.
        turns.remove(report);
        inMemoryAlone.remove(report);
    }

    /** Everybody who waited for these has been told. */
    synchronized void remove(List<PendingReport> settled) {
        for (PendingReport report : settled) {
            untold -= prepared.remove(report.sequence) == null ? 0 : 1;
        }
        if (!hasAny(awaited)) { // Once for all that are removed, not for each.
            awaited = Long.MAX_VALUE;
            notifyAll();
        }
    }

    /** All reports, or only those in memory alone. Takes those out that are not prepared: the caller settles all. */
    synchronized List<PendingReport> all(boolean alsoStored) {
        List<PendingReport> all = new ArrayList<>(alsoStored ? prepared.values() : inMemoryAlone);
        all.addAll(unprepared.takeAll()); // To be settled, which keeps them.
        return all;
    }

    /** Those that are prepared and not settled. */
    synchronized List<PendingReport> prepared() {
        List<PendingReport> found = new ArrayList<>();
        for (PendingReport report : prepared.values()) {
            if (!report.settled) {
                found.add(report);
            }
        }
        return found;
    }

    /** Whether a report of a date, which this process made, was not tried yet. */
    synchronized boolean hasUntriedDaily() {
        for (PendingReport report : prepared.values()) {
            if (report.isDaily && report.tries == 0 && !report.settled) {
                return true;
            }
        }
        return false;
    }

    /** Those of some keys; mostly there are none. */
    synchronized List<PendingReport> ofKeys(Collection<String> keys) {
        List<PendingReport> found = new ArrayList<>();
        for (PendingReport report : keys.isEmpty() ? List.<PendingReport>of() : prepared.values()) {
            if (report.encoded != null && keys.contains(report.key())) {
                found.add(report);
            }
        }
        return found;
    }

    /** Those whose future the application cancelled. */
    synchronized List<PendingReport> cancelled() {
        List<PendingReport> cancelled = new ArrayList<>();
        for (PendingReport report : prepared.values()) {
            if (report.isCancelled()) {
                cancelled.add(report);
            }
        }
        return cancelled;
    }

    /** Those in memory alone that were accepted before a time; they are to be settled. */
    synchronized List<PendingReport> takeAcceptedBefore(long time) {
        List<PendingReport> old = new ArrayList<>();
        take(time, unprepared.waiting(), old);
        take(time, inMemoryAlone.iterator(), old);
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
    synchronized boolean isEmpty() {
        return unprepared.isEmpty() && prepared.isEmpty();
    }

    /** Whether nothing is there that is not settled, and nothing was added. */
    synchronized boolean isSettled() {
        return unprepared.isEmpty() && prepared.size() == untold;
    }

    /** The one that has waited to be prepared for longest, if any. */
    @Nullable
    synchronized PendingReport oldestUnprepared() {
        return unprepared.oldest();
    }

    /** Whether any report waits to be prepared. */
    synchronized boolean hasUnprepared() {
        return unprepared.isAnyWaiting();
    }

    private static boolean isUntriedRecovered(PendingReport report) {
        return report.isRecovered() && report.tries == 0 && !report.settled;
    }

    /** The one of an earlier process that was taken over first. */
    @Nullable
    synchronized PendingReport oldestRecovered() {
        for (PendingReport report : prepared.values()) {
            if (report.isRecovered() && !report.settled) {
                return report;
            }
        }
        return null;
    }

    /** How many reports of earlier processes are there that are not settled. */
    synchronized int recovered() {
        return recovered;
    }

    /** Whether one of them was not tried yet. */
    synchronized boolean hasUntriedRecovered() {
        return recoveredUntried > 0;
    }

    /** Whether any report is settled of which not everybody who waits for it has been told. */
    synchronized boolean hasUntold() {
        return untold > 0;
    }

    /** Whether every report up to a number survives the process, or is settled. */
    synchronized boolean isStored(long last) {
        return !unprepared.isAnyPending(last)
                && (inMemoryAlone.isEmpty() || !inMemoryAlone.iterator().next().isPending(last));
    }

    /** Nothing more will be delivered: ends the waits in {@link #awaitRemoved}. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    /** Waits until all that was added before is removed; false if that takes longer, or nothing more is delivered. */
    synchronized boolean awaitRemoved(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        long last = unprepared.lastNumber();
        for (long left = nanos; left > 0 && hasAny(last) && !stopped; left = end - System.nanoTime()) {
            awaited = Math.min(awaited, last);
            TimeUnit.NANOSECONDS.timedWait(this, left + ROUNDED_UP);
        }
        return !hasAny(last);
    }

    private boolean hasAny(long last) {
        return unprepared.isAnyPending(last) || (!prepared.isEmpty() && prepared.firstKey() <= last);
    }
}
