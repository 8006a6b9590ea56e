package io.metriton.core;

import static java.util.Objects.requireNonNull;

import io.metriton.api.HttpStatusException;
import io.metriton.api.MalformedResponseException;
import io.metriton.api.MetritonException;
import io.metriton.api.Response;
import io.metriton.api.ResponseTooLargeException;
import io.metriton.core.internal.util.Log;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tries to deliver one report, and says what its end means. Used by the delivery thread. */
final class Attempts {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final ReportPipeline pipeline;
    private final DeliveryQueue queue;
    private final Backoff backoff;
    private final @Nullable Consumer<Response> listener;

    Attempts(ReportPipeline pipeline, DeliveryQueue queue, Backoff backoff, @Nullable Consumer<Response> listener) {
        this.pipeline = pipeline;
        this.queue = queue;
        this.backoff = backoff;
        this.listener = listener;
    }

    /** Blocks for one exchange; when interrupted, the report stays in the queue as if nothing had been tried. */
    void attempt(PendingReport report) {
        if (report.isCancelled()) {
            queue.dropped(report, DropReason.CANCELLED, new MetritonException("the report was cancelled"));
            return;
        }
        try {
            Response response = pipeline.send(requireNonNull(report.outgoing), System.nanoTime());
            backoff.succeeded();
            queue.delivered(report, response, null);
            tell(response);
        } catch (MalformedResponseException | ResponseTooLargeException e) {
            backoff.succeeded();
            queue.delivered(report, null, e);
        } catch (HttpStatusException e) {
            answered(report, e);
        } catch (MetritonException e) {
            if (queue.isStopped()) {
                queue.giveBack(report, false);
            } else {
                backoff.failed(null);
                queue.giveBack(report, true);
            }
        } catch (Throwable e) {
            // A defect, as nothing else gets here: it must neither end the thread nor come again.
            queue.dropped(report, DropReason.INVALID, e);
        }
    }

    private void answered(PendingReport report, HttpStatusException answer) {
        int status = answer.status();
        if (mayPass(status)) {
            boolean says = status == TOO_MANY_REQUESTS || status == UNAVAILABLE;
            backoff.failed(says ? answer.retryAfter().orElse(null) : null);
            queue.giveBack(report, true);
        } else {
            backoff.succeeded();
            queue.dropped(report, DropReason.REFUSED, answer);
        }
    }

    private static boolean mayPass(int status) {
        return status >= 500 || status == REQUEST_TIMEOUT || status == TOO_EARLY || status == TOO_MANY_REQUESTS;
    }

    private void tell(Response response) {
        try {
            if (listener != null) {
                listener.accept(response);
            }
        } catch (Throwable e) {
            Log.once(System.Logger.Level.WARNING, "the listener for answers failed: " + e);
        }
    }
}
