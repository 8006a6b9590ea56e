package io.metriton.installid.fs;

import io.metriton.api.support.InstallIdText;
import io.metriton.api.support.OwnFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes an id that nobody else makes, too, without a lock, which not every home has.
 *
 * <p>Where no file is, the id is written to a temporary file in the same folder, forced to disk, and linked to its place, which
 * fails if the place is taken: nobody ever sees a part of an id. Where a blank file is, everybody who finds it appends a line
 * with an id of their own; the first line is the id, for all of them, and who wrote it tidies up by replacing the file with one
 * that has this line alone. A file system appends lines one after the other.
 */
final class NewId {
    private static final int LENGTH = 36;

    private static final String TEMPORARY_START = ".id-";
    private static final String TEMPORARY_END = ".tmp";

    /** A file that is older and not finished belongs to a process that ended. */
    private static final Duration UNFINISHED = Duration.ofMinutes(10);

    private NewId() {}

    /** Puts a new id where no file is; null if another process was faster. */
    static @Nullable String create(Path file) throws IOException {
        Path folder = file.resolveSibling("");
        OwnFiles.createFolders(folder, "rwxr-xr-x");
        String id = UUID.randomUUID().toString();
        removeLeftovers(folder, UNFINISHED);
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
            // which the next turn fills.
            Files.createFile(file, OwnFiles.mode(file, "rw-r--r--"));
            return false;
        }
    }

    /** Puts a new id into a blank file; null if another process was faster. */
    static @Nullable String fill(Path file) throws IOException {
        String id = UUID.randomUUID().toString();
        try {
            long size = Files.size(file);
            if (IdFile.readFirst(file).isPresent() || !append(file, size, "\n" + id + "\n")) {
                return null;
            }
        } catch (NoSuchFileException e) {
            return null;
        }
        Optional<String> first = IdFile.readFirst(file);
        if (first.isPresent() && !first.get().equals(id)) {
            return null;
        }
        tidy(file, id, first.isPresent());
        return id;
    }

    /** False if the file is no more the blank one that it was: it has grown, or one that is tidy is in its place. */
    private static boolean append(Path file, long size, String line) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
            if (channel.size() != size) {
                return false;
            }
            write(channel, line);
            return true;
        }
    }

    /** For all that read it meanwhile, it is the same id before and after. */
    private static void tidy(Path file, String id, boolean isThere) throws IOException {
        try {
            Path temporary = writeTemporary(file.resolveSibling(""), id);
            try {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            if (!isThere) {
                throw e;
            } // Else the folder may not be written to: the file holds the id all the same.
        }
    }

    /** Whether a file starts as one does into which ids were put. */
    static boolean startsWithOne(byte[] content) {
        String all = new String(content, StandardCharsets.UTF_8);
        int start = 0;
        while (start < all.length() && InstallIdText.isBlank(all.charAt(start))) {
            start++;
        }
        String text = all.substring(start);
        if (text.length() <= LENGTH || text.charAt(LENGTH) != '\n') {
            return false;
        }
        return isUuid(text.substring(0, LENGTH));
    }

    /** Removes what processes began that were killed: files that are not finished, and older than that. */
    static void removeLeftovers(Path folder, Duration age) {
        String[] names = folder.toFile().list(); // The old way, for which a JVM that has just started has less to load.
        for (String name : names == null ? new String[0] : names) {
            if (isTemporary(name)) {
                removeIfOlder(folder.resolve(name), Instant.now().minus(age));
            }
        }
    }

    private static boolean isTemporary(String name) {
        int end = name.length() - TEMPORARY_END.length();
        return name.startsWith(TEMPORARY_START)
                && name.endsWith(TEMPORARY_END)
                && end - TEMPORARY_START.length() == LENGTH
                && isUuid(name.substring(TEMPORARY_START.length(), end));
    }

    private static boolean isUuid(String text) {
        try {
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void removeIfOlder(Path file, Instant than) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isRegularFile()
                    && !attributes.lastModifiedTime().toInstant().isAfter(than)) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // It does no harm; the next that makes an ID tries again.
        }
    }

    /** Once more, where a host interrupts all threads, which closes a file that is being written. */
    private static Path writeTemporary(Path folder, String id) throws IOException {
        boolean interrupted = false;
        try {
            return writeOnce(folder, id);
        } catch (ClosedByInterruptException e) {
            interrupted = Thread.interrupted();
            return writeOnce(folder, id);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Path writeOnce(Path folder, String id) throws IOException {
        Path temporary = folder.resolve(TEMPORARY_START + UUID.randomUUID() + TEMPORARY_END);
        try (FileChannel channel = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                OwnFiles.mode(folder, "rw-r--r--"))) {
            write(channel, id);
            return temporary;
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    private static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
    }
}
