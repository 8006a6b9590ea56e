package io.metriton.api;

import org.jspecify.annotations.Nullable;

/**
 * The endpoint took the report (its status was 2xx) but its answer is not a JSON object, as from a captive portal. The
 * report counts as delivered: do not send it again.
 */
public final class MalformedResponseException extends MetritonException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception with a cause.
     *
     * @param message what is wrong with the answer
     * @param cause what the parser threw, or null
     */
    public MalformedResponseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
