package io.metriton.core.internal.delivery;

import static java.util.Objects.requireNonNull;

import io.metriton.api.Response;
import io.metriton.api.StoredReport;
import io.metriton.core.internal.delivery.DeliverySettings.AnswerListener;
import io.metriton.core.internal.http.EncodedReport;
import io.metriton.core.internal.json.MetadataSnapshot;
import io.metriton.core.internal.util.Log;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A report on its way. Written by one thread at a time: the caller's, then the one that prepares it, then the one that holds
 * the queue's lock.
 */
final class PendingReport implements Comparable<PendingReport> {
    /** After so many failures in a row the next report gets its turn: this one may be what the endpoint fails at. */
    private static final int TRIES_IN_A_ROW = 3;

    /** In memory alone, as it counts against the limits; 0 for what an earlier process left. */
    final long bytes;

    /** By {@link System#nanoTime}. */
    final long acceptedAt;

    /** Null for a report that an earlier process left. */
    final @Nullable CompletableFuture<Response> future;

    /** Null for all but that, and once it is kept. */
    @Nullable
    DailyReport daily;

    /** Whether this process made it as the report of a date. */
    boolean isDaily;

    long sequence;
    int tries;

    /** Of this report alone, which the endpoint does not take while it takes others; null for nearly all. */
    private @Nullable Backoff backoff;

    /** How many others the endpoint had taken when this last failed; negative if it has not. */
    private long takenThen = -1;

    /** How often the outbox did not take it. */
    int refusals;

    boolean stored;
    boolean settled;

    @Nullable
    MetadataSnapshot metadata;

    @Nullable
    EncodedReport encoded;

    @Nullable
    Instant created;

    /** How it ended. */
    @Nullable
    Response response;

    @Nullable
    Throwable failure;

    @Nullable
    AnswerListener listener;

    PendingReport(MetadataSnapshot metadata, long bytes, long acceptedAt, CompletableFuture<Response> future) {
        this.metadata = metadata;
        this.bytes = bytes;
        this.acceptedAt = acceptedAt;
        this.future = future;
    }

    /** One that somebody else keeps until it is stored. */
    PendingReport(DailyReport daily, MetadataSnapshot metadata, long bytes, long acceptedAt) {
        this(metadata, bytes, acceptedAt, new CompletableFuture<>());
        this.daily = daily;
        this.isDaily = true;
        this.created = daily.created();
    }

    /** One that an earlier process left. */
    PendingReport(StoredReport left, EncodedReport encoded, long acceptedAt) {
        this.encoded = encoded;
        this.created = left.created();
        this.bytes = 0;
        this.acceptedAt = acceptedAt;
        this.future = null;
        this.stored = true;
    }

    /**
     * A try has failed. If the endpoint has taken others since the try before, it is this report that fails: from then on it has
     * pauses of its own.
     *
     * @return whether the endpoint need not be left alone for it
     */
    boolean failed(Backoff endpoint, @Nullable Duration retryAfter) {
        boolean tookOthers = takenThen >= 0 && endpoint.successes() > takenThen;
        takenThen = endpoint.successes();
        if (tookOthers && backoff == null) {
            backoff = endpoint.another();
        }
        if (backoff != null) {
            backoff.failed(retryAfter);
        }
        return backoff != null && retryAfter == null;
    }

    /** How long it is not to be tried, whatever the endpoint does otherwise. */
    long nanosToWait() {
        return backoff == null ? 0 : backoff.nanosToWait();
    }

    /** Somebody waits for it. */
    void expedite() {
        if (backoff != null) {
            backoff.expedite();
        }
    }

    /** It is in the outbox, or delivered: it needs nobody else any more. */
    void kept() {
        tellKeeper(true);
    }

    /** It can never be delivered. */
    void refused() {
        tellKeeper(false);
    }

    private void tellKeeper(boolean isKept) {
        DailyReport.Keeper keeper = daily == null ? null : daily.keeper();
        daily = null;
        try {
            if (keeper != null && isKept) {
                keeper.kept();
            } else if (keeper != null) {
                keeper.refused();
            }
        } catch (Throwable e) { // No memory: the report is settled all the same.
            Log.failure("a daily report may be sent again, with the same key: ", e);
        }
    }

    /** Whether it is not settled, and among the reports up to a number. */
    boolean isPending(long last) {
        return !settled && sequence <= last;
    }

    boolean isRecovered() {
        return future == null;
    }

    /**
     * Whether the application cancelled its future. One that it completed, as by {@code orTimeout}, says that it waits no
     * longer.
     */
    boolean isCancelled() {
        return future != null && future.isCancelled();
    }

    /** Only once it is prepared. */
    EncodedReport encoded() {
        return requireNonNull(encoded, "not prepared");
    }

    String key() {
        return requireNonNull(encoded().key(), "no key");
    }

    /** Completes the future and tells the listener, which runs code of the application: not under a lock. */
    void tell() {
        complete();
        if (listener != null && response != null) {
            try {
                listener.accept(response, isRecovered());
            } catch (Throwable e) {
                Log.failure("the listener for answers failed: ", e);
            }
        }
    }

    private void complete() {
        try {
            if (future != null && failure != null) {
                future.completeExceptionally(failure);
            } else if (future != null) {
                future.complete(response);
            }
        } catch (Throwable e) { // The future asks what the application has thrown for its text, which may throw, too.
            Log.failure("code that waits for a report failed: ", e);
        }
    }

    /** Whether it has failed so often that others are tried first. */
    boolean isBehindOthers() {
        return tries >= TRIES_IN_A_ROW;
    }

    /** In the order in which they came; those that failed often come after those that did not. */
    @Override
    public int compareTo(PendingReport other) {
        int byTurns = Integer.compare(tries / TRIES_IN_A_ROW, other.tries / TRIES_IN_A_ROW);
        return byTurns != 0 ? byTurns : Long.compare(sequence, other.sequence);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sequence);
    }
}
