package io.metriton.installid.fs;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A file that holds one id, on which any number of processes agree.
 *
 * <p>A new id is written to a temporary file in the same folder, forced to disk, and then linked to its place, which
 * fails if the place is taken: then the other's id is read. Nobody ever sees a part of an id. A file that holds no id is
 * replaced by a rename, under a lock on that very file, so that of several who find it only one does.
 */
final class IdFile {
    /** An id is 36 characters; whatever is larger than this is something else. */
    private static final int MAX_BYTES = 1024;

    /** Each turn means that another process changed the file meanwhile, or holds its lock for a moment. */
    private static final int MAX_TURNS = 100;

    /** How long to wait for the lock in one turn; a process that is stopped while it holds it must not stop others. */
    private static final long LOCK_PAUSE_NANOS = 10_000_000;

    private static final int MAX_LINKS = 40;

    /**
     * A file lock belongs to the whole JVM, so its threads take turns here, from the first look on: a thread that closes
     * the file after reading it would give up the lock that another holds (POSIX). An interned string, because this class
     * may be there several times, once for each class loader: to lock twice is an OverlappingFileLockException.
     */
    private static final Object JVM_LOCK = "io.metriton.installid.fs.IdFile".intern();

    private final Path path;

    IdFile(Path path) {
        this.path = path;
    }

    /** An id, and whether this call made it. */
    record Result(String id, boolean created) {}

    Result readOrCreate() throws IOException {
        synchronized (JVM_LOCK) {
            return takeTurns(followLinks(path));
        }
    }

    private static Result takeTurns(Path file) throws IOException {
        for (int turn = 0; turn < MAX_TURNS; turn++) {
            refuseSpecialFile(file);
            Optional<String> id = read(file);
            if (id.isPresent()) {
                return new Result(id.get(), false);
            }
            Optional<Result> made =
                    Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? replaceUnderLock(file) : create(file);
            if (made.isPresent()) {
                return made.get();
            }
        }
        throw new FileSystemException(file.toString(), null, "other processes keep changing it");
    }

    /** To read a pipe would block; and a link to the null device must not end in a file in the place of that device. */
    private static void refuseSpecialFile(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FileSystemException(file.toString(), null, "it is no regular file");
        }
    }

    /** The id in a file; empty if there is no file, or if it holds none. */
    private static Optional<String> read(Path file) throws IOException {
        try (InputStream in = open(file)) {
            return parse(in);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The old way first, for which a JVM that has just started has fewer classes to load; the new way says what is wrong. */
    private static InputStream open(Path file) throws IOException {
        try {
            return new FileInputStream(file.toFile());
        } catch (FileNotFoundException e) {
            return Files.newInputStream(file);
        }
    }

    private static Optional<String> parse(InputStream in) throws IOException {
        byte[] content = in.readNBytes(MAX_BYTES + 1);
        if (content.length > MAX_BYTES) {
            return Optional.empty();
        }
        // Trimmed also of NULs, which a file may consist of after a power failure.
        String text = new String(content, StandardCharsets.UTF_8).trim().strip();
        int end = 0;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end == 0 ? Optional.empty() : Optional.of(text.substring(0, end).strip());
    }

    /** Puts a new id where no file is; empty if another process was faster. */
    private static Optional<Result> create(Path file) throws IOException {
        Path folder = file.resolveSibling("");
        if (!Files.isDirectory(folder)) { // Asked first: early JDK 17 refuses a link to a folder (JDK-8294193).
            Files.createDirectories(folder, mode(folder, "rwxr-xr-x"));
        }
        String id = UUID.randomUUID().toString();
        Path temporary = writeTemporary(folder, id);
        try {
            return link(temporary, file) ? Optional.of(new Result(id, true)) : Optional.empty();
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static boolean link(Path temporary, Path file) throws IOException {
        try {
            Files.createLink(file, temporary);
            return true;
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            // A file system without hard links, where no move is sure not to replace: take the place with a blank file,
            // which the next turn replaces under its lock.
            Files.createFile(file, mode(file.resolveSibling(""), "rw-r--r--"));
            return false;
        }
    }

    /** Puts a new id in the place of a file without one; empty if another process was faster. */
    private static Optional<Result> replaceUnderLock(Path file) throws IOException {
        Object before = key(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                LockSupport.parkNanos(LOCK_PAUSE_NANOS);
                return Optional.empty();
            }
            // Read by this very channel: to close another one of the same file would give up the lock (POSIX).
            boolean mine = lock.isValid() && Objects.equals(before, key(file));
            if (!mine || parse(Channels.newInputStream(channel)).isPresent()) {
                return Optional.empty();
            }
            return Optional.of(replace(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Result replace(Path file) throws IOException {
        String id = UUID.randomUUID().toString();
        Path temporary = writeTemporary(file.resolveSibling(""), id);
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new Result(id, true);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** What tells one file from another in the same place; null where the file system has nothing like it. */
    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private static Path writeTemporary(Path folder, String id) throws IOException {
        Path temporary = folder.resolve(".id-" + UUID.randomUUID() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                mode(folder, "rw-r--r--"))) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(id);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            return temporary;
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    private static FileAttribute<?>[] mode(Path folder, String permissions) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Where symbolic links of the user's lead, even if nothing is there yet. */
    private static Path followLinks(Path path) throws IOException {
        Path file = path;
        try {
            for (int links = 0; Files.isSymbolicLink(file); links++) {
                if (links == MAX_LINKS) {
                    throw new FileSystemException(path.toString(), null, "too many symbolic links");
                }
                file = file.resolveSibling(Files.readSymbolicLink(file));
            }
        } catch (NotLinkException e) {
            return file; // Replaced meanwhile.
        }
        return file;
    }
}
