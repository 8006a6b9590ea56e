package io.metriton.core.internal.delivery;

import io.metriton.core.internal.report.ReportPipeline;
import io.metriton.core.internal.util.Log;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the tries of this process say of the endpoint, and of the way to it. Says in the log when no report could be delivered
 * for a day. Told by the worker; {@link #failures} may be read by any thread.
 */
final class EndpointHealth {
    private static final Duration LONG_SILENCE = Duration.ofDays(1);

    private final ReportPipeline pipeline;
    private final FirstOfDay firstOfDay;
    private final DeliverySettings.Time time;
    private final AtomicInteger failures = new AtomicInteger();
    private boolean trusted;
    private boolean broken;
    private boolean reminded;
    private boolean explained;

    /** Nothing is known yet. */
    EndpointHealth(ReportPipeline pipeline, FirstOfDay firstOfDay, DeliverySettings.Time time) {
        this.pipeline = pipeline;
        this.firstOfDay = firstOfDay;
        this.time = time;
    }

    /** Whether it has given a good answer: then it may be asked to take what earlier processes left. */
    boolean isTrusted() {
        return trusted;
    }

    /** Whether no report can be sent in this process: a library does not fit, or was taken away. */
    boolean isBroken() {
        return broken;
    }

    /** How many tries have failed so far. */
    int failures() {
        return failures.get();
    }

    /** A try has ended. */
    void tried(DeliveryAttempt.Result result, PendingReport report) {
        switch (result) {
            case GOOD_ANSWER -> {
                trusted = true;
                firstOfDay.delivered(report.created);
            }
            case SETTLED -> {}
            case FAILED -> {
                remind(report);
                failed();
            }
            case BROKEN -> {
                failed();
                broken = true;
                Log.once(System.Logger.Level.WARNING, "no report can be sent in this process" + lastFailure());
            }
        }
    }

    /** A try has failed by what was thrown. */
    void failed() {
        failures.incrementAndGet();
    }

    /** There is no install ID now, so nothing can be sent. */
    void noInstallId(@Nullable PendingReport oldest, @Nullable String problem) {
        failed();
        String why = "there is no install ID: " + problem;
        Log.once(System.Logger.Level.DEBUG, "reports wait, because " + why);
        remind(oldest, ": " + why);
        if (!explained) {
            explained = true;
            pipeline.explain(why); // Where the user asks what would be sent.
        }
    }

    /** Why the last try failed, after a colon; empty if none has. */
    String lastFailure() {
        return pipeline.history()
                .lastFailure()
                .map(failure -> ": " + failure.message())
                .orElse("");
    }

    /** Says once that a report could not be delivered, if it is a day old. */
    void remind(@Nullable PendingReport report) {
        remind(report, lastFailure());
    }

    /** Says once that no report could be delivered for a day; of all processes, one says it on a date. */
    private void remind(@Nullable PendingReport report, String why) {
        if (report != null && !reminded && isLate(report) && firstOfDay.isFirstReminder()) {
            reminded = true;
            String what = report.isRecovered() // Nobody may have tried it meanwhile.
                    ? "a report that was made over a day ago could not be delivered"
                    : "no report could be delivered for a day";
            Log.once(System.Logger.Level.INFO, what + why);
        }
    }

    private boolean isLate(PendingReport report) {
        Duration age = report.created == null
                ? Duration.ofNanos(time.nanoTime().getAsLong() - report.acceptedAt)
                : Duration.between(report.created, time.clock().instant());
        return age.compareTo(LONG_SILENCE) > 0;
    }
}
