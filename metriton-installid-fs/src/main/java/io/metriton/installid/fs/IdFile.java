package io.metriton.installid.fs;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that holds one id, on which any number of processes agree. Mostly it is there, and this is all that a JVM has to
 * load; {@link NewId} makes it.
 */
final class IdFile {
    /** An id is 36 characters; whatever is larger than this is something else. */
    private static final int MAX_BYTES = 1024;

    /** Each turn means that another process changed the file meanwhile, or holds its lock for a moment. */
    private static final int MAX_TURNS = 100;

    private static final int MAX_LINKS = 40;

    /**
     * A file lock belongs to the whole JVM, so its threads take turns here, from the first look on: a thread that closes
     * the file after reading it would give up the lock that another holds (POSIX). An interned string, because this class
     * may be there several times, once for each class loader: to lock twice is an OverlappingFileLockException.
     */
    private static final Object JVM_LOCK = "io.metriton.installid.fs.IdFile".intern();

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
        synchronized (JVM_LOCK) {
            return takeTurns(followLinks(path));
        }
    }

    private String takeTurns(Path file) throws IOException {
        for (int turn = 0; turn < MAX_TURNS; turn++) {
            refuseSpecialFile(file);
            Optional<String> id = read(file);
            if (id.isPresent()) {
                return id.get();
            }
            String put = NewId.put(file);
            if (put != null) {
                made = true;
                return put;
            }
        }
        throw NewId.failure(file, "other processes keep changing it");
    }

    /** To read a pipe would block; and a link to the null device must not end in a file in the place of that device. */
    private static void refuseSpecialFile(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw NewId.failure(file, "it is no regular file");
        }
    }

    /** The id in a file; empty if there is no file, or if it holds none. */
    private static Optional<String> read(Path file) throws IOException {
        try (InputStream in = open(file)) {
            return parse(in);
        } catch (IOException e) {
            if (e instanceof NoSuchFileException) {
                return Optional.empty();
            }
            throw e;
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

    static Optional<String> parse(InputStream in) throws IOException {
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

    /** Where symbolic links of the user's lead, even if nothing is there yet. */
    private static Path followLinks(Path path) throws IOException {
        Path file = path;
        try {
            for (int links = 0; Files.isSymbolicLink(file); links++) {
                if (links == MAX_LINKS) {
                    throw NewId.failure(path, "too many symbolic links");
                }
                file = file.resolveSibling(Files.readSymbolicLink(file));
            }
        } catch (IOException e) {
            if (!(e instanceof NotLinkException)) {
                throw e;
            } // Else replaced meanwhile.
        }
        return file;
    }
}
