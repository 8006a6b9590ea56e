package io.metriton.api;

/**
 * The body of an answer is larger than the caller would read; thrown by {@link Transport}s. If the status was 2xx the
 * report counts as delivered: do not send it again.
 */
public final class ResponseTooLargeException extends MetritonException {
    private static final long serialVersionUID = 1L;

    /** The HTTP status of the answer. */
    private final int status;

    /**
     * An exception for an answer.
     *
     * @param status the HTTP status of the answer
     * @param maxResponseBytes the limit that the body went over
     */
    public ResponseTooLargeException(int status, int maxResponseBytes) {
        super("the answer (status " + status + ") is larger than " + maxResponseBytes + " bytes"
                + (status >= 200 && status < 300 ? "; the report was delivered" : ""));
        this.status = status;
    }

    /**
     * The HTTP status of the answer.
     *
     * @return for example 200
     */
    public int status() {
        return status;
    }
}
