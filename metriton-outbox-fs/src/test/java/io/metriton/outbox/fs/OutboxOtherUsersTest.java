package io.metriton.outbox.fs;

import static io.metriton.api.Outbox.Durability.PROCESS_END;
import static io.metriton.outbox.fs.Reports.ENDPOINT;
import static io.metriton.outbox.fs.Reports.outbox;
import static io.metriton.outbox.fs.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.condition.OS.LINUX;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

/** Folders and links of other users. Needs a build that runs as root, to give files away. */
@EnabledOnOs(value = LINUX, disabledReason = "setpriv as on Linux")
class OutboxOtherUsersTest {
    private static final int NOBODY = 65534;
    private static final int SOMEBODY = 65533;

    @TempDir
    Path temp;

    private Path home;
    private Path root;

    @BeforeEach
    void makeHome() throws Exception {
        assumeTrue(Files.getAttribute(temp, "unix:uid").equals(0), "the build does not run as root");
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
        home = Files.createDirectory(temp.resolve("home"));
        root = home.resolve(".local/state/app/metriton/outbox");
    }

    /** Its owner could read what is put there, and put links in the place of files. */
    @Test
    void folderOfAnotherUser_isNotUsed() throws Exception {
        Files.createDirectories(root);
        give(root, SOMEBODY);
        for (Path each = root.getParent(); !each.equals(home); each = each.getParent()) {
            give(each, NOBODY);
        }
        give(home, NOBODY);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(OutboxChild.withoutPrivileges("put", root)).contains(root + " belongs to another user");
        assertThat(OutboxChild.withoutPrivileges("everything", root).lines()).containsOnly("refused");
        assertThat(Reports.below(root)).isEmpty();
    }

    /** Of this user's own, to a folder of another. */
    @Test
    void linkToAFolderOfAnotherUser_isNotFollowed() throws Exception {
        Path other = Files.createDirectory(temp.resolve("other"));
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwxrwxrwx"));
        give(other, SOMEBODY);
        give(home, NOBODY);
        for (Path each = root.getParent(); !each.equals(home); each = each.getParent()) {
            Files.createDirectories(each);
            give(each, NOBODY);
        }
        Files.createSymbolicLink(root, other);
        give(root, NOBODY);

        assertThat(OutboxChild.withoutPrivileges("everything", root).lines()).containsOnly("refused");
        assertThat(Reports.below(other)).isEmpty();
    }

    /** A second look, as it was not there at the first. */
    @Test
    void folderThatAnotherUserMakesLater_isNotUsedByRoot() throws Exception {
        try (FilesystemOutbox outbox = outbox(root).build()) {
            assertThat(outbox.takeOver(ENDPOINT, 20).reports()).isEmpty();
            Files.createDirectories(root);
            give(root, NOBODY);

            assertRefused(() -> outbox.put(report(1), PROCESS_END));
        }
    }

    /** As sudo -E starts it: the user's reports went to root, and the user's other programs could not use ~/.local. */
    @Test
    void rootInAUsersHome_touchesNothing_andTheUserGoesOnAsBefore() throws Exception {
        give(home, NOBODY);
        try (FilesystemOutbox outbox = outbox(root).build()) {
            assertRefused(() -> outbox.put(report(1), PROCESS_END));
            assertThat(Reports.below(home)).isEmpty();

            assertThat(OutboxChild.withoutPrivileges("put", root)).isEqualTo("kept");
            List<String> before = Reports.below(home);
            assertRefused(() -> outbox.put(report(2), PROCESS_END));
            assertRefused(() -> outbox.takeOver(ENDPOINT, 20));
            assertRefused(() -> outbox.removeTooOld(Reports.NOW));
            assertRefused(() -> outbox.dayLog().orElseThrow().claim("deliver", LocalDate.EPOCH));
            assertRefused(() -> outbox.dayLog().orElseThrow().record("deliver", LocalDate.EPOCH));
            assertRefused(() -> new FilesystemOutboxProvider().purge("app", Map.of("HOME", home.toString())));
            assertThat(Reports.below(home)).isEqualTo(before);
        }
        assertThat(OutboxChild.withoutPrivileges("takeOver", root)).isEqualTo("[key-1]");
    }

    @Test
    void outboxThatSomebodyHasLinked_isNotFollowed() throws Exception {
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        give(elsewhere, NOBODY);
        for (Path place : List.of(root.getParent().getParent(), root.getParent(), root)) {
            Files.createDirectories(place.getParent());
            Path link = Files.createSymbolicLink(place, elsewhere);
            give(link, SOMEBODY);
            assertThat(OutboxChild.withoutPrivileges("put", root))
                    .contains(link + " is a link of another user, which is not followed: remove it");
            assertThat(elsewhere).isEmptyDirectory();
            Files.delete(link);
        }
        Files.createDirectories(root.getParent());
        give(Files.createSymbolicLink(root, elsewhere), NOBODY);
        assertThat(OutboxChild.withoutPrivileges("put", root)).isEqualTo("kept");
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(call)
                .withMessageContaining(" belongs to another user, and this process runs as root: run it as that user,"
                        + " or set HOME to a folder of root's");
    }

    private static void give(Path path, int user) throws Exception {
        Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
    }
}
