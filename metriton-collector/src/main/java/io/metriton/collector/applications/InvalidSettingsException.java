package io.metriton.collector.applications;

import java.io.Serial;

/** Settings that cannot be taken; the message says which, and what they may be. It never repeats a value. */
public final class InvalidSettingsException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final boolean conflict;

    InvalidSettingsException(String message) {
        this(message, false);
    }

    InvalidSettingsException(String message, boolean conflict) {
        super(message);
        this.conflict = conflict;
    }

    /**
     * Whether the settings are in order, but older than those that are there.
     *
     * @return true if a later revision was declared before
     */
    public boolean isConflict() {
        return conflict;
    }
}
