package io.metriton.installid.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metriton.api.InstallIdException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are somewhere else, or no files at all. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "symbolic links and special files as on Unix")
class InstallIdLinksTest {
    private final FilesystemInstallIdProvider provider = new FilesystemInstallIdProvider();

    @TempDir
    Path root;

    private Path home;
    private Path file;
    private Path elsewhere;
    private TestContext context;

    @BeforeEach
    void makeFolders() throws Exception {
        home = root.resolve("home");
        file = home.resolve(".config/app/id");
        elsewhere = Files.createDirectories(root.resolve("elsewhere"));
        context = TestContext.home(home);
    }

    @Test
    void linkedId_isReadWhereTheLinkLeads() throws Exception {
        link(file, Tree.write(elsewhere.resolve("shared"), "the id\n"));

        assertThat(provider.installId(context)).contains("the id");
        assertThat(context.metadata()).containsEntry("new_install", false);
        assertThat(file).isSymbolicLink();
    }

    @Test
    void linkToABlankFile_staysALinkAndItsTargetIsReplaced() throws Exception {
        Path shared = Tree.write(elsewhere.resolve("shared"), "\n");
        link(file, shared);

        String id = provider.installId(context).orElseThrow();

        assertThat(file).isSymbolicLink();
        assertThat(shared).hasContent(id);
        assertThat(Tree.below(elsewhere)).containsExactly("shared");
        assertThat(Tree.below(file.getParent())).containsExactly("id");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void danglingLink_isRefusedAndNothingIsMadeWhereItLeads(boolean relative) throws Exception {
        Path shared = elsewhere.resolve("shared");
        link(file, relative ? file.getParent().relativize(shared) : shared);

        assertThatExceptionOfType(InstallIdException.class)
                .isThrownBy(() -> provider.installId(context))
                .withMessageContaining(", which is not there: make that file, or remove the link");
        assertThat(file).isSymbolicLink();
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void chainOfLinks_isFollowedToItsEnd() throws Exception {
        Tree.write(elsewhere.resolve("third"), "the id");
        link(elsewhere.resolve("second"), Path.of("third"));
        link(elsewhere.resolve("first"), Path.of("second"));
        link(file, elsewhere.resolve("first"));

        assertThat(provider.installId(context)).contains("the id");
    }

    @Test
    void linkToSomethingElse_staysAsItIs_whereAThesisWasOnceReplaced() throws Exception {
        Path thesis = Tree.write(elsewhere.resolve("thesis.doc"), "precious".repeat(10_000));
        link(file, thesis);

        assertThatExceptionOfType(InstallIdException.class).isThrownBy(() -> provider.installId(context));
        assertThat(thesis).hasContent("precious".repeat(10_000));
    }

    @Test
    void forget_removesTheLinkAndNotWhatItLeadsTo() throws Exception {
        Path shared = Tree.write(elsewhere.resolve("shared"), "the id\n");
        link(file, shared);

        provider.forget(context);

        assertThat(file.getParent()).isEmptyDirectory();
        assertThat(shared).hasContent("the id\n");
    }

    @Test
    void linksInACircle_areAnInstallIdException() throws Exception {
        link(file, Path.of("back"));
        link(file.resolveSibling("back"), Path.of("id"));

        assertThatExceptionOfType(InstallIdException.class)
                .isThrownBy(() -> provider.installId(context))
                .withMessageContaining("too many symbolic links");
    }

    @ParameterizedTest
    @ValueSource(strings = {".config/app", ".config", ""})
    void linkedFolderWithoutAnId_isUsed_whichEarlyJdk17Refused(String folder) throws Exception {
        link(home.resolve(folder), elsewhere);

        String id = provider.installId(context).orElseThrow();

        assertThat(file).hasContent(id);
        assertThat(home.resolve(folder)).isSymbolicLink();
        assertThat(provider.installId(context)).contains(id);
    }

    @Test
    @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
    void idIsAPipe_isRefused_whereTheReadOnceHung() throws Exception {
        Files.createDirectories(file.getParent());
        run("mkfifo", file.toString());

        assertRefusedAsSpecial();
    }

    @Test
    @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
    void idLinkedToTheNullDevice_isRefused_whereRootOnceReplacedTheDevice() throws Exception {
        Path device = elsewhere.resolve("null");
        run("mknod", device.toString(), "c", "1", "3");
        link(file, device);

        assertRefusedAsSpecial();
        assertThat(Files.readAttributes(device, BasicFileAttributes.class).isOther())
                .as("still a device")
                .isTrue();
        assertThat(Tree.below(elsewhere)).containsExactly("null");
    }

    private void assertRefusedAsSpecial() {
        assertThatExceptionOfType(InstallIdException.class)
                .isThrownBy(() -> provider.installId(context))
                .withMessageContaining("it is no regular file");
        assertThat(context.metadata()).isEmpty();
    }

    private static void link(Path from, Path to) throws Exception {
        Files.createDirectories(from.getParent());
        Files.createSymbolicLink(from, to);
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assumeTrue(process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0, "this user cannot: " + said);
    }
}
