package io.metriton.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reports that are not delivered yet, in each order in which they are asked for. Not thread-safe: guarded by the lock of
 * {@link DeliveryQueue}.
 */
final class PendingReports {
    private final Deque<PendingReport> unstaged = new ArrayDeque<>();
    private final TreeMap<Long, PendingReport> staged = new TreeMap<>();
    private final Set<PendingReport> inMemoryAlone = new LinkedHashSet<>();
    private final TreeSet<PendingReport> turns = new TreeSet<>();
    private @Nullable PendingReport beingEncoded;
    private int recovered;
    private long lastSequence;

    void add(PendingReport report) {
        report.sequence = ++lastSequence;
        unstaged.add(report);
    }

    void addRecovered(PendingReport report) {
        report.sequence = ++lastSequence;
        recovered++;
        enter(report);
    }

    /** The number of the last one. */
    long last() {
        return lastSequence;
    }

    /** The oldest without an id, if any up to a number; until {@link #encoded} or {@link #putBack} it is somebody's. */
    @Nullable
    PendingReport nextToEncode(long last) {
        beingEncoded = isBefore(unstaged.peek(), last) ? unstaged.poll() : null;
        return beingEncoded;
    }

    void encoded(PendingReport report) {
        beingEncoded = null;
        if (!report.settled) { // It may have been dropped meanwhile.
            enter(report);
        }
    }

    void putBack(PendingReport report) {
        beingEncoded = null;
        if (!report.settled) {
            unstaged.addFirst(report);
        }
    }

    private void enter(PendingReport report) {
        staged.put(report.sequence, report);
        turns.add(report);
        if (!report.stored) {
            inMemoryAlone.add(report);
        }
    }

    @Nullable
    PendingReport nextToStore() {
        return inMemoryAlone.isEmpty() ? null : inMemoryAlone.iterator().next();
    }

    void stored(PendingReport report) {
        inMemoryAlone.remove(report);
        report.stored = true;
    }

    @Nullable
    PendingReport nextTurn() {
        return turns.pollFirst();
    }

    void giveBack(PendingReport report) {
        if (!report.settled) {
            turns.add(report);
        }
    }

    /** It is not to be tried any more, but still there until {@link #remove}. False if it was settled before. */
    boolean settle(PendingReport report) {
        if (report.settled) {
            return false;
        }
        if (report.equals(beingEncoded)) {
            staged.put(report.sequence, report); // As others, it is there until whoever waits for it is told.
        }
        report.settled = true;
        turns.remove(report);
        inMemoryAlone.remove(report);
        return true;
    }

    void remove(PendingReport report) {
        if (staged.remove(report.sequence) != null && report.isRecovered()) {
            recovered--;
        }
    }

    /** Whether reports of an earlier process wait. */
    boolean hasRecovered() {
        return recovered > 0;
    }

    /** Whether any up to a number is still to be delivered. */
    boolean hasAny(long last) {
        return isBefore(beingEncoded, last)
                || isBefore(unstaged.peek(), last)
                || (!staged.isEmpty() && staged.firstKey() <= last);
    }

    /** Whether any up to a number would be lost with the process. */
    boolean hasAnyInMemory(long last) {
        return isBefore(beingEncoded, last) || isBefore(unstaged.peek(), last) || isBefore(nextToStore(), last);
    }

    private static boolean isBefore(@Nullable PendingReport report, long last) {
        return report != null && !report.settled && report.sequence <= last;
    }

    List<PendingReport> staged() {
        return new ArrayList<>(staged.values());
    }

    List<PendingReport> ofKeys(List<String> keys) {
        return Stager.ofKeys(keys, staged.values());
    }

    List<PendingReport> cancelled() {
        List<PendingReport> cancelled = new ArrayList<>();
        for (PendingReport report : staged.values()) {
            if (report.isCancelled()) {
                cancelled.add(report);
            }
        }
        return cancelled;
    }

    /** To be settled, and there until they are removed. */
    List<PendingReport> all(boolean alsoStored) {
        List<PendingReport> all = new ArrayList<>(alsoStored ? staged.values() : inMemoryAlone);
        for (PendingReport report : unstaged) {
            leave(report, all);
        }
        unstaged.clear();
        if (beingEncoded != null) {
            leave(beingEncoded, all);
        }
        return all;
    }

    /** What was in memory alone before a time (System.nanoTime); to be settled, and there until it is removed. */
    List<PendingReport> takeOlderThan(long time) {
        List<PendingReport> old = new ArrayList<>();
        takeOlderThan(time, unstaged.iterator(), old);
        takeOlderThan(time, inMemoryAlone.iterator(), old);
        return old;
    }

    /** Whoever waits for it goes on when it is removed, not before. */
    private void leave(PendingReport report, List<PendingReport> leaving) {
        if (!report.settled) {
            staged.put(report.sequence, report);
            leaving.add(report);
        }
    }

    private void takeOlderThan(long time, Iterator<PendingReport> oldestFirst, List<PendingReport> old) {
        while (oldestFirst.hasNext()) {
            PendingReport report = oldestFirst.next();
            if (report.acceptedAt - time >= 0) {
                return;
            }
            oldestFirst.remove();
            leave(report, old);
        }
    }
}
