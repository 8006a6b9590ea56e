package io.metriton.api;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The endpoint answered with a status that says that it did not take the report. */
public final class HttpStatusException extends MetritonException {
    private static final long serialVersionUID = 1L;

    /** The HTTP status. */
    private final int status;

    /** How long to wait, or null. */
    private final @Nullable Duration retryAfter;

    /**
     * An exception for a status.
     *
     * @param message what happened
     * @param status the HTTP status
     * @param retryAfter how long the endpoint asked to wait, or null
     */
    public HttpStatusException(String message, int status, @Nullable Duration retryAfter) {
        super(message);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /**
     * The HTTP status.
     *
     * @return for example 503
     */
    public int status() {
        return status;
    }

    /**
     * How long the endpoint asked to wait before the next try (RFC 9110, section 10.2.3), counted from the answer.
     *
     * @return zero or more; empty if the endpoint named no time, or none that can be read
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
