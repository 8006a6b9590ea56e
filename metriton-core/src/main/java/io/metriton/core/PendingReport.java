package io.metriton.core;

import io.metriton.api.Response;
import io.metriton.core.internal.http.EncodedReport;
import io.metriton.core.internal.json.MetadataSnapshot;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A report on its way. Written by one thread at a time: the caller's, then who stages it, then whoever holds the queue's lock. */
final class PendingReport implements Comparable<PendingReport> {
    /** After so many failures in a row the next report gets its turn: this one may be what the endpoint fails at. */
    private static final int TRIES_IN_A_ROW = 3;

    /** In memory alone, as it is counted against the limits; 0 once it is stored. */
    final long bytes;

    final long acceptedAt;

    /** Nobody waits for what an earlier process reported. */
    final @Nullable CompletableFuture<Response> future;

    long sequence;
    int tries;
    boolean stored;
    boolean settled;

    @Nullable
    MetadataSnapshot metadata;

    @Nullable
    EncodedReport outgoing;

    PendingReport(MetadataSnapshot metadata, long bytes, long acceptedAt, CompletableFuture<Response> future) {
        this.metadata = metadata;
        this.bytes = bytes;
        this.acceptedAt = acceptedAt;
        this.future = future;
    }

    /** One that an earlier process left. */
    PendingReport(EncodedReport outgoing, long acceptedAt) {
        this.outgoing = outgoing;
        this.bytes = 0;
        this.acceptedAt = acceptedAt;
        this.future = null;
        this.stored = true;
    }

    /** How it ended; told to whoever waits once no lock is held, as that runs code of theirs. */
    @Nullable
    Throwable failure;

    @Nullable
    Response response;

    boolean isRecovered() {
        return future == null;
    }

    boolean isCancelled() {
        return future != null && future.isDone();
    }

    void tell() {
        if (future != null && failure != null) {
            future.completeExceptionally(failure);
        } else if (future != null) {
            future.complete(response);
        }
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
