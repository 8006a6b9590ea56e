package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryFileTest {
    private static final String JSON = "{\n  \"application\": \"größe\",\n  \"revision\": 2\n}\n";
    private static final Map<String, String> LOCAL = Map.of();
    private static final Map<String, String> CI = Map.of("CI", "true");

    @TempDir
    Path folder;

    @Test
    void fileThatIsWhatTheDeclarationSays_passes() throws Exception {
        Path file = Files.writeString(folder.resolve("telemetry.json"), JSON);

        TelemetryFile.assertUpToDate(JSON, file);
        TelemetryFile.assertUpToDate(JSON, file, CI);
        assertThat(file).hasContent(JSON);
    }

    @Test
    void fileWithLineEndsOfWindows_passes() throws Exception {
        Path file = Files.writeString(folder.resolve("telemetry.json"), JSON.replace("\n", "\r\n"));

        TelemetryFile.assertUpToDate(JSON, file, CI);
    }

    @Test
    void fileWithLineEndsOfOldMacs_passes() throws Exception {
        Path file = Files.writeString(folder.resolve("telemetry.json"), JSON.replace('\n', '\r'));

        TelemetryFile.assertUpToDate(JSON, file, CI);
    }

    @Test
    void fileWithAByteOrderMarkOrInAnotherCharset_isSaid() throws Exception {
        String rest = " To update the file, delete it, run this test, and commit it.";
        Path marked = Files.writeString(folder.resolve("marked.json"), "\uFEFF" + JSON);
        assertFails(marked, " begins with a byte order mark, which an editor has put there." + rest);

        Path latin = Files.writeString(folder.resolve("latin.json"), JSON, StandardCharsets.ISO_8859_1);
        assertFails(latin, " is not in UTF-8." + rest);
    }

    @Test
    void linkThatLeadsNowhere_isSaidAndNothingIsWritten() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), folder.resolve("elsewhere.json"));

        assertFails(
                link,
                " is a link to a file that is not there."
                        + " To update the file, delete it, run this test, and commit it.");
        assertThat(folder.resolve("elsewhere.json")).doesNotExist();
    }

    @Test
    void fileThatIsAnother_failsWithTheFirstLineThatDiffers() throws Exception {
        Path file = Files.writeString(folder.resolve("telemetry.json"), JSON.replace("2", "1"));

        assertFails(
                file,
                " is not what the declaration says; the first line that differs is line 3:"
                        + "\n  in the file:       \"revision\": 1\n  the declaration:   \"revision\": 2"
                        + "\nTo update the file, delete it, run this test, and commit it.");
        assertThat(file).content().contains("\"revision\": 1");
    }

    @Test
    void fileThatEndsTooEarlyOrTooLate_failsWithTheLine() throws Exception {
        Path file = folder.resolve("telemetry.json");
        String rest = "\nTo update the file, delete it, run this test, and commit it.";

        Files.writeString(file, "{\n");
        assertFails(
                file,
                " is not what the declaration says; the first line that differs is line 2:\n  in the file:     (ends here)"
                        + "\n  the declaration:   \"application\": \"größe\"," + rest);
        Files.writeString(file, JSON + "more\n");
        assertFails(
                file,
                " is not what the declaration says; the first line that differs is line 5:\n  in the file:     more"
                        + "\n  the declaration: (ends here)" + rest);
        Files.writeString(file, JSON.stripTrailing());
        assertFails(
                file,
                " is not what the declaration says; the first line that differs is line 5:\n  in the file:     (ends without"
                        + " a line feed)\n  the declaration: (ends here)" + rest);
        Files.writeString(file, "");
        assertFails(
                file,
                " is not what the declaration says; the first line that differs is line 1:\n  in the file:     (ends here)"
                        + "\n  the declaration: {" + rest);
    }

    @Test
    void fileThatIsNoText_fails() throws Exception {
        Path file = Files.write(folder.resolve("telemetry.json"), new byte[] {(byte) 0xff, 0});

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> TelemetryFile.assertUpToDate(JSON, file, LOCAL))
                .withMessageContaining(" is not in UTF-8");
    }

    @Test
    void missingFile_isWrittenWithItsFolder() {
        Path file = folder.resolve("docs/telemetry.json");

        TelemetryFile.assertUpToDate(JSON, file, LOCAL);
        assertThat(file).hasContent(JSON);
        TelemetryFile.assertUpToDate(JSON, file, CI);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "1", "woodpecker"})
    void missingFileOnACiService_failsAndIsNotWritten(String ci) {
        Path file = folder.resolve("telemetry.json");

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> TelemetryFile.assertUpToDate(JSON, file, Map.of("CI", ci)))
                .withMessage(file
                        + " is missing, and CI is set, so it is not written: run this test where CI is not set, and"
                        + " commit the file that it writes");
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "false", "FALSE"})
    void ciThatIsFalse_isNone(String ci) {
        Path file = folder.resolve("telemetry.json");

        TelemetryFile.assertUpToDate(JSON, file, Map.of("CI", ci));
        assertThat(file).exists();
    }

    @Test
    void folderInThePlaceOfTheFile_isSaid() {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> TelemetryFile.assertUpToDate(JSON, folder, LOCAL))
                .withMessageStartingWith(folder + " can be neither read nor written: ");
    }

    private static void assertFails(Path file, String message) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> TelemetryFile.assertUpToDate(JSON, file, LOCAL))
                .withMessage(file + message);
    }
}
