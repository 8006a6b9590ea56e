package io.metriton.installid.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.condition.OS.LINUX;

import io.metriton.api.InstallIdException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

/** Files and links of other users. Needs a build that runs as root, to give files away. */
@EnabledOnOs(value = LINUX, disabledReason = "setpriv as on Linux")
class InstallIdOtherUsersTest {
    private static final int NOBODY = 65534;
    private static final int SOMEBODY = 65533;

    private final FilesystemInstallIdProvider provider = new FilesystemInstallIdProvider();

    @TempDir
    Path temp;

    private Path home;
    private Path file;

    @BeforeEach
    void makeHome() throws Exception {
        assumeTrue(Files.getAttribute(temp, "unix:uid").equals(0), "the build does not run as root");
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
        home = Files.createDirectory(temp.resolve("home"));
        file = home.resolve(".config/app/id");
    }

    /** As sudo -E starts it: other programs of the user failed from then on. */
    @Test
    void rootInAUsersHome_makesNoId_andTheUserDoesAfterwards() throws Exception {
        give(home, NOBODY);
        TestContext context = TestContext.home(home);

        assertThatExceptionOfType(InstallIdException.class)
                .isThrownBy(() -> provider.installId(context))
                .withMessage("the install ID can neither be read from " + file + " nor made there: " + home
                        + " belongs to another user, and this process runs as root: run it as that user, or set HOME to"
                        + " a folder of root's");
        assertThat(context.metadata()).isEmpty();
        assertThat(Tree.below(home)).isEmpty();

        assertThat(InstallIdChild.withoutPrivileges(home)).endsWith("new=true");
        String id = Files.readString(file);
        assertThatExceptionOfType(InstallIdException.class).isThrownBy(() -> provider.installId(context));
        assertThatExceptionOfType(InstallIdException.class).isThrownBy(() -> provider.existing(context));
        assertThatExceptionOfType(InstallIdException.class).isThrownBy(() -> provider.forget(context));
        assertThat(file).hasContent(id);
    }

    /** Its first line was sent, or a file was made where it leads. */
    @Test
    void rootAndALinkOfAUsers_isNotFollowed() throws Exception {
        Path secret = Tree.write(temp.resolve("secret"), "root's secret");
        Files.createDirectories(file.getParent());
        give(Files.createSymbolicLink(file, secret), NOBODY);

        assertThatExceptionOfType(InstallIdException.class)
                .isThrownBy(() -> provider.installId(TestContext.home(home)))
                .withMessageEndingWith(file + " is a link of another user, which is not followed: remove it");
        assertThat(secret).hasContent("root's secret");
    }

    @Test
    void userAndALink_isFollowedIfItIsRootsOrTheirOwn() throws Exception {
        Path shared = Tree.write(temp.resolve("shared"), "the id");
        Files.createDirectories(file.getParent());
        Path link = Files.createSymbolicLink(file, shared);

        assertThat(InstallIdChild.withoutPrivileges(home)).isEqualTo("id=the id new=false");
        give(link, NOBODY);
        assertThat(InstallIdChild.withoutPrivileges(home)).isEqualTo("id=the id new=false");
        give(link, SOMEBODY);
        assertThat(InstallIdChild.withoutPrivileges(home))
                .endsWith(file + " is a link of another user, which is not followed: remove it");
    }

    @Test
    void userAndAFolderThatSomebodyHasLinked_isNotFollowed() throws Exception {
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        Files.createDirectories(home.resolve(".config"));
        Path link = Files.createSymbolicLink(file.getParent(), elsewhere);
        give(elsewhere, NOBODY);
        give(link, SOMEBODY);

        assertThat(InstallIdChild.withoutPrivileges(home)).contains(link + " is a link of another user");
        assertThat(elsewhere).isEmptyDirectory();
    }

    private static void give(Path path, int user) throws Exception {
        Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
    }
}
