package io.metriton.core.internal.delivery;

import io.metriton.api.HttpStatusException;
import io.metriton.api.MalformedResponseException;
import io.metriton.api.MetritonException;
import io.metriton.api.Response;
import io.metriton.api.ResponseTooLargeException;
import io.metriton.core.internal.report.ReportPipeline;
import java.util.List;

/** Tries to deliver one report, and decides what the result means. Used by the delivery thread. */
final class DeliveryAttempt {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final ReportPipeline pipeline;
    private final DeliverySettings settings;
    private final DeliveryQueue queue;
    private final Settlement settlement;
    private final DeliveryCounters counters;
    private final OutboxHandle outbox;

    DeliveryAttempt(
            ReportPipeline pipeline,
            DeliverySettings settings,
            DeliveryQueue queue,
            Settlement settlement,
            DeliveryCounters counters,
            OutboxHandle outbox) {
        this.pipeline = pipeline;
        this.settings = settings;
        this.queue = queue;
        this.settlement = settlement;
        this.counters = counters;
        this.outbox = outbox;
    }

    /**
     * Blocks for one exchange.
     *
     * @return true if the endpoint may be tried again at once
     */
    boolean run(PendingReport report, Backoff backoff) {
        if (report.isCancelled()) {
            settlement.dropped(report, DropCause.CANCELLED, new MetritonException("the report was cancelled"));
            return true;
        }
        if (report.stored && !outbox.claim(report.key())) {
            settlement.handedOver(List.of(report), "another process delivers the report from the outbox");
            return true;
        }
        try {
            Response response =
                    pipeline.send(report.encoded(), System.nanoTime()); // Real time, as the exchange takes.
            backoff.succeeded();
            settlement.delivered(report, response, null, settings.listener());
            return true;
        } catch (MalformedResponseException | ResponseTooLargeException e) {
            backoff.succeeded();
            settlement.delivered(report, null, e, null);
            return true;
        } catch (HttpStatusException e) {
            return answered(report, e, backoff);
        } catch (MetritonException e) {
            return failed(report, backoff);
        } catch (Throwable e) {
            // A defect, as nothing else gets here: it must neither end the thread nor come again.
            settlement.dropped(report, DropCause.INVALID, e);
            return true;
        }
    }

    private boolean answered(PendingReport report, HttpStatusException answer, Backoff backoff) {
        if (!settings.retry().isRetried(answer.status())) {
            backoff.succeeded();
            settlement.dropped(report, DropCause.REFUSED, answer);
            return true;
        }
        boolean says = answer.status() == TOO_MANY_REQUESTS || answer.status() == UNAVAILABLE;
        backoff.failed(says ? answer.retryAfter().orElse(null) : null);
        giveBack(report, true);
        return false;
    }

    /** If nothing more is to be delivered, the exchange was broken off: as if nothing had been tried. */
    private boolean failed(PendingReport report, Backoff backoff) {
        boolean brokenOff = queue.isStopped();
        if (!brokenOff) {
            backoff.failed(null);
        }
        giveBack(report, !brokenOff);
        return false;
    }

    private void giveBack(PendingReport report, boolean tried) {
        if (report.stored) {
            outbox.release(report.key());
        }
        if (tried) {
            counters.retried();
        }
        queue.giveBack(report, tried);
    }
}
