package io.metriton.api.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the files of an application go. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the absolute paths here are those of other systems")
class UserFoldersTest {
    private static final String USER_HOME = "/users/x";

    @Test
    void xdgStateHomeSet_winsOverHome() throws Exception {
        assertThat(of("app", Map.of("XDG_STATE_HOME", "/state", "HOME", "/home/x")))
                .isEqualTo(Path.of("/state/app"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "relative/state", ".", "~/state", "\0"})
    void xdgStateHomeNotAbsolute_isIgnored(String notAbsolute) throws Exception {
        assertThat(of("app", Map.of("XDG_STATE_HOME", notAbsolute, "HOME", "/home/x")))
                .isEqualTo(Path.of("/home/x/.local/state/app"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "relative", "."})
    void homeNotAbsolute_fallsBackToUserHome(String notAbsolute) throws Exception {
        assertThat(of("app", Map.of("HOME", notAbsolute))).isEqualTo(Path.of("/users/x/.local/state/app"));
    }

    @Test
    void noVariables_fallBackToUserHome() throws Exception {
        assertThat(of("app", Map.of())).isEqualTo(Path.of("/users/x/.local/state/app"));
    }

    @Test
    void localAppDataOnWindows_comesBehindHomeAndBeforeUserHome() throws Exception {
        Map<String, String> environment = Map.of("LOCALAPPDATA", "/appdata");

        assertThat(new UserFolders(environment, USER_HOME, true).state("app")).isEqualTo(Path.of("/appdata/app"));
        assertThat(new UserFolders(Map.of("LOCALAPPDATA", "/appdata", "HOME", "/home/x"), USER_HOME, true).state("app"))
                .isEqualTo(Path.of("/home/x/.local/state/app"));
        assertThat(of("app", environment)).isEqualTo(Path.of("/users/x/.local/state/app"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "relative"})
    void nothingAbsolute_isRefusedWithTheWayOut(String userHome) throws Exception {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new UserFolders(Map.of(), userHome, false).state("app"))
                .withMessage(
                        "nothing says where the home of the user is: set XDG_STATE_HOME or HOME to an absolute path");
    }

    @ParameterizedTest
    @ValueSource(strings = {".app", "~", "a b", "a..b", "...", "-rf", "$HOME", "a:b"})
    void unusualName_isAFolderAllTheSame(String application) throws Exception {
        assertThat(of(application, Map.of())).isEqualTo(Path.of(USER_HOME, ".local/state", application));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                "/",
                "/abs",
                "a/b",
                "../evil",
                "a/../b",
                "a\\b",
                "..\\evil",
                "a\0b",
                "a\nb",
                "\u0085",
                "a\ud800b"
            })
    void nameThatLeavesTheFolder_isRefused(String application) throws Exception {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> of(application, Map.of()))
                .withMessageStartingWith("the application's name is no name for a folder: '")
                .withMessageEndingWith(
                        "' (no separators, '.', '..', control characters, at most 128 characters and 255 bytes in UTF-8):"
                                + " choose another name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "app.", "app ", "nul", "CON.txt", "com1", "LPT9.log", "COM\u00B9", "conin$"})
    void nameThatWindowsMistakes_isRefusedThere(String application) throws Exception {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new UserFolders(Map.of(), USER_HOME, true).state(application));
    }

    @Test
    void nameOf129Characters_isRefusedAndCutOffInTheMessage() throws Exception {
        assertThat(of("a".repeat(128), Map.of())).isNotNull();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> of("a".repeat(129), Map.of()))
                .withMessageContaining("'" + "a".repeat(128) + "…'");
    }

    private static Path of(String application, Map<String, String> environment) throws IOException {
        return new UserFolders(environment, USER_HOME, false).state(application);
    }

    @Test
    void config_isBelowItsOwnVariablesAndFolder() throws Exception {
        Map<String, String> windows = Map.of("APPDATA", "/appdata");

        assertThat(new UserFolders(Map.of("XDG_CONFIG_HOME", "/c", "HOME", "/h"), USER_HOME, false).config("app"))
                .isEqualTo(Path.of("/c/app"));
        assertThat(new UserFolders(Map.of("HOME", "/h"), USER_HOME, false).config("app"))
                .isEqualTo(Path.of("/h/.config/app"));
        assertThat(new UserFolders(windows, USER_HOME, true).config("app")).isEqualTo(Path.of("/appdata/app"));
        assertThat(new UserFolders(Map.of(), USER_HOME, false).config("app"))
                .isEqualTo(Path.of(USER_HOME, ".config/app"));
    }

    /** What a JVM without a locale makes of /home/j\u00f6rg: a second id was made in user.home, which was another folder. */
    @ParameterizedTest
    @ValueSource(strings = {"HOME", "XDG_STATE_HOME"})
    void variableThatTheLocaleHasMutilated_isToldAndNoOtherHomeIsTaken(String variable) {
        Map<String, String> environment = Map.of(variable, "/home/j\ufffd\ufffdrg");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> of("app", environment))
                .withMessageStartingWith(variable + " names a folder that this JVM cannot write in its locale (sun.jnu")
                .withMessageEndingWith(
                        "): run it with LC_ALL=C.UTF-8, or set XDG_STATE_HOME to a folder with an ASCII name");
    }

    @Test
    void userHomeThatTheLocaleHasMutilated_isTold() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new UserFolders(Map.of(), "/home/j??rg", false).state("app"))
                .withMessageStartingWith("user.home names a folder that this JVM cannot write in its locale");
    }
}
