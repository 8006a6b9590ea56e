package io.metriton.installid.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes that cron or systemd starts, without a locale. */
@EnabledOnOs(value = LINUX, disabledReason = "macOS and Windows have their names in Unicode whatever the locale")
class InstallIdLocaleTest {
    @TempDir
    Path temp;

    /** A second id was once made in another home, or nothing reported, with untrue advice. */
    @ParameterizedTest
    @CsvSource({"environment, HOME names a folder that this JVM cannot write", "accent, HOME names a folder"})
    void homeWithAnUmlaut_isToldWithTheWayOut(String what, String said) throws Exception {
        assertThat(InstallIdChild.withoutLocale(what, temp))
                .startsWith("InstallIdException: there is no place for the install ID: " + said)
                .contains("run it with LC_ALL=C.UTF-8");

        try (var all = Files.list(temp)) {
            assertThat(all).as("the home, which the shell made").hasSize(1);
        }
    }

    @Test
    void applicationWithAnAccent_isToldWithTheWayOut() throws Exception {
        assertThat(InstallIdChild.afterShell("export LC_ALL=C HOME=" + temp, Path.of("accent")))
                .startsWith("InstallIdException: there is no place for the install ID: this JVM cannot write the"
                        + " application's name '")
                .endsWith("): run it with LC_ALL=C.UTF-8");
        assertThat(temp).isEmptyDirectory();
    }
}
