package io.metriton.collector.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the driver of SQLite unpacks its native library, about which it says little if it cannot. Stateless. */
final class NativeLibrary {

    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
    private static final String FOLDER = "org.sqlite.tmpdir";

    /** More than the library of any platform takes. */
    private static final int BYTES = 4 * 1024 * 1024;

    private NativeLibrary() {}

    /**
     * Has it unpacked to a folder; or, if that has no room or may not be written to, to one for temporary files: a collector
     * whose disk is full shows its figures all the same. Does nothing where {@code -Dorg.sqlite.tmpdir} is given.
     */
    static void unpackTo(Path folder) {
        if (System.getProperty(FOLDER) != null) {
            return;
        }
        Path usable = folder.toAbsolutePath();
        try {
            tryToWrite(usable);
        } catch (IOException e) {
            usable = temporary(usable, e);
        }
        System.setProperty(FOLDER, usable.toString());
    }

    private static void tryToWrite(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "sqlite-", ".tmp");
        try {
            Files.write(file, new byte[BYTES]);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Path temporary(Path folder, IOException why) {
        try {
            Path temporary = Files.createTempDirectory("metriton-native-");
            temporary.toFile().deleteOnExit(); // The driver deletes what is in it.
            LOG.warn(
                    "SQLite's library cannot be unpacked to {} ({}), so it is to {} this time",
                    folder,
                    why.toString(),
                    temporary);
            return temporary;
        } catch (IOException e) {
            return folder; // The driver fails there, which is explained.
        }
    }

    /** What the driver says, and the way out if it is about the library. */
    static String explain(String message) {
        return message.contains("native library")
                ? "SQLite's library cannot be loaded from " + System.getProperty(FOLDER)
                        + ": make room there, let this user write to it and load programs from it (no noexec), or name"
                        + " another folder with -D" + FOLDER + "=DIR"
                : message;
    }
}
