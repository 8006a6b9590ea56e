package io.metriton.installid.fs;

import java.io.IOException;
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
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Makes an id that nobody else makes, too.
 *
 * <p>It is written to a temporary file in the same folder, forced to disk, and then linked to its place, which fails if the
 * place is taken: then the other's id is read. Nobody ever sees a part of an id. A file that holds no id is replaced by a
 * rename, under a lock on that very file, so that of several who find it only one does.
 */
final class NewId {
    /** How long to wait for the lock in one turn; a process that is stopped while it holds it must not stop others. */
    private static final long LOCK_PAUSE_NANOS = 10_000_000;

    private NewId() {}

    /** Puts a new id where no id is; null if another process was faster, or holds the lock for a moment. */
    static @Nullable String put(Path file) throws IOException {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? replaceUnderLock(file) : create(file);
    }

    static IOException failure(Path file, String reason) {
        return new FileSystemException(file.toString(), null, reason);
    }

    /** Puts a new id where no file is; null if another process was faster. */
    private static @Nullable String create(Path file) throws IOException {
        Path folder = file.resolveSibling("");
        if (!Files.isDirectory(folder)) { // Asked first: early JDK 17 refuses a link to a folder (JDK-8294193).
            Files.createDirectories(folder, mode(folder, "rwxr-xr-x"));
        }
        String id = UUID.randomUUID().toString();
        Path temporary = writeTemporary(folder, id);
        try {
            return link(temporary, file) ? id : null;
        } catch (FileAlreadyExistsException e) {
            return null;
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

    /** Puts a new id in the place of a file without one; null if another process was faster. */
    private static @Nullable String replaceUnderLock(Path file) throws IOException {
        Object before = key(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                LockSupport.parkNanos(LOCK_PAUSE_NANOS);
                return null;
            }
            // Read by this very channel: to close another one of the same file would give up the lock (POSIX).
            boolean mine = lock.isValid() && Objects.equals(before, key(file));
            if (!mine || IdFile.parse(Channels.newInputStream(channel)).isPresent()) {
                return null;
            }
            return replace(file);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static String replace(Path file) throws IOException {
        String id = UUID.randomUUID().toString();
        Path temporary = writeTemporary(file.resolveSibling(""), id);
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return id;
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
}
