package io.metriton.testkit;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Holds {@code telemetry.json}, the file in which people read what an application reports, to the application's
 * declaration. Stateless.
 */
public final class TelemetryFile {
    private static final String UPDATE = "To update the file, delete it, run this test, and commit it.";

    private TelemetryFile() {}

    /**
     * Fails if the file is not what the declaration says; in a test:
     *
     * <pre>{@code
     * TelemetryFile.assertUpToDate(Greet.TELEMETRY.toJson(), Path.of("telemetry.json"));
     * }</pre>
     *
     * <p>Where the file is missing it is written, with its folder, and the test passes: commit it. On a CI service, where the
     * variable {@code CI} is set to anything but {@code false}, nothing is written and the test fails. To update the file,
     * delete it and run the test.
     *
     * @param json what the declaration's {@code toJson()} gives
     * @param file relative to the folder in which tests run, which is the module's in Maven and Gradle
     * @throws AssertionError if the file is another, and says the first line that differs; if it is missing on a CI service
     * @throws UncheckedIOException if it can neither be read nor written
     */
    public static void assertUpToDate(String json, Path file) {
        assertUpToDate(json, file, System.getenv());
    }

    static void assertUpToDate(String json, Path file, Map<String, String> environment) {
        requireNonNull(json, "json");
        Path absolute = file.toAbsolutePath().normalize();
        try {
            if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
                compare(json, absolute);
            } else if (isCi(environment)) {
                throw new AssertionError(
                        absolute + " is missing, and CI is set, so it is not written: run this test where CI"
                                + " is not set, and commit the file that it writes");
            } else {
                Files.createDirectories(requireNonNull(absolute.getParent(), "file is a root folder"));
                Files.writeString(absolute, json);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(absolute + " can be neither read nor written: " + e, e);
        }
    }

    private static boolean isCi(Map<String, String> environment) {
        String ci = environment.getOrDefault("CI", "").strip();
        return !ci.isEmpty() && !ci.equalsIgnoreCase("false");
    }

    private static void compare(String json, Path file) throws IOException {
        // Git may give the file the line ends of the system.
        String found = text(file).replace("\r\n", "\n").replace('\r', '\n');
        if (found.startsWith("\uFEFF")) {
            throw new AssertionError(file + " begins with a byte order mark, which an editor has put there. " + UPDATE);
        }
        if (found.equals(json)) {
            return;
        }
        List<String> expected = List.of(json.split("\n", -1));
        List<String> lines = List.of(found.split("\n", -1));
        int same = 0;
        while (same < Math.min(expected.size(), lines.size()) && lines.get(same).equals(expected.get(same))) {
            same++;
        }
        throw new AssertionError(file + " is not what the declaration says; the first line that differs is line "
                + (same + 1) + ":\n  in the file:     " + line(lines, same) + "\n  the declaration: "
                + line(expected, same) + "\n" + UPDATE);
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new AssertionError(file + " is not in UTF-8. " + UPDATE, e);
        } catch (NoSuchFileException e) {
            throw new AssertionError(file + " is a link to a file that is not there. " + UPDATE, e);
        }
    }

    /** What follows the last line feed is no line. */
    private static String line(List<String> lines, int index) {
        if (index >= lines.size()) {
            return "(ends without a line feed)";
        }
        return index == lines.size() - 1 && lines.get(index).isEmpty() ? "(ends here)" : lines.get(index);
    }
}
