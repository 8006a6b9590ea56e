package io.metriton.core;

import static java.util.Objects.requireNonNull;

import io.metriton.api.InstallIdException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stages what is in the queue: gives it its id, and its place in the outbox. That may take as long as a disk takes, or code of
 * others; one thread at a time does it.
 */
final class Staging {
    private final DeliveryQueue queue;
    private final Stager stager;
    private final ReentrantLock turn = new ReentrantLock();

    Staging(DeliveryQueue queue, Stager stager) {
        this.queue = queue;
        this.stager = stager;
    }

    /**
     * Gives every report that was added before its id, and its place in the outbox.
     *
     * @param patienceNanos how long to wait for another thread that is at it
     * @return false if it took the other longer, or if this thread was interrupted
     * @throws InstallIdException if there is no id now, which all of them need
     */
    boolean stage(long patienceNanos) throws InstallIdException {
        try {
            if (!turn.tryLock(patienceNanos, TimeUnit.NANOSECONDS)) {
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

    /**
     * As {@link #stage}; false also if not everything that was added before is stored then.
     *
     * @param patienceNanos how long to wait for another thread that is at it
     */
    boolean store(long patienceNanos) {
        long last = queue.last();
        try {
            return stage(patienceNanos) && queue.isStored(last);
        } catch (InstallIdException e) {
            return false; // Without an id there is nothing to be stored; the delivery thread tries again.
        }
    }

    /** The process is about to end, and what is cancelled must not be sent by the next; false as {@link #store}. */
    boolean storeForNextProcess() {
        boolean storedAll = stager.hasOutbox() && store(Long.MAX_VALUE);
        queue.dropCancelled();
        return storedAll;
    }

    /** Time is short: what is stored from now on, also by who is at it already, need survive no more than this process. */
    void hasten() {
        stager.hasten();
    }

    /** Changes as long as it gets on. */
    int steps() {
        return stager.steps();
    }

    private void encodeAll() throws InstallIdException {
        long last = queue.last(); // Those that come meanwhile are for the next time: there may be no end of them.
        for (PendingReport report = queue.nextToEncode(last); report != null; report = queue.nextToEncode(last)) {
            try {
                stager.encode(report);
                queue.encoded(report);
            } catch (InstallIdException e) {
                queue.putBack(report);
                throw e;
            } catch (Throwable e) { // Code of others: of a customizer, or of a value that is asked for its text.
                queue.dropped(report, DropReason.INVALID, e);
            }
        }
    }

    /** Also those that the outbox did not take before: the disk may have room again. */
    private void storeAll() {
        for (PendingReport report = queue.nextToStore(); report != null; report = queue.nextToStore()) {
            List<String> pushedOut = stager.store(report, requireNonNull(report.outgoing));
            if (pushedOut == null) {
                return; // What it does not take now it will not take in a moment.
            }
            queue.stored(report);
            queue.pushedOut(pushedOut);
        }
    }
}
