package io.metriton.outbox.fs;

import static io.metriton.outbox.fs.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

/** Which rights files get, and what happens to those who have too few. Most cases are a JVM of their own. */
@EnabledOnOs(value = LINUX, disabledReason = "umask, ulimit and setpriv as on Linux")
class OutboxRightsTest {
    @TempDir
    Path home;

    private Path root;

    @BeforeEach
    void letOthersLookIn() throws Exception {
        root = home.resolve("state/app/outbox");
        chmod(home, "rwxr-xr-x");
    }

    @Test
    void umaskOfZero_stillMakesEverythingForTheUserAlone() throws Exception {
        assertThat(OutboxChild.putAfterShell("umask 0", root)).isEqualTo("kept");

        assertThat(Reports.below(root)).hasSize(1);
        for (String path : Reports.below(home)) {
            boolean folder = Files.isDirectory(home.resolve(path));
            assertThat(mode(home.resolve(path))).as(path).isEqualTo(folder ? "rwx------" : "rw-------");
        }
    }

    @Test
    void foldersThatWereThere_keepTheirRights() throws Exception {
        chmod(Files.createDirectories(root), "rwxr-x---");

        assertThat(OutboxChild.putAfterShell("umask 022", root)).isEqualTo("kept");

        assertThat(mode(root)).isEqualTo("rwxr-x---");
        assertThat(mode(root.getParent())).isEqualTo("rwxr-xr-x");
    }

    /** As with a full disk or a quota: not one byte can be written. */
    @Test
    void writeFails_isAnIOExceptionThatSaysWhereAndWhyAndLeavesNoReport() throws Exception {
        assertThat(OutboxChild.putAfterShell("ulimit -f 0", root))
                .matches("IOException: a report cannot be kept in " + root + " \\([^()]*File too large\\):"
                        + " make the folder writable and leave room on its disk, or use another");

        assertThat(Reports.files(root)).isEmpty();
    }

    @Test
    void folderNotWritable_isAnIOExceptionThatSaysWhereAndWhy() throws Exception {
        chmod(Files.createDirectories(root), "r-xr-xr-x");

        assertThat(OutboxChild.withoutPrivileges("put", root))
                .isEqualTo("IOException: a report cannot be kept in " + root + " (AccessDeniedException):"
                        + " make the folder writable and leave room on its disk, or use another");
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void folderNotReadable_isAnIOExceptionThatSaysWhereAndWhy() throws Exception {
        chmod(Files.createDirectories(root), "---------");

        assertThat(OutboxChild.withoutPrivileges("takeOver", root))
                .startsWith("IOException: reports of earlier runs cannot be taken over in " + root
                        + " (AccessDeniedException): ");
    }

    /** As after one run with sudo, by an older version. */
    @Test
    void reportThatCannotBeRead_doesNotKeepTheOthersFromBeingTakenOver() throws Exception {
        Path theirs = Reports.leaveFile(root, Reports.nameOf(report(1)), ReportFormat.encode(report(1)));
        Reports.leave(root, report(2));
        openToAll();
        chmod(theirs, "---------");

        assertThat(OutboxChild.withoutPrivileges("takeOver", root))
                .isEqualTo("[key-2] problem: " + root + ": 1 file that this user cannot read");
        assertThat(theirs).exists();
    }

    @Test
    void onlyAReportThatCannotBeRead_isSaid() throws Exception {
        Path theirs = Reports.leaveFile(root, Reports.nameOf(report(1)), ReportFormat.encode(report(1)));
        openToAll();
        chmod(theirs, "---------");

        assertThat(OutboxChild.withoutPrivileges("takeOver", root)).contains(" (AccessDeniedException): ");
        assertThat(theirs).exists();
    }

    private void openToAll() throws IOException {
        for (String path : Reports.below(home)) {
            chmod(home.resolve(path), "rwxrwxrwx");
        }
    }

    private static void chmod(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
