package io.metriton.collector.cli;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * The copies of its native library that the driver of SQLite unpacks for each process, and deletes at its end; a process that
 * is killed leaves its copy behind, some megabyte. Stateless.
 */
final class UnpackedLibraries {

    /** A process that has just started may be about to load it; one that has loaded it needs the name no more. */
    private static final Duration YOUNG = Duration.ofMinutes(10);

    private UnpackedLibraries() {}

    /** Deletes old ones. What cannot be deleted, as on Windows while it is in use, stays. */
    static void removeOld(Path folder) {
        Instant oldest = Instant.now().minus(YOUNG);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "sqlite-*")) {
            for (Path each : files) {
                if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)
                        && Files.getLastModifiedTime(each).toInstant().isBefore(oldest)) {
                    delete(each);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // They cost room alone; the next start tries again.
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It is in use.
        }
    }
}
