package io.metriton.api;

import java.io.IOException;
import java.util.Map;

/**
 * Makes the {@link Outbox} of an application. Found by {@link java.util.ServiceLoader}; the one with the highest priority
 * is taken. Stateless.
 */
public interface OutboxProvider {

    /**
     * Makes an outbox. Touches nothing before the outbox is used.
     *
     * @param application the name of the application
     * @param environment the environment variables to go by
     * @return a new outbox
     * @throws MetritonConfigurationException if there is no place for one
     */
    Outbox open(String application, Map<String, String> environment);

    /**
     * Deletes all that the outbox of an application keeps: reports, dates, counts. Blocks. Does nothing by default.
     *
     * @param application the name of the application
     * @param environment the environment variables to go by
     * @throws IOException if something is left
     */
    default void purge(String application, Map<String, String> environment) throws IOException {}

    /**
     * Which provider is taken if there are several.
     *
     * @return 0 by default; those of this SDK are negative
     */
    default int priority() {
        return 0;
    }
}
