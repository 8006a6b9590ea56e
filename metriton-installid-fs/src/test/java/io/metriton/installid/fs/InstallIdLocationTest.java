package io.metriton.installid.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.metriton.api.InstallIdException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the id is kept. On Windows APPDATA comes in between, and names may hold less. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the locations are those of the XDG specification")
class InstallIdLocationTest {
    private final FilesystemInstallIdProvider provider = new FilesystemInstallIdProvider();
    private final String userHome = System.getProperty("user.home");
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path root;

    @BeforeEach
    void pointEverythingAtItsOwnFolder() {
        environment.put("XDG_CONFIG_HOME", root.resolve("xdg").toString());
        environment.put("HOME", root.resolve("home").toString());
        System.setProperty("user.home", root.resolve("user").toString());
    }

    @AfterEach
    void restoreUserHome() {
        System.setProperty("user.home", userHome);
    }

    @Test
    void xdgConfigHomeSet_winsOverHome() throws Exception {
        assertThat(fileMade("app")).isEqualTo("xdg/app/id");
    }

    @Test
    void xdgConfigHomeWithTrailingSlashes_isTheSameFolder() throws Exception {
        environment.put("XDG_CONFIG_HOME", root.resolve("xdg") + "//");

        assertThat(fileMade("app")).isEqualTo("xdg/app/id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "relative/config", ".", "~/config"})
    void xdgConfigHomeNotAbsolute_isIgnored(String notAbsolute) throws Exception {
        environment.put("XDG_CONFIG_HOME", notAbsolute);

        assertThat(fileMade("app")).isEqualTo("home/.config/app/id");
        assertThat(Path.of(notAbsolute, "app")).doesNotExist();
    }

    @Test
    void xdgConfigHomeUnset_fallsBackToHome() throws Exception {
        environment.remove("XDG_CONFIG_HOME");

        assertThat(fileMade("app")).isEqualTo("home/.config/app/id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "relative", "."})
    void homeNotAbsolute_fallsBackToUserHome(String notAbsolute) throws Exception {
        environment.put("XDG_CONFIG_HOME", "");
        environment.put("HOME", notAbsolute);

        assertThat(fileMade("app")).isEqualTo("user/.config/app/id");
        assertThat(Path.of(notAbsolute, ".config", "app")).doesNotExist();
    }

    @Test
    void noVariables_fallBackToUserHome() throws Exception {
        environment.clear();

        assertThat(fileMade("app")).isEqualTo("user/.config/app/id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "relative"})
    void nothingAbsolute_isAnInstallIdExceptionThatNamesTheWayOut(String userHome) throws Exception {
        environment.clear();
        System.setProperty("user.home", userHome);

        assertThatExceptionOfType(InstallIdException.class)
                .isThrownBy(() -> provider.installId(new TestContext("app", environment)))
                .withMessage("there is no place for the install ID: nothing says where the home of the user is: set"
                        + " XDG_CONFIG_HOME or HOME to an absolute path");
        assertThat(Tree.below(root)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {".app", "~", "a b", "a..b", "...", "-rf", "$HOME", "a:b"})
    void unusualName_isAFolderAllTheSame(String application) throws Exception {
        assertThat(fileMade(application)).isEqualTo("xdg/" + application + "/id");
    }

    @Test
    void nameOf128Characters_isTaken() throws Exception {
        assertThat(fileMade("a".repeat(128))).isEqualTo("xdg/" + "a".repeat(128) + "/id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                ".",
                "/",
                "/abs",
                "a/b",
                "../evil",
                "../../evil",
                "a/../b",
                "a/",
                "a\\b",
                "..\\evil",
                "a\0b",
                "a\nb",
                "\r",
                "a\u007fb",
                "a\u0085b",
                "\u001b[2J"
            })
    void nameThatIsNoFolder_isAnInstallIdExceptionAndNothingIsWritten(String application) throws Exception {
        TestContext context = new TestContext(application, environment);

        assertThatExceptionOfType(InstallIdException.class)
                .isThrownBy(() -> provider.installId(context))
                .withMessage("there is no place for the install ID: the application's name is no name for a folder: '"
                        + application.replaceAll("[\\x00-\\x1f\\x7f]", "?") + "' (no separators, '.', '..', control"
                        + " characters, at most 128 characters and 255 bytes in UTF-8): choose another name");
        assertThat(context.metadata()).isEmpty();
        assertThat(Tree.below(root)).isEmpty();
    }

    @Test
    void nameOf129Characters_isAnInstallIdExceptionAndNothingIsWritten() throws Exception {
        TestContext context = new TestContext("a".repeat(129), environment);

        assertThatExceptionOfType(InstallIdException.class)
                .isThrownBy(() -> provider.installId(context))
                .withMessageContaining("'" + "a".repeat(128) + "…'");
        assertThat(provider.source(context))
                .startsWith(
                        "nowhere: there is no place for the install ID: the application's name is no name for a folder");
        assertThat(Tree.below(root)).isEmpty();
    }

    /** Makes the id; the one file that there is then, which must be what {@code source} says. */
    private String fileMade(String application) throws Exception {
        TestContext context = new TestContext(application, environment);
        Path source = Path.of(provider.source(context));
        assertThat(Tree.below(root))
                .as("the source is told without touching disk")
                .isEmpty();

        String id = provider.installId(context).orElseThrow();

        assertThat(source).hasContent(id);
        assertThat(Tree.below(root).stream().map(root::resolve).filter(Files::isRegularFile))
                .containsExactly(source);
        return root.relativize(source).toString();
    }
}
