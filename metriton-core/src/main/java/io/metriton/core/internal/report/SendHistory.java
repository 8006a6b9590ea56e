package io.metriton.core.internal.report;

import io.metriton.core.internal.util.Thrown;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers when a report last arrived, and when and why one last did not. Thread-safe. */
public final class SendHistory {
    private final Clock clock;
    private volatile @Nullable Instant lastSuccess;
    private volatile @Nullable Failure lastFailure;

    /** A failure in words, never with an ID or a body. */
    public record Failure(Instant time, String message) {}

    public SendHistory(Clock clock) {
        this.clock = clock;
    }

    void succeeded() {
        lastSuccess = clock.instant();
    }

    void failed(Throwable failure) {
        String message = Thrown.message(failure);
        lastFailure = new Failure(clock.instant(), message == null ? Thrown.text(failure) : message);
    }

    public Optional<Instant> lastSuccess() {
        return Optional.ofNullable(lastSuccess);
    }

    public Optional<Failure> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }
}
