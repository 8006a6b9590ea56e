package io.metriton.core;

import static java.util.Objects.requireNonNull;

import io.metriton.api.InstallIdException;
import io.metriton.api.MetritonException;
import io.metriton.api.Response;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The reports that are not delivered yet. Callers add to it without a lock; everything else happens under one, which is
 * never held while the network is waited for.
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
    private final TreeSet<PendingReport> staged = new TreeSet<>();
    private final Map<String, PendingReport> byKey = new HashMap<>();
    private @Nullable PendingReport underWay;
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
            dropOld(ended);
            while (!unstaged.isEmpty()) {
                encode(unstaged.element(), ended);
                unstaged.remove();
            }
            storeAll(ended);
        } finally {
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

    private void encode(PendingReport report, List<PendingReport> ended) throws InstallIdException {
        try {
            stager.encode(report);
            enter(report);
        } catch (InstallIdException e) {
            throw e;
        } catch (MetritonException | RuntimeException e) {
            ended.add(drop(report, DropReason.INVALID, e));
        }
    }

    /** Also those that the outbox did not take before: the disk may have room again. */
    private void storeAll(List<PendingReport> ended) {
        for (PendingReport report : List.copyOf(staged)) {
            List<String> pushedOut = report.stored ? List.of() : stager.store(report, requireNonNull(report.outgoing));
            if (pushedOut == null) {
                return; // What it does not take now it will not take in a moment.
            }
            for (String key : pushedOut) {
                PendingReport oldest = byKey.get(key);
                if (oldest != null) {
                    staged.remove(oldest);
                    ended.add(drop(
                            oldest, DropReason.PUSHED_OUT, new MetritonException("newer reports pushed it out of the outbox")));
                }
            }
        }
    }

    private void dropOld(List<PendingReport> ended) {
        for (PendingReport report : List.copyOf(unstaged)) {
            if (isTooOld(report) || report.isCancelled()) {
                unstaged.remove(report);
                ended.add(dropUnwanted(report));
            }
        }
        for (PendingReport report : List.copyOf(staged)) {
            if (isTooOld(report) || report.isCancelled()) {
                staged.remove(report);
                ended.add(dropUnwanted(report));
            }
        }
    }

    private PendingReport dropUnwanted(PendingReport report) {
        return report.isCancelled()
                ? drop(report, DropReason.CANCELLED, new MetritonException("the report was cancelled"))
                : drop(report, DropReason.TOO_OLD, new MetritonException("the report could not be delivered for too long"));
    }

    /** In an outbox, that is for the outbox to say. */
    private boolean isTooOld(PendingReport report) {
        return !report.stored && nanoTime.getAsLong() - report.acceptedAt > maxAgeNanos;
    }

    /** The next report to try, if any; it is the caller's until it is settled or given back. */
    @Nullable
    PendingReport next() {
        lock.lock();
        try {
            underWay = staged.pollFirst();
            return underWay;
        } finally {
            lock.unlock();
        }
    }
}
