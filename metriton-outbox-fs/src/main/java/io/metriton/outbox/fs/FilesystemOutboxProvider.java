package io.metriton.outbox.fs;

import static java.util.Objects.requireNonNull;

import io.metriton.api.MetritonConfigurationException;
import io.metriton.api.Outbox;
import io.metriton.api.OutboxProvider;
import io.metriton.api.support.UserFolders;
import java.io.IOException;
import java.nio.file.Path;
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
     *     {@code .}, {@code ..}, control characters, over 128 characters), if neither a variable nor {@code user.home}
     *     holds an absolute path, or if the JVM cannot write that path in its locale
     */
    @Override
    public Outbox open(String application, Map<String, String> environment) {
        try {
            return FilesystemOutbox.builder(folder(application, environment)).build();
        } catch (IOException e) {
            throw new MetritonConfigurationException("there is no place for the outbox: " + e.getMessage(), e);
        }
    }

    /**
     * Deletes reports, dates and counts, also of newer versions of this SDK as far as their names are known, then the folders
     * that are empty. Files of other names stay. What a process that runs meanwhile puts may stay, too.
     *
     * @throws IOException if something could not be deleted, if there is no place for an outbox, or if the folder belongs to
     *     another user
     */
    @Override
    public void purge(String application, Map<String, String> environment) throws IOException {
        Purge.run(new OutboxFolder(new Disk(), folder(application, environment)));
    }

    private static Path folder(String application, Map<String, String> environment) throws IOException {
        return UserFolders.state(requireNonNull(application, "application"), requireNonNull(environment, "environment"))
                .resolve("metriton")
                .resolve("outbox");
    }

    /**
     * After third-party providers.
     *
     * @return -10
     */
    @Override
    public int priority() {
        return -10;
    }
}
