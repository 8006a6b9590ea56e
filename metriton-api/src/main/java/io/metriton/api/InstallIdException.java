package io.metriton.api;

import org.jspecify.annotations.Nullable;

/** No install ID could be found, so nothing was sent. A later report tries again. */
public final class InstallIdException extends MetritonException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception without a cause.
     *
     * @param message what is missing and the way out
     */
    public InstallIdException(String message) {
        super(message);
    }

    /**
     * An exception with a cause.
     *
     * @param message who failed
     * @param cause what it threw, or null
     */
    public InstallIdException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
