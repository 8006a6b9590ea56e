package io.metriton.installid.fs;

import io.metriton.api.support.OwnFiles;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A file that holds one id, on which any number of processes agree. Mostly it is there, and this is all that a JVM has to
 * load; {@link NewId} makes it. No lock is held at any time, so a file that hangs stops only who reads it.
 */
final class IdFile {
    /** An id and the ends of lines around it; whatever is larger is something else. */
    private static final int MAX_BYTES = 1024;

    /** As far as a blank file is read into which several processes are just putting ids, of which the first counts. */
    private static final int MAX_FILLED = 2 * MAX_BYTES;

    /** Each turn means that another process changed the file meanwhile. */
    private static final int MAX_TURNS = 100;

    /** How often a file that is too large is looked at, if it starts with a new id: several may just be being put there. */
    private static final int MAX_LOOKS = 20;

    private static final long PAUSE_NANOS = 10_000_000;
    private static final int MAX_LINKS = 40;

    /** Of folders that may be links: the application's. */
    private static final int LEVELS = 1;

    private final Path path;
    private boolean made;

    IdFile(Path path) {
        this.path = path;
    }

    /** Whether {@link #readOrCreate} made the id. */
    boolean isNew() {
        return made;
    }

    String readOrCreate() throws IOException {
        requireOwn();
        for (int turn = 0; turn < MAX_TURNS; turn++) {
            Path file = target();
            Optional<String> id = file == null ? Optional.empty() : read(file);
            if (id.isPresent()) {
                return id.get();
            }
            String put = file == null ? NewId.create(path) : NewId.fill(file);
            if (put != null) {
                made = true;
                return put;
            }
        }
        throw new NotAnIdException("other processes keep changing it");
    }

    /** Empty if there is no file, or if it is blank. */
    Optional<String> readIfThere() throws IOException {
        requireOwn();
        Path file = target();
        return file == null ? Optional.empty() : read(file);
    }

    /** Deletes the file, or the link to it, if that holds an id or nothing. */
    void delete() throws IOException {
        readIfThere();
        Files.deleteIfExists(path);
        NewId.removeLeftovers(path.resolveSibling(""), Duration.ZERO); // They may hold it, too.
    }

    private void requireOwn() throws IOException {
        OwnFiles.requireOwnFolder(path.resolveSibling(""), LEVELS);
    }

    /**
     * The regular file that is there, or to which links of the user's lead; null if there is nothing. What is something else, a
     * pipe or a device, is not opened; and a link to nothing is no place where a file would be made.
     */
    private @Nullable Path target() throws IOException {
        Path file = path;
        for (int links = 0; links <= MAX_LINKS; links++) {
            BasicFileAttributes attributes = attributes(file);
            if (attributes == null && links > 0) {
                throw new NotAnIdException(
                        "it is a link to " + file + ", which is not there: make that file, or remove the link");
            }
            if (attributes == null || attributes.isRegularFile()) {
                return attributes == null ? null : file;
            }
            if (!attributes.isSymbolicLink()) {
                throw new NotAnIdException("it is no regular file");
            }
            OwnFiles.requireOwnLink(file);
            file = file.resolveSibling(Files.readSymbolicLink(file));
            OwnFiles.requireOwnFolder(file.resolveSibling(""), 0);
        }
        throw new NotAnIdException("too many symbolic links");
    }

    private static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** The id in a file; empty if there is no file, or if it is blank. */
    private static Optional<String> read(Path file) throws IOException {
        for (int look = 0; look < MAX_LOOKS; look++) {
            byte[] content;
            try (InputStream in = open(file)) {
                content = in.readNBytes(MAX_FILLED);
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
            if (content.length <= MAX_BYTES) {
                return IdText.parse(content);
            }
            if (!NewId.startsWithOne(content)) {
                break;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new NotAnIdException("it holds more than " + MAX_BYTES + " bytes, so it is something else");
    }

    /** The first id in a file into which several are just being put. */
    static Optional<String> readFirst(Path file) throws IOException {
        try (InputStream in = open(file)) {
            return IdText.parse(in.readNBytes(MAX_FILLED));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The old way first, for which a JVM that has just started has fewer classes to load; the new way says what is wrong. */
    private static InputStream open(Path file) throws IOException {
        try {
            return new FileInputStream(file.toFile());
        } catch (IOException e) {
            return Files.newInputStream(file);
        }
    }
}
