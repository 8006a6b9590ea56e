package io.metriton.outbox.fs;

import static java.util.Objects.requireNonNull;

import io.metriton.api.MetritonConfigurationException;
import io.metriton.api.Outbox;
import io.metriton.api.OutboxProvider;
import java.util.Map;

/**
 * Makes a {@link FilesystemOutbox} with its defaults in the user's folder for state:
 * {@code $XDG_STATE_HOME/<application>/metriton/outbox}, else {@code $HOME/.local/state/<application>/metriton/outbox}, on
 * Windows without either {@code %LOCALAPPDATA%\<application>\metriton\outbox}, and without any variable
 * {@code .local/state/<application>/metriton/outbox} in the JVM's {@code user.home}. Variables that hold no absolute path
 * count as unset (XDG Base Directory Specification).
 *
 * <p>Found by {@link java.util.ServiceLoader}. Stateless.
 */
public final class FilesystemOutboxProvider implements OutboxProvider {

    /** Does nothing, as {@link java.util.ServiceLoader} wants it. */
    public FilesystemOutboxProvider() {}

    /**
     * Makes an outbox. Touches nothing before the outbox is used.
     *
     * @throws MetritonConfigurationException if the application's name is no name for a folder (blank, separators,
     *     {@code .}, {@code ..}, control characters, over 128 characters), or if no variable holds an absolute path
     */
    @Override
    public Outbox open(String application, Map<String, String> environment) {
        return FilesystemOutbox.builder(OutboxLocation.of(
                        requireNonNull(application, "application"), requireNonNull(environment, "environment")))
                .build();
    }

    /**
     * Behind those of others.
     *
     * @return -10
     */
    @Override
    public int priority() {
        return -10;
    }
}
