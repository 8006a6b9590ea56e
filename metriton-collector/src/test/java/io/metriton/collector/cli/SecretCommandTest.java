package io.metriton.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metriton.collector.privacy.Secrets;
import io.metriton.collector.store.SecretTable;
import io.metriton.collector.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The secret by which installations are found is never dropped before they have a new key. */
class SecretCommandTest {

    private static final String OLD = "the-old-secret-of-tests-of-32-letters";
    private static final String NEW = "the-new-secret-of-tests-of-32-letters";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void makeCollector() throws IOException {
        file = folder.resolve("secret");
        Files.writeString(file, OLD + "\n");
        try (Store store = Store.sqlite(folder.resolve("collector.db"), folder)) {
            new SecretTable(store).settle(Secrets.of(OLD));
        }
    }

    private String rotate() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SecretCommand command = new SecretCommand(new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(new CommandLine(command).execute("rotate", "--data", folder.toString()))
                .isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    private boolean isTheDatabases(String secrets) {
        try (Store store = Store.sqlite(folder.resolve("collector.db"), folder)) {
            return new SecretTable(store).accepts(Secrets.of(secrets));
        }
    }

    /** Killed after the file was written, and before the database knew of it. */
    @Test
    void changeThatWasCutShort_isFinishedAndNotMadeTwice() throws IOException {
        Files.writeString(file, NEW + "\n" + OLD + "\n");
        assertThat(rotate()).contains("is finished");
        assertThat(file).hasContent(NEW + "\n" + OLD);
        assertThat(isTheDatabases(NEW)).isTrue();

        assertThat(rotate()).contains("the secret is changed");
        assertThat(Files.readString(file)).endsWith("\n" + NEW + "\n").doesNotContain(OLD);
    }

    @Test
    void secretOfTheServicesUser_staysItsOwn() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may give a file away");
        UserPrincipal service =
                file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        Files.setOwner(file, service);
        Set<PosixFilePermission> mode = PosixFilePermissions.fromString("rw-r-----");
        Files.setPosixFilePermissions(file, mode);
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        GroupPrincipal group =
                file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName("nogroup");
        view.setGroup(group);

        rotate();
        assertThat(Files.getOwner(file)).isEqualTo(service);
        assertThat(view.readAttributes().group()).isEqualTo(group);
        assertThat(view.readAttributes().permissions()).isEqualTo(mode);
    }
}
