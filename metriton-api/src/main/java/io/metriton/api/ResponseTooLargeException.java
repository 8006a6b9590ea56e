package io.metriton.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer is larger than the caller would read; thrown by {@link Transport}s. If the status was 2xx the report
 * counts as delivered, unless what came is a web page in the endpoint's place: do not send it again.
 */
public final class ResponseTooLargeException extends MetritonException {
    private static final long serialVersionUID = 1L;

    /** The HTTP status of the answer. */
    private final int status;

    private final transient @Nullable TransportResponse beginning;

    /**
     * An exception for an answer of which nothing was kept.
     *
     * @param status the HTTP status of the answer
     * @param maxResponseBytes the limit that the body went over
     */
    public ResponseTooLargeException(int status, int maxResponseBytes) {
        this(status, maxResponseBytes, null);
    }

    /**
     * An exception for an answer whose beginning was kept: it tells a web page, which somebody else sent in the endpoint's
     * place, and may order to stop.
     *
     * @param status the HTTP status of the answer
     * @param maxResponseBytes the limit that the body went over
     * @param beginning the header, and the body up to the limit; null if nothing was kept
     */
    public ResponseTooLargeException(int status, int maxResponseBytes, @Nullable TransportResponse beginning) {
        super("the answer (status " + status + ") is larger than " + maxResponseBytes + " bytes"
                + (status >= 200 && status < 300 ? "; the report was delivered" : ""));
        this.status = status;
        this.beginning = beginning;
    }

    /**
     * The HTTP status of the answer.
     *
     * @return for example 200
     */
    public int status() {
        return status;
    }

    /**
     * What was kept of the answer.
     *
     * @return the header, and the body up to the limit; empty if nothing was kept, or after serialization
     */
    public Optional<TransportResponse> beginning() {
        return Optional.ofNullable(beginning);
    }
}
