package io.metriton.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.collector.privacy.Secrets;
import io.metriton.collector.store.Databases;
import io.metriton.collector.store.SecretTable;
import io.metriton.collector.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A backup becomes a data folder as a whole or not at all, and overwrites nothing. */
class RestoreTest {

    private static final String SECRET = "the-secret-of-tests-of-32-letters";

    @TempDir
    Path folder;

    private Path backup;
    private Path data;

    @BeforeEach
    void backUp() throws IOException {
        backup = folder.resolve("backup.zip");
        data = folder.resolve("data");
        try (Store store = Store.open(Databases.SQLITE.url(folder))) {
            new SecretTable(store).settle(Secrets.of(SECRET));
        }
        write(SECRET, backup);
    }

    private void write(String secret, Path file) throws IOException {
        SecretSource source = new SecretSource(secret, folder.resolve("none"), false);
        Archive.write(new DataFolder(folder), source, file);
    }

    private void restore() throws IOException {
        RestoreCommand command =
                new RestoreCommand(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        new CommandLine(command).parseArgs(backup.toString(), "--data", data.toString());
        assertThat(command.call()).isZero();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void backup_becomesADataFolder() throws IOException {
        restore();
        assertThat(files()).containsExactly("collector.db", "native", "secret");
        assertThat(data.resolve("secret")).hasContent(SECRET);
        Store.open(Databases.SQLITE.url(data)).close();
    }

    /** A log that is left over would be applied to the database; a secret may be that of a PostgreSQL database. */
    @ParameterizedTest
    @ValueSource(strings = {"collector.db", "collector.db-wal", "collector.db-shm", "collector.db-journal", "secret"})
    void whatIsLeftOfACollector_isNotTouched(String name) throws IOException {
        Files.createDirectory(data);
        Files.writeString(data.resolve(name), "left");
        assertThatThrownBy(this::restore)
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("already (" + name + "): name an empty folder with --data");
        assertThat(files()).containsExactly(name);
        assertThat(data.resolve(name)).hasContent("left");
    }

    @Test
    void brokenBackup_leavesNothing() throws IOException {
        byte[] whole = Files.readAllBytes(backup);
        for (int length : List.of(0, 10, whole.length / 4, whole.length / 2)) {
            Files.write(backup, Arrays.copyOf(whole, length));
            assertBroken();
        }
        byte[] changed = whole.clone();
        changed[whole.length / 4] ^= 0x55;
        Files.write(backup, changed);
        assertBroken();
        zip("collector.db", "no database".repeat(1000), "secret", SECRET);
        assertBroken();
        zip("secret", SECRET);
        assertBroken();
        Files.write(backup, whole);
        restore();
    }

    /** Else the backup is of no use to anybody, which shows when it is needed. */
    @Test
    void secretOfAnotherDatabase_isNotPacked() throws IOException {
        Path other = folder.resolve("other.zip");
        assertThatThrownBy(() -> write("another-" + SECRET, other))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("not that of the database")
                .hasMessageContaining("METRITON_COLLECTOR_SECRET");
        assertThat(other).doesNotExist();
        write("another-" + SECRET + " " + SECRET, other); // Set, and not yet started with.

        zip("collector.db", "", "secret", SECRET);
        assertBroken();
    }

    private void zip(String... entries) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(backup))) {
            for (int i = 0; i < entries.length; i += 2) {
                zip.putNextEntry(new ZipEntry(entries[i]));
                zip.write(entries[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void assertBroken() throws IOException {
        assertThatThrownBy(this::restore)
                .isInstanceOf(UsageException.class)
                .hasMessage("this is no backup of a collector, or is broken: " + backup);
        assertThat(data).doesNotExist();
    }

    /** As a file that may not be read, or a full disk. */
    @Test
    void folderThatCannotBeUsed_isNamed() throws IOException {
        Files.createDirectories(data.resolve("restored.db.tmp").resolve("in the way"));
        assertThatThrownBy(this::restore)
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("the backup cannot be restored to " + data)
                .hasMessageEndingWith("name another folder with --data");
        assertThat(files()).containsExactly("restored.db.tmp");
    }
}
