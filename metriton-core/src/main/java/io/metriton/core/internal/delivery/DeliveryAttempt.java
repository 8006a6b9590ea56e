package io.metriton.core.internal.delivery;

import io.metriton.api.HttpStatusException;
import io.metriton.api.MetritonException;
import io.metriton.api.Response;
import io.metriton.core.internal.http.EncodedReport;
import io.metriton.core.internal.http.SendResult;
import io.metriton.core.internal.report.ReportPipeline;
import io.metriton.core.internal.util.Log;
import io.metriton.core.internal.util.Thrown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tries to deliver one report, and decides what the result means. Used by the delivery thread. */
final class DeliveryAttempt {

    /** Reports younger than this carry no age. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    /** No report is older than this SDK: one that claims to be was made by a wrong clock. */
    private static final Instant FIRST_BUILD = Instant.ofEpochSecond(1_793_491_200); // November 2026.

    private final ReportPipeline pipeline;
    private final DeliverySettings settings;
    private final DeliveryQueue queue;
    private final Settlement settlement;
    private final DeliveryCounters counters;
    private final OutboxHandle outbox;

    /** What a try means for the next. */
    enum Result {
        /** The endpoint answered as it should. */
        GOOD_ANSWER,
        /** The report is settled, and the next may be tried at once. */
        SETTLED,
        /** The endpoint is to be left alone for a while. */
        FAILED,
        /** Nothing can be sent in this process. */
        BROKEN
    }

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

    /** Blocks for one exchange. */
    Result run(PendingReport report, Backoff backoff) {
        if (report.isCancelled()) {
            settlement.dropped(report, DropCause.CANCELLED, new MetritonException("the report was cancelled"));
            return Result.SETTLED;
        }
        if (report.stored && !outbox.claim(report.key())) {
            settlement.handedOver(List.of(report), "another process delivers the report from the outbox");
            return Result.SETTLED;
        }
        SendResult sent = pipeline.send(aged(report), System.nanoTime()); // Real time, as an exchange takes it.
        return switch (sent.outcome()) {
            case ACCEPTED -> accepted(report, sent, backoff);
            case UNREADABLE -> {
                backoff.succeeded();
                settlement.delivered(report, null, sent.failure(), null);
                yield Result.SETTLED;
            }
            case STATUS -> answered(report, sent.failure(), backoff);
            case FOREIGN, NOT_SENT, NO_ANSWER -> failed(report, null, backoff);
            case BROKEN -> {
                giveBack(report, true);
                yield Result.BROKEN;
            }
        };
    }

    private Result accepted(PendingReport report, SendResult sent, Backoff backoff) {
        backoff.succeeded();
        Response response = sent.response().orElse(pipeline.identity().ownVersion());
        settlement.delivered(report, response, null, settings.listener());
        removeTooOld(sent.date());
        return Result.GOOD_ANSWER;
    }

    private Result answered(PendingReport report, @Nullable MetritonException failure, Backoff backoff) {
        if (!(failure instanceof HttpStatusException answer)) {
            return failed(report, null, backoff);
        }
        if (!isRetried(answer.status())) {
            backoff.succeeded();
            Log.once(System.Logger.Level.DEBUG, "a report was refused, and is lost: " + answer.getMessage());
            settlement.dropped(report, DropCause.REFUSED, answer);
            return Result.SETTLED;
        }
        boolean heeded = settings.retry().heedsRetryAfter(answer.status());
        return failed(report, heeded ? answer.retryAfter().orElse(null) : null, backoff);
    }

    /** As the application says, if it says something. */
    private boolean isRetried(int status) {
        try {
            return settings.retry().isRetried(status);
        } catch (Throwable e) {
            Log.once(
                    System.Logger.Level.WARNING,
                    "a report is tried again, as retriedStatuses has failed: " + Thrown.text(e));
            return true;
        }
    }

    /** If delivery was stopped, the exchange was broken off, which counts as no try. */
    private Result failed(PendingReport report, @Nullable Duration retryAfter, Backoff backoff) {
        boolean brokenOff = queue.isStopped();
        if (!brokenOff && !report.failed(backoff, retryAfter)) {
            backoff.failed(retryAfter);
        }
        giveBack(report, !brokenOff);
        return Result.FAILED;
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

    /** How old the report is, by this machine's clock, unless that clock is or was wrong. */
    private EncodedReport aged(PendingReport report) {
        Instant created = report.created;
        if (created == null || created.isBefore(FIRST_BUILD)) {
            return report.encoded();
        }
        Duration age = Duration.between(created, settings.time().clock().instant());
        return age.compareTo(FRESH) > 0 ? report.encoded().withAge(age.toSeconds()) : report.encoded();
    }

    /** Age is judged only by a clock that the endpoint has confirmed: a wrong clock must not delete anything. */
    private void removeTooOld(Optional<Instant> date) {
        Clock clock = settings.time().clock();
        Instant now = clock.instant();
        if (date.isPresent() && Duration.between(date.get(), now).abs().compareTo(Duration.ofDays(1)) <= 0) {
            settlement.tooOld(outbox.removeTooOld(now));
        }
    }
}
