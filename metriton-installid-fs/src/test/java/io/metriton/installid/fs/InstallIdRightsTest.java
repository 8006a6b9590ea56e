package io.metriton.installid.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

/** Which rights files get, and what happens to those who have too few. Each case is a JVM of its own. */
@EnabledOnOs(value = LINUX, disabledReason = "umask, ulimit and setpriv as on Linux")
class InstallIdRightsTest {
    @TempDir
    Path home;

    private Path file;

    @BeforeEach
    void letOthersLookIn() throws Exception {
        file = home.resolve(".config/app/id");
        chmod(home, "rwxr-xr-x");
    }

    @Test
    void umaskOfZero_stillMakesFoldersOf0755AndAFileOf0644() throws Exception {
        assertThat(InstallIdChild.afterShell("umask 0", home)).endsWith("new=true");

        assertThat(mode(home.resolve(".config"))).isEqualTo("rwxr-xr-x");
        assertThat(mode(file.getParent())).isEqualTo("rwxr-xr-x");
        assertThat(mode(file)).isEqualTo("rw-r--r--");
    }

    @Test
    void umaskOfZeroAndABlankFileOf0600_isReplacedByAFileOf0644() throws Exception {
        chmod(Tree.write(file, "\n"), "rw-------");

        assertThat(InstallIdChild.afterShell("umask 0", home)).endsWith("new=true");

        assertThat(mode(file)).isEqualTo("rw-r--r--");
    }

    @Test
    void strictUmask_isTheUsersRight() throws Exception {
        assertThat(InstallIdChild.afterShell("umask 077", home)).endsWith("new=true");

        assertThat(mode(file.getParent())).isEqualTo("rwx------");
        assertThat(mode(file)).isEqualTo("rw-------");
    }

    /** As with a full disk or a quota: not one byte can be written. */
    @Test
    void writeFails_isAnInstallIdExceptionAndNoFileIsLeftBehind() throws Exception {
        assertThat(InstallIdChild.afterShell("ulimit -f 0", home))
                .startsWith("InstallIdException: the install ID can neither be read from " + file + " nor made there");

        assertThat(Tree.below(home)).containsExactly(".config", ".config/app");
    }

    @Test
    void writeFails_leavesABlankFileAsItWas() throws Exception {
        Tree.write(file, "\n");

        assertThat(InstallIdChild.afterShell("ulimit -f 0", home)).startsWith("InstallIdException: ");

        assertThat(Files.readString(file)).isEqualTo("\n");
        assertThat(Tree.below(file.getParent())).containsExactly("id");
    }

    @Test
    void folderNotWritable_isAnInstallIdExceptionAndNothingIsWritten() throws Exception {
        chmod(Files.createDirectories(file.getParent()), "r-xr-xr-x");

        assertThat(InstallIdChild.withoutPrivileges(home))
                .startsWith("InstallIdException: the install ID can neither be read from " + file
                        + " nor made there (java.nio.file.AccessDeniedException: " + file.getParent())
                .endsWith("): make the file readable and its folder writable, or set XDG_CONFIG_HOME to another");
        assertThat(Tree.below(file.getParent())).isEmpty();
    }

    @Test
    void configNotWritable_isAnInstallIdExceptionAndNothingIsWritten() throws Exception {
        chmod(Files.createDirectories(file.getParent().getParent()), "r-xr-xr-x");

        assertThat(InstallIdChild.withoutPrivileges(home)).startsWith("InstallIdException: ");
        assertThat(Tree.below(home)).containsExactly(".config");
    }

    @Test
    void idNotReadable_isAnInstallIdExceptionAndIsNotTouched() throws Exception {
        chmod(Tree.write(file, "the id"), "---------");

        assertThat(InstallIdChild.withoutPrivileges(home)).startsWith("InstallIdException: ");
        assertThat(mode(file)).isEqualTo("---------");
        chmod(file, "rw-------");
        assertThat(file).hasContent("the id");
    }

    @Test
    void idReadableInAFolderThatIsNotWritable_isRead() throws Exception {
        chmod(Tree.write(file, "the id"), "r--r--r--");
        chmod(file.getParent(), "r-xr-xr-x");

        assertThat(InstallIdChild.withoutPrivileges(home)).isEqualTo("id=the id new=false");
    }

    private static void chmod(Path path, String mode) throws Exception {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
