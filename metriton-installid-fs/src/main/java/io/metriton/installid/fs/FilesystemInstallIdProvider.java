package io.metriton.installid.fs;

import io.metriton.api.InstallIdContext;
import io.metriton.api.InstallIdException;
import io.metriton.api.InstallIdProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps a random UUID in a file of the user's, where the Go package and {@code scout.py} keep it too, so that all three
 * agree on one machine: {@code $XDG_CONFIG_HOME/<application>/id}, else {@code $HOME/.config/<application>/id}, on
 * Windows without either {@code %APPDATA%\<application>\id}, and without any variable {@code .config/<application>/id}
 * in the JVM's {@code user.home}. Variables that hold no absolute path count as unset (XDG Base Directory Specification).
 *
 * <p>The file is made by the first report and holds one line. All processes that start at once get the same id; one that
 * is killed leaves either no file or a whole one (perhaps with a temporary one beside it); a file that is blank or too large to hold an id is replaced. Every
 * report says under {@code new_install} whether this process made the id.
 *
 * <p>Found by {@link java.util.ServiceLoader}; or pass one to the builder of a reporter. Stateless.
 */
public final class FilesystemInstallIdProvider implements InstallIdProvider {

    /** Does nothing, as {@link java.util.ServiceLoader} wants it. */
    public FilesystemInstallIdProvider() {}

    /**
     * Reads the id, or makes one.
     *
     * @return never empty
     * @throws InstallIdException if the application's name is no name for a folder (separators, {@code .}, {@code ..},
     *     control characters, over 128 characters), or if the file can neither be read nor made; at most its empty folder is left behind
     */
    @Override
    public Optional<String> installId(InstallIdContext context) throws IOException {
        Path path = IdLocation.of(context);
        try {
            IdFile file = new IdFile(path);
            String id = file.readOrCreate();
            context.putBaseMetadata("new_install", file.isNew());
            return Optional.of(id);
        } catch (IOException e) {
            throw new InstallIdException(
                    "the install ID can neither be read from " + path + " nor made there (" + e
                            + "): make the file readable and its folder writable, or set XDG_CONFIG_HOME to another",
                    e);
        }
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

    /**
     * The path of the file.
     *
     * @return also if the file does not exist
     */
    @Override
    public String source(InstallIdContext context) {
        try {
            return IdLocation.of(context).toString();
        } catch (InstallIdException e) {
            return "nowhere: " + e.getMessage();
        }
    }
}
