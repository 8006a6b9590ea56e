package io.metriton.api.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What belongs to somebody else. What root must not do is tested where the build is root, and skipped elsewhere. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "users have no numbers there")
class OwnFilesTest {
    private static final int NOBODY = 65534;

    @TempDir
    Path temp;

    private Path home;

    @BeforeEach
    void makeHome() throws Exception {
        home = Files.createDirectory(temp.resolve("home"));
    }

    @Test
    void folderOfOurOwn_isFine() throws Exception {
        Files.createSymbolicLink(temp.resolve("link"), home);

        assertThatCode(() -> OwnFiles.requireOwnFolder(home.resolve("a/b/c"), 3))
                .doesNotThrowAnyException();
        assertThatCode(() -> OwnFiles.requireOwnFolder(temp.resolve("link/a"), 3))
                .doesNotThrowAnyException();
        assertThatCode(() -> OwnFiles.requireOwnLink(temp.resolve("link"))).doesNotThrowAnyException();
    }

    @Test
    void rootInAFolderOfAnotherUser_isRefusedWithTheWayOut() throws Exception {
        giveAway(home);

        for (String below : List.of("", "a", ".config/a/b")) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> OwnFiles.requireOwnFolder(home.resolve(below), 1))
                    .withMessage(home + " belongs to another user, and this process runs as root: run it as that user,"
                            + " or set HOME to a folder of root's");
        }
    }

    @Test
    void rootInAFolderOfRootsBelowAnotherUsers_isFine() throws Exception {
        Path own = Files.createDirectory(home.resolve("root"));
        giveAway(home);

        assertThatCode(() -> OwnFiles.requireOwnFolder(own.resolve("a"), 1)).doesNotThrowAnyException();
    }

    @Test
    void linkOfRootsIntoAnotherUsersHome_isRefused() throws Exception {
        giveAway(home);
        Path link = Files.createSymbolicLink(temp.resolve("link"), home);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> OwnFiles.requireOwnFolder(link.resolve("a"), 1))
                .withMessageContaining(" belongs to another user");
    }

    /** Else root writes where the user wants it. */
    @Test
    void rootBehindALinkOfAnotherUser_isRefusedHoweverFarUp() throws Exception {
        Path secret = Files.createDirectory(temp.resolve("secret"));
        Path link = Files.createSymbolicLink(home.resolve("link"), secret);
        giveAway(link);

        for (String below : List.of("", "a", "a/b/c/d")) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> OwnFiles.requireOwnFolder(link.resolve(below), 1))
                    .withMessage(link + " is a link of another user, which is not followed: remove it");
        }
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> OwnFiles.requireOwnLink(link));
    }

    @Test
    void createFolders_makesWhatIsMissingAndLeavesTheRest() throws Exception {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-x---"));

        assertThat(OwnFiles.createFolders(home.resolve("a/b"), "rwx------"))
                .containsExactly(home.resolve("a"), home.resolve("a/b"));
        assertThat(OwnFiles.createFolders(home.resolve("a/b"), "rwx------")).isEmpty();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwxr-x---");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("a"))))
                .isEqualTo("rwx------");
    }

    private static void giveAway(Path path) throws IOException {
        assumeTrue(
                Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(0),
                "the build does not run as root");
        Files.setAttribute(path, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    }
}
