package io.metriton.outbox.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.metriton.api.MetritonConfigurationException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the outbox is. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the absolute paths here are those of other systems")
class OutboxLocationTest {
    private static final String USER_HOME = "/users/x";

    @Test
    void xdgStateHomeSet_winsOverHome() {
        assertThat(of("app", Map.of("XDG_STATE_HOME", "/state", "HOME", "/home/x")))
                .isEqualTo(Path.of("/state/app/metriton/outbox"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "relative/state", ".", "~/state", "\0"})
    void xdgStateHomeNotAbsolute_isIgnored(String notAbsolute) {
        assertThat(of("app", Map.of("XDG_STATE_HOME", notAbsolute, "HOME", "/home/x")))
                .isEqualTo(Path.of("/home/x/.local/state/app/metriton/outbox"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "relative", "."})
    void homeNotAbsolute_fallsBackToUserHome(String notAbsolute) {
        assertThat(of("app", Map.of("HOME", notAbsolute)))
                .isEqualTo(Path.of("/users/x/.local/state/app/metriton/outbox"));
    }

    @Test
    void noVariables_fallBackToUserHome() {
        assertThat(of("app", Map.of())).isEqualTo(Path.of("/users/x/.local/state/app/metriton/outbox"));
    }

    @Test
    void localAppDataOnWindows_comesBehindHomeAndBeforeUserHome() {
        Map<String, String> environment = Map.of("LOCALAPPDATA", "/appdata");

        assertThat(OutboxLocation.of("app", environment, USER_HOME, true))
                .isEqualTo(Path.of("/appdata/app/metriton/outbox"));
        assertThat(OutboxLocation.of("app", Map.of("LOCALAPPDATA", "/appdata", "HOME", "/home/x"), USER_HOME, true))
                .isEqualTo(Path.of("/home/x/.local/state/app/metriton/outbox"));
        assertThat(of("app", environment)).isEqualTo(Path.of("/users/x/.local/state/app/metriton/outbox"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "relative"})
    void nothingAbsolute_isRefusedWithTheWayOut(String userHome) {
        assertThatExceptionOfType(MetritonConfigurationException.class)
                .isThrownBy(() -> OutboxLocation.of("app", Map.of(), userHome, false))
                .withMessage("no folder for the outbox: set XDG_STATE_HOME or HOME to an absolute path");
    }

    @ParameterizedTest
    @ValueSource(strings = {".app", "~", "a b", "a..b", "...", "-rf", "$HOME", "a:b"})
    void unusualName_isAFolderAllTheSame(String application) {
        assertThat(of(application, Map.of()))
                .isEqualTo(Path.of(USER_HOME, ".local/state", application, "metriton/outbox"));
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
                "\u0085"
            })
    void nameThatLeavesTheFolder_isRefused(String application) {
        assertThatExceptionOfType(MetritonConfigurationException.class)
                .isThrownBy(() -> of(application, Map.of()))
                .withMessageStartingWith("the application's name is no name for a folder: '")
                .withMessageEndingWith("' (no separators, '.', '..', control characters, at most 128 characters):"
                        + " choose another name, or another outbox");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "app.", "app "})
    void nameThatWindowsMistakes_isRefusedThere(String application) {
        assertThatExceptionOfType(MetritonConfigurationException.class)
                .isThrownBy(() -> OutboxLocation.of(application, Map.of(), USER_HOME, true));
    }

    @Test
    void nameOf129Characters_isRefusedAndCutOffInTheMessage() {
        assertThat(of("a".repeat(128), Map.of())).isNotNull();
        assertThatExceptionOfType(MetritonConfigurationException.class)
                .isThrownBy(() -> of("a".repeat(129), Map.of()))
                .withMessageContaining("'" + "a".repeat(128) + "…'");
    }

    private static Path of(String application, Map<String, String> environment) {
        return OutboxLocation.of(application, environment, USER_HOME, false);
    }
}
