package io.metriton.core.internal.delivery;

import io.metriton.api.MetritonException;
import io.metriton.api.Response;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends reports, in this order: they are settled in the queue, counted, removed from the outbox, their futures completed, and
 * then they leave the queue, so that who waits in a flush goes on when everybody has been told. Thread-safe; blocks on the
 * outbox, and runs code of the application.
 */
final class Settlement {
    private final DeliveryQueue queue;
    private final QueueLimits limits;
    private final DeliveryCounters counters;
    private final OutboxHandle outbox;

    Settlement(DeliveryQueue queue, QueueLimits limits, DeliveryCounters counters, OutboxHandle outbox) {
        this.queue = queue;
        this.limits = limits;
        this.counters = counters;
        this.outbox = outbox;
    }

    /** The endpoint has it; its answer may be unreadable. */
    void delivered(PendingReport report, @Nullable Response response, @Nullable MetritonException unreadable) {
        for (PendingReport each : queue.settle(List.of(report))) {
            counters.delivered();
            each.response = response;
            end(each, unreadable, true);
        }
    }

    /** Lost for good, wherever it is. */
    void dropped(Collection<PendingReport> reports, DropCause cause, Throwable failure) {
        List<PendingReport> settled = queue.settle(reports);
        counters.dropped(cause, settled.size());
        for (PendingReport each : settled) {
            end(each, failure, true);
        }
    }

    void dropped(PendingReport report, DropCause cause, Throwable failure) {
        dropped(List.of(report), cause, failure);
    }

    /** The endpoint wants no more: this process forgets all; what is stored stays in the outbox. */
    void stopped() {
        List<PendingReport> settled = queue.settle(queue.all(true));
        counters.dropped(DropCause.STOPPED, settled.size());
        for (PendingReport each : settled) {
            end(each, new MetritonException("the endpoint ordered to stop reporting (disable_scout)"), false);
        }
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
        List<PendingReport> own = queue.ofKeys(keys);
        int others = keys.size() - own.size();
        counters.recovered(others);
        counters.dropped(DropCause.PUSHED_OUT, others);
        dropped(own, DropCause.PUSHED_OUT, new MetritonException("the outbox was full"));
    }

    /** What nobody wants to be sent any more, not by a later process either. */
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
        } else if (remove) {
            outbox.remove(report.key());
        } else {
            outbox.release(report.key());
        }
        report.failure = failure;
        report.tell();
        queue.remove(List.of(report));
    }
}
