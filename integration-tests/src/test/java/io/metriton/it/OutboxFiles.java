package io.metriton.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of an outbox, as they are on disk. Stateless. */
final class OutboxFiles {
    private static final Pattern CLAIM = Pattern.compile("\\.\\d{13}-(\\w+)\\.claimed$");

    private OutboxFiles() {}

    /** As if ten minutes had passed since the last process was killed. */
    static void endLeases(Path outbox) throws IOException {
        List<Path> claimed;
        try (Stream<Path> files = Files.exists(outbox) ? Files.list(outbox) : Stream.empty()) {
            claimed = files.filter(file -> file.toString().endsWith(".claimed")).toList();
        }
        for (Path file : claimed) {
            String name = file.getFileName().toString();
            Files.move(file, outbox.resolve(CLAIM.matcher(name).replaceFirst(".1700000000000-$1.claimed")));
        }
    }

    /** How many reports wait. */
    static long reports(Path outbox) throws IOException {
        try (Stream<Path> files = Files.walk(outbox)) {
            return files.filter(file -> file.toString().endsWith(".report")
                            || file.toString().endsWith(".claimed"))
                    .count();
        } catch (UncheckedIOException e) {
            return Long.MAX_VALUE; // It changes while it is read: once more.
        }
    }
}
