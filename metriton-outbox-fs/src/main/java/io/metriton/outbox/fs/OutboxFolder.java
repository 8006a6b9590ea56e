package io.metriton.outbox.fs;

import io.metriton.api.Outbox.Durability;
import io.metriton.api.support.OwnFiles;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one folder of an outbox, which any number of processes share without a lock. Every change in it is the exclusive
 * creation, the renaming, or the deletion of one file, so that of several processes which try the same one succeeds.
 *
 * <p>Guarded by the outbox's lock.
 */
final class OutboxFolder {
    /** The folder, {@code metriton}, and the application's; below the outbox, that as well. */
    private static final int LEVELS = 4;

    private final Disk disk;
    private final Path path;
    private final @Nullable OutboxFolder above;

    /** Folders that were made and not forced to the disk. */
    private final List<Path> made = new ArrayList<>();

    private boolean own;

    OutboxFolder(Disk disk, Path path) {
        this(disk, path, null);
    }

    /** A folder in another, whose owner could put something else in its place. */
    OutboxFolder(OutboxFolder above, String name) {
        this(above.disk, above.resolve(name), above);
    }

    private OutboxFolder(Disk disk, Path path, @Nullable OutboxFolder above) {
        this.disk = disk;
        this.path = path;
        this.above = above;
    }

    /** Eight digits that tell what this process writes from what others write at the same time; no secret. */
    static String randomTag() {
        return Long.toHexString(1L << 32 | (System.nanoTime() * 0x9E3779B97F4A7C15L) >>> 32)
                .substring(1);
    }

    Disk disk() {
        return disk;
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    Path resolve(ReportName name) {
        return path.resolve(name.file());
    }

    /**
     * To be called before anything in it is touched.
     *
     * @throws IOException if it belongs to somebody else
     */
    void requireOwn() throws IOException {
        if (above != null) {
            above.requireOwn();
        }
        if (!own) {
            OwnFiles.requireOwnFolder(path, LEVELS);
            if (Files.isDirectory(path)) { // Else it may be another's that is made later.
                OwnFiles.requireOwner(path);
                own = true;
            }
        }
    }

    /** The names of what is in it; none if it does not exist. */
    List<String> names() throws IOException {
        requireOwn();
        try {
            return disk.names(path);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** Makes the folder if it is missing. */
    void create() throws IOException {
        requireOwn();
        made.addAll(disk.createFolders(path));
        requireOwn();
    }

    /** Makes the names in it survive a power failure, and its own. */
    void force() {
        disk.force(path);
        for (Path each : made) {
            disk.force(each.resolveSibling(""));
        }
        made.clear();
    }

    /**
     * Writes a file that appears whole, in the place of another one of this name. It is forced to the disk once it is there, as
     * that may take long: the end of the process does it no harm meanwhile.
     */
    void write(String name, String temporary, byte[] content, Durability durability) throws IOException {
        boolean interrupted = false;
        try {
            writeOnce(name, temporary, content, durability);
        } catch (
                ClosedByInterruptException
                        e) { // A host interrupts all threads: that closes the file, and loses no report.
            interrupted = Thread.interrupted();
            writeOnce(name, temporary, content, durability);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void writeOnce(String name, String temporary, byte[] content, Durability durability) throws IOException {
        create();
        Path unfinished = path.resolve(temporary);
        Path written = unfinished;
        FileChannel channel = disk.create(unfinished);
        try {
            try (channel) {
                disk.write(channel, content);
            }
            disk.move(unfinished, path.resolve(name));
            written = path.resolve(name);
            if (durability == Durability.POWER_LOSS) {
                disk.forceFile(written);
            }
        } catch (IOException e) {
            try {
                disk.delete(written);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
        if (durability == Durability.POWER_LOSS) {
            force();
        }
    }

    /** False if there is no such file any more, or never was: another process was faster. */
    boolean move(ReportName from, ReportName to) throws IOException {
        try {
            disk.move(resolve(from), resolve(to));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Whether a name is that of a regular file, and no link, pipe or folder. */
    boolean isFile(String name) throws IOException {
        try {
            return disk.size(path.resolve(name)) >= 0;
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
