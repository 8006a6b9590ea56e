package io.metriton.installid.fs;

import io.metriton.api.InstallIdContext;
import io.metriton.api.InstallIdException;
import io.metriton.api.InstallIdProvider;
import io.metriton.api.support.UnusablePlaceException;
import io.metriton.api.support.UserFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps a random UUID in a file of the user's, where the Go package and {@code scout.py} keep it too, so that all three
 * agree on one machine: {@code $XDG_CONFIG_HOME/<application>/id}, else {@code $HOME/.config/<application>/id}, on
 * Windows without either {@code %APPDATA%\<application>\id}, and without any variable {@code .config/<application>/id}
 * in the JVM's {@code user.home}. Variables that hold no absolute path count as unset (XDG Base Directory Specification).
 *
 * <p>The file is made by the first report and holds one line. All processes that start at once get the same id, also where the
 * file system has no locks and no hard links. A blank file is filled; a file that holds anything but an id (one line of 1 to
 * 128 printable characters, at most 1 KiB) stays as it is, and there is no id. Every report says under {@code new_install}
 * whether this process made the id.
 *
 * <p>A symbolic link is followed if it belongs to root or to the user of the process, and nothing is made where it leads. A
 * process that runs as root neither makes nor reads an id in a folder of another user.
 *
 * <p>An id that is there when a container image is built is the id of every container that is made of it: they count as one
 * installation. Build images with telemetry off, or delete the file.
 *
 * <p>Found by {@link java.util.ServiceLoader}; or pass one to the builder of a reporter. Stateless, without a lock: a file that
 * hangs blocks only who reads it.
 */
public final class FilesystemInstallIdProvider implements InstallIdProvider {

    /** Does nothing, as {@link java.util.ServiceLoader} wants it. */
    public FilesystemInstallIdProvider() {}

    /**
     * Reads the id, or makes one. Blocks on the file system.
     *
     * @return never empty
     * @throws InstallIdException if the application's name is no name for a folder (separators, {@code .}, {@code ..},
     *     control characters, over 128 characters), if the JVM cannot write the path in its locale, if the file holds
     *     something else or belongs to another user, or if it can neither be read nor made; at most its empty folder is left
     *     behind
     */
    @Override
    public Optional<String> installId(InstallIdContext context) throws IOException {
        Path path = path(context);
        IdFile file = new IdFile(path);
        try {
            String id = file.readOrCreate();
            context.putBaseMetadata("new_install", file.isNew());
            return Optional.of(id);
        } catch (IOException e) {
            throw failed("can neither be read from " + path + " nor made there", e);
        }
    }

    /**
     * Reads the id, and makes none. Blocks on the file system.
     *
     * @return empty if there is no file, or if it is blank
     * @throws InstallIdException as for {@link #installId}, if it cannot be read
     */
    @Override
    public Optional<String> existing(InstallIdContext context) throws IOException {
        Path path = path(context);
        try {
            Optional<String> id = new IdFile(path).readIfThere();
            if (id.isPresent()) {
                context.putBaseMetadata("new_install", false);
            }
            return id;
        } catch (IOException e) {
            throw failed("cannot be read from " + path, e);
        }
    }

    /**
     * Deletes the file, or the link that is in its place; not what the link leads to, and not the folder. A file that holds
     * anything but an id stays. Blocks on the file system.
     *
     * @throws InstallIdException as for {@link #installId}, if it cannot be deleted
     */
    @Override
    public void forget(InstallIdContext context) throws IOException {
        Path path = path(context);
        try {
            new IdFile(path).delete();
        } catch (IOException e) {
            throw failed("cannot be deleted: " + path, e);
        }
    }

    private static InstallIdException failed(String what, IOException e) {
        if (e instanceof NotAnIdException) {
            return new InstallIdException(
                    "the install ID " + what + " (" + e.getMessage()
                            + "): move it away, or set XDG_CONFIG_HOME to another",
                    e);
        }
        if (e instanceof UnusablePlaceException) { // Says itself what to do.
            return new InstallIdException("the install ID " + what + ": " + e.getMessage(), e);
        }
        return new InstallIdException(
                "the install ID " + what + " (" + e
                        + "): make the file readable and its folder writable, or set XDG_CONFIG_HOME to another",
                e);
    }

    /**
     * After third parties' providers.
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
            return path(context).toString();
        } catch (InstallIdException e) {
            return "nowhere: " + e.getMessage();
        }
    }

    private static Path path(InstallIdContext context) throws InstallIdException {
        try {
            return UserFolders.config(context.application(), context.environment())
                    .resolve("id");
        } catch (IOException e) {
            throw new InstallIdException("there is no place for the install ID: " + e.getMessage(), e);
        }
    }
}
