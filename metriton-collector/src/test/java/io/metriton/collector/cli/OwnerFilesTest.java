package io.metriton.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerFilesTest {

    @TempDir
    Path folder;

    /** What is not written may be a secret. */
    @Test
    void fileThatCannotBePutInItsPlace_leavesNothingBehind() throws Exception {
        Path inTheWay =
                Files.createDirectories(folder.resolve("secret/not-empty")).getParent();

        assertThatThrownBy(() -> OwnerFiles.write(inTheWay, "a secret")).isInstanceOf(IOException.class);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(inTheWay);
        }
    }
}
