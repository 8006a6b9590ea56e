package io.metriton.api;

import org.jspecify.annotations.Nullable;

/**
 * The status was 2xx, but the answer is not a JSON object, or was cut off. If {@link #delivered()}, the endpoint took the
 * report: do not send it again. Otherwise a web page came in its place, as from a captive portal, and the endpoint knows
 * nothing of the report.
 */
public final class MalformedResponseException extends MetritonException {
    private static final long serialVersionUID = 1L;

    /** Whether the endpoint took the report. */
    private final boolean delivered;

    /**
     * An exception for a report that was delivered, with a cause.
     *
     * @param message what is wrong with the answer
     * @param cause what the parser threw, or null
     */
    public MalformedResponseException(String message, @Nullable Throwable cause) {
        this(message, cause, true);
    }

    /**
     * An exception with a cause.
     *
     * @param message what is wrong with the answer
     * @param cause what the parser threw, or null
     * @param delivered whether the endpoint took the report
     */
    public MalformedResponseException(String message, @Nullable Throwable cause, boolean delivered) {
        super(message, cause);
        this.delivered = delivered;
    }

    /**
     * Whether the endpoint took the report.
     *
     * @return false if something else answered in its place, so that the report may be sent again
     */
    public boolean delivered() {
        return delivered;
    }
}
