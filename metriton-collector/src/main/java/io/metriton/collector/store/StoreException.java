package io.metriton.collector.store;

import java.io.Serial;

/** The store cannot be used, or refuses to be: the message says why, and what to do. */
public final class StoreException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /**
     * A problem that has a way out.
     *
     * @param message what happened, and the way out
     */
    public StoreException(String message) {
        super(message);
    }

    /**
     * A problem with a cause.
     *
     * @param message what happened
     * @param cause why
     */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
