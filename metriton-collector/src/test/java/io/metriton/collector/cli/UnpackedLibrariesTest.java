package io.metriton.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What processes that were killed have left. */
class UnpackedLibrariesTest {

    @TempDir
    private Path folder;

    private Path file(String name, Duration age) throws IOException {
        Path file = Files.createFile(folder.resolve(name));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
        return file;
    }

    @Test
    void oldLibraries_areDeleted() throws IOException {
        Path old = file("sqlite-3.50-a-libsqlitejdbc.so", Duration.ofHours(1));
        Path lock = file("sqlite-3.50-a-libsqlitejdbc.so.lck", Duration.ofHours(1));
        Path young = file("sqlite-3.50-b-libsqlitejdbc.so", Duration.ofMinutes(1));
        Path other = file("mine.so", Duration.ofHours(1));

        UnpackedLibraries.removeOld(folder);

        assertThat(old).doesNotExist();
        assertThat(lock).doesNotExist();
        assertThat(young).exists();
        assertThat(other).exists();
    }

    @Test
    void folderThatIsMissing_isNone() {
        UnpackedLibraries.removeOld(folder.resolve("none"));

        assertThat(folder).isEmptyDirectory();
    }
}
