package io.metriton.outbox.fs;

import static io.metriton.api.Outbox.Durability.POWER_LOSS;

import io.metriton.api.Outbox;
import io.metriton.api.StoredReport;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** Reports to keep, and what is on disk then. */
final class Reports {
    static final URI ENDPOINT = URI.create("https://metriton.example.org/scout");
    static final URI OTHER_ENDPOINT = URI.create("https://other.example.org/scout");
    static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123456Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    /** When every lease has ended, and what was not finished is old. */
    static final Clock LATER = Clock.fixed(NOW.plusSeconds(601), ZoneOffset.UTC);

    private Reports() {}

    static FilesystemOutbox.Builder outbox(Path root) {
        return FilesystemOutbox.builder(root).clock(CLOCK);
    }

    /** A report that is the older the lower its number is. */
    static StoredReport report(int number) {
        return report("key-" + number, NOW.minusSeconds(1_000).plusSeconds(number));
    }

    static StoredReport report(String key, Instant created) {
        return new StoredReport(key, ENDPOINT, created, body("{\"of\":\"" + key + "\"}"));
    }

    static byte[] body(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static List<String> keys(Outbox.TakenOver taken) {
        return taken.reports().stream().map(StoredReport::key).toList();
    }

    /** Puts reports with another outbox, which is closed then. */
    static void leave(Path root, StoredReport... reports) throws IOException {
        try (FilesystemOutbox earlier = outbox(root).build()) {
            for (StoredReport report : reports) {
                earlier.put(report, POWER_LOSS);
            }
        }
    }

    /** A file as another process may have left it. */
    static Path leaveFile(Path root, String name, byte[] content) throws IOException {
        return Files.write(Files.createDirectories(root).resolve(name), content);
    }

    /** While nobody has claimed it. */
    static String nameOf(StoredReport report) {
        return ReportName.of(report, ReportFormat.encode(report).length).file();
    }

    /** How a process has claimed it. */
    static String claimedName(StoredReport report, Instant end) {
        return ReportName.of(report, ReportFormat.encode(report).length)
                .claimed(end.toEpochMilli(), "0a1b2c3d")
                .file();
    }

    /** Everything below a folder, by its path from there. */
    static List<String> below(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> !path.equals(root))
                    .map(path -> root.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    /** The names of the files that hold reports, or were to. */
    static List<String> files(Path root) throws IOException {
        return below(root).stream()
                .filter(path -> path.contains(".report") || path.endsWith(".claimed"))
                .map(path -> Path.of(path).getFileName().toString())
                .sorted()
                .toList();
    }
}
