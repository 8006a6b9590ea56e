package io.metriton.api;

import org.jspecify.annotations.Nullable;

/**
 * A reporter cannot be built as it was asked to be. Thrown by {@code build()} and {@link OutboxProvider#open}; where a reporter
 * is made later, the future of {@code report} fails with it. The message names the way out.
 */
public final class MetritonConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception without a cause.
     *
     * @param message what is wrong and the way out
     */
    public MetritonConfigurationException(String message) {
        super(message);
    }

    /**
     * An exception with a cause.
     *
     * @param message what is wrong and the way out
     * @param cause what was thrown below, or null
     */
    public MetritonConfigurationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
