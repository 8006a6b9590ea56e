package io.metriton.api.support;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A folder or file cannot be used, for a reason that trying again does not change. The message says why, and the way out. */
public final class UnusablePlaceException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception without a cause.
     *
     * @param message which place, why it cannot be used, and the way out
     */
    public UnusablePlaceException(String message) {
        super(message);
    }

    /**
     * An exception with a cause.
     *
     * @param message which place, why it cannot be used, and the way out
     * @param cause what was thrown, or null
     */
    public UnusablePlaceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
