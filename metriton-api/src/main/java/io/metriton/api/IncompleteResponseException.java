package io.metriton.api;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The status and the header of an answer came, but its body was cut off; thrown by {@link Transport}s. The status says
 * whether the endpoint took the report: after 2xx do not send it again, unless what came is a web page in the endpoint's
 * place.
 *
 * <p>As the cause of a {@link java.net.SocketTimeoutException} or another {@link java.io.InterruptedIOException} it says that
 * the time was over, or the caller interrupted, within the body.
 */
public final class IncompleteResponseException extends MetritonException {
    private static final long serialVersionUID = 1L;

    /** The HTTP status of the answer. */
    private final int status;

    private final transient @Nullable TransportResponse beginning;

    /**
     * An exception for an answer that was cut off.
     *
     * @param beginning the header, and what came of the body: it may order to stop
     * @param cause what was thrown below; null if the caller gave up
     */
    public IncompleteResponseException(TransportResponse beginning, @Nullable Throwable cause) {
        super(message(requireNonNull(beginning, "beginning")), cause);
        this.status = beginning.status();
        this.beginning = beginning;
    }

    private static String message(TransportResponse beginning) {
        return "the answer (status " + beginning.status() + ") was cut off after " + beginning.body().length + " bytes";
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
     * What came of the answer.
     *
     * @return the header, and the body as far as it came; empty only after serialization
     */
    public Optional<TransportResponse> beginning() {
        return Optional.ofNullable(beginning);
    }
}
