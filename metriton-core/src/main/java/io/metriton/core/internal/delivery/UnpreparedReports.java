package io.metriton.core.internal.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The reports that have no ID and no bytes yet, in the order in which they were added, and the numbers that reports get in it.
 * {@link #add} is thread-safe; everything else happens under the lock of the {@link DeliveryQueue}.
 */
final class UnpreparedReports {
    private final ConcurrentLinkedQueue<PendingReport> added = new ConcurrentLinkedQueue<>();
    private final Deque<PendingReport> waiting = new ArrayDeque<>();
    private @Nullable PendingReport inPreparation;
    private long lastNumber;

    /** On the caller's thread. */
    void add(PendingReport report) {
        added.add(report);
    }

    long nextNumber() {
        return ++lastNumber;
    }

    /** The number of the last report that was added so far. */
    long lastNumber() {
        takeAdded();
        return lastNumber;
    }

    private void takeAdded() {
        for (PendingReport report = added.poll(); report != null; report = added.poll()) {
            report.sequence = nextNumber();
            waiting.add(report);
        }
    }

    /** The next to be prepared, if any up to a number; until {@link #prepared} or {@link #giveBack} it is the caller's. */
    @Nullable
    PendingReport next(long last) {
        inPreparation = isPending(waiting.peek(), last) ? waiting.poll() : null;
        return inPreparation;
    }

    /** The one that was taken is none of these any more. */
    void prepared() {
        inPreparation = null;
    }

    /** The one that was taken is the next again, unless it was settled meanwhile. */
    void giveBack(PendingReport report) {
        inPreparation = null;
        if (!report.settled) {
            waiting.addFirst(report);
        }
    }

    /** All of these, that which is in preparation among them; none of the others waits any more. */
    List<PendingReport> takeAll() {
        takeAdded();
        List<PendingReport> all = new ArrayList<>(waiting);
        waiting.clear();
        if (inPreparation != null) {
            all.add(inPreparation);
        }
        return all;
    }

    /** The first of those that wait, if any. */
    @Nullable
    PendingReport oldest() {
        return waiting.peek();
    }

    /** Those that wait, the oldest first. */
    Iterator<PendingReport> waiting() {
        return waiting.iterator();
    }

    boolean isEmpty() {
        return !isAnyWaiting() && inPreparation == null;
    }

    boolean isAnyWaiting() {
        takeAdded();
        return !waiting.isEmpty();
    }

    /** Whether one that was taken in before is neither prepared nor settled, up to a number. */
    boolean isAnyPending(long last) {
        return isPending(inPreparation, last) || isPending(waiting.peek(), last);
    }

    private static boolean isPending(@Nullable PendingReport report, long last) {
        return report != null && report.isPending(last);
    }
}
