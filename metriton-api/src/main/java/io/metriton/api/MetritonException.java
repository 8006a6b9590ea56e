package io.metriton.api;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A report could not be sent, or its answer is of no use. Unless the subclass says that it was delivered, it was not, or that
 * is unknown. The cause is what the client below threw, for example a {@link java.io.InterruptedIOException}. Messages name
 * neither ids nor bodies.
 */
public class MetritonException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception without a cause.
     *
     * @param message what happened, with which value, and the way out
     */
    public MetritonException(String message) {
        super(message);
    }

    /**
     * An exception with a cause.
     *
     * @param message what happened, with which value, and the way out
     * @param cause what was thrown below, or null
     */
    public MetritonException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
