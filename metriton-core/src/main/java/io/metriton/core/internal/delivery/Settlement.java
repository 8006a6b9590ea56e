package io.metriton.core.internal.delivery;

import io.metriton.api.MetritonException;
import io.metriton.api.Response;
import io.metriton.core.internal.delivery.DeliverySettings.AnswerListener;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Ends reports, in this order: they are settled in the queue, counted, removed from the outbox, their futures completed, and
 * then they leave the queue, so that a flush ends after all have been told. Thread-safe; blocks on the outbox. Futures run code
 * of the application, which may block: on the worker's thread they are completed after its step, when another thread can run
 * the next.
 */
final class Settlement {
    private final DeliveryQueue queue;
    private final QueueLimits limits;
    private final DeliveryCounters counters;
    private final OutboxHandle outbox;
    private final Set<Thread> telling = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Thread worker;
    private List<PendingReport> toTell = new ArrayList<>();

    Settlement(DeliveryQueue queue, QueueLimits limits, DeliveryCounters counters, OutboxHandle outbox) {
        this.queue = queue;
        this.limits = limits;
        this.counters = counters;
        this.outbox = outbox;
    }

    /** The endpoint has it; its answer may be unreadable. */
    void delivered(
            PendingReport report,
            @Nullable Response response,
            @Nullable MetritonException unreadable,
            @Nullable AnswerListener listener) {
        for (PendingReport each : queue.settle(List.of(report))) {
            counters.delivered();
            each.response = response;
            each.listener = listener;
            each.kept();
            end(each, unreadable, true);
        }
    }

    /** The reports are lost for good, in memory and in the outbox. */
    void dropped(Collection<PendingReport> reports, DropCause cause, Throwable failure) {
        List<PendingReport> settled = queue.settle(reports);
        counters.dropped(cause, settled.size());
        for (PendingReport each : settled) {
            if (cause == DropCause.REFUSED) { // For good: no other process would be luckier.
                each.refused();
            }
            end(each, failure, true);
        }
    }

    void dropped(PendingReport report, DropCause cause, Throwable failure) {
        dropped(List.of(report), cause, failure);
    }

    /** The endpoint ordered to stop: this process drops all reports; the stored ones stay in the outbox. */
    void stopped() {
        List<PendingReport> settled = queue.settle(queue.all(true));
        counters.dropped(DropCause.STOPPED, settled.size());
        for (PendingReport each : settled) {
            end(each, new MetritonException("the endpoint ordered to stop reporting (disable_scout)"), false);
        }
    }

    /** Nothing can be sent in this process: what is stored is left to others, the rest is lost. */
    void unsendable(MetritonException failure) {
        List<PendingReport> stored = new ArrayList<>();
        List<PendingReport> inMemory = new ArrayList<>();
        for (PendingReport each : queue.all(true)) {
            (each.stored ? stored : inMemory).add(each);
        }
        handedOver(stored, String.valueOf(failure.getMessage()));
        dropped(inMemory, DropCause.INVALID, failure);
    }

    /** Stored reports are now another process's to deliver. */
    void handedOver(Collection<PendingReport> reports, String why) {
        for (PendingReport each : queue.settle(reports)) {
            counters.handedOver();
            end(each, new MetritonException(why), false);
        }
    }

    /** The outbox removed these to make room, of whatever process they were. */
    void pushedOut(List<String> keys) {
        removed(keys, DropCause.PUSHED_OUT, "the outbox was full");
    }

    private void removed(List<String> keys, DropCause cause, String why) {
        List<PendingReport> own = queue.ofKeys(keys);
        int others = keys.size() - own.size();
        counters.recovered(others);
        counters.dropped(cause, others);
        dropped(own, cause, new MetritonException(why));
    }

    /** The outbox removed these, because they were too old, of whatever process they were. */
    void tooOld(List<String> keys) {
        removed(keys, DropCause.TOO_OLD, "the report lay in the outbox for too long");
    }

    /** Drops the reports whose future the application cancelled, from the outbox too. */
    void dropCancelled() {
        dropped(queue.cancelled(), DropCause.CANCELLED, new MetritonException("the report was cancelled"));
    }

    /** Completes the futures of what stays in the outbox after the end; the reports are still counted as queued. */
    void tellLeft() {
        for (PendingReport report : queue.prepared()) {
            report.failure = new MetritonException("the report waits in the outbox for the next start");
            report.tell();
        }
    }

    private void end(PendingReport report, @Nullable Throwable failure, boolean remove) {
        if (!report.stored) {
            limits.release(report.bytes);
        } else if (remove || report.isCancelled()) {
            outbox.remove(report.key());
        } else {
            outbox.release(report.key());
        }
        report.failure = failure;
        if (Thread.currentThread() == worker) {
            toTell.add(report);
        } else {
            tell(List.of(report));
        }
    }

    /** Until {@link #afterwards}, the calling thread completes no futures: it is the worker, which must not be held up. */
    void defer() {
        worker = Thread.currentThread();
    }

    /** What completes the futures of the reports that were settled since {@link #defer}; null if there are none. */
    @Nullable
    Runnable afterwards() {
        worker = null;
        if (toTell.isEmpty()) {
            return null;
        }
        Runnable tell = new Tell(toTell);
        toTell = new ArrayList<>();
        return tell;
    }

    /** Whether the calling thread is completing futures: what runs on it must not wait for their reports. */
    boolean isTelling() {
        return telling.contains(Thread.currentThread());
    }

    private void tell(List<PendingReport> settled) {
        try {
            telling.add(Thread.currentThread());
            for (PendingReport each : settled) {
                each.tell();
            }
        } finally {
            telling.remove(Thread.currentThread());
            queue.remove(settled);
        }
    }

    private final class Tell implements Runnable {
        private final List<PendingReport> settled;

        Tell(List<PendingReport> settled) {
            this.settled = settled;
        }

        @Override
        public void run() {
            tell(settled);
        }
    }
}
