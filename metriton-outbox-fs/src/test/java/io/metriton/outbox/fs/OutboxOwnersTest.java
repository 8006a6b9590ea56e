package io.metriton.outbox.fs;

import static io.metriton.api.Outbox.Durability.POWER_LOSS;
import static io.metriton.outbox.fs.Reports.ENDPOINT;
import static io.metriton.outbox.fs.Reports.STRANGER;
import static io.metriton.outbox.fs.Reports.keys;
import static io.metriton.outbox.fs.Reports.leave;
import static io.metriton.outbox.fs.Reports.nameOf;
import static io.metriton.outbox.fs.Reports.outbox;
import static io.metriton.outbox.fs.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.Outbox;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who owns what, among several in one JVM and what others left. */
class OutboxOwnersTest {
    @TempDir
    Path root;

    private FilesystemOutbox one;

    @BeforeEach
    void open() {
        one = outbox(root).build();
    }

    @AfterEach
    void close() {
        one.close();
    }

    @Test
    void twoOutboxesOfOneJvm_doNotTakeFromEachOther() throws Exception {
        try (FilesystemOutbox two = outbox(root).build()) {
            one.put(report(1), POWER_LOSS);
            two.put(report(2), POWER_LOSS);

            assertThat(one.takeOver(ENDPOINT, 20).reports()).isEmpty();
            assertThat(two.takeOver(ENDPOINT, 20).reports()).isEmpty();

            one.close();

            assertThat(keys(two.takeOver(ENDPOINT, 20))).containsExactly("key-1");
        }
    }

    /** To close a second channel of its lock file would give the lock up, and another process would take over. */
    @Test
    void takeOverOfOneOutbox_leavesTheLockOfTheOtherAlone() throws Exception {
        try (FilesystemOutbox two = outbox(root).build()) {
            one.put(report(1), POWER_LOSS);
            two.takeOver(ENDPOINT, 20);

            assertThat(OutboxChild.takeOver(root)).isEqualTo("[]");

            one.close();

            assertThat(OutboxChild.takeOver(root)).isEqualTo("[key-1]");
        }
    }

    @Test
    void otherClassLoader_doesNotTakeFromThisOne() throws Exception {
        try (URLClassLoader loader = anotherLoader();
                Outbox two = builtBy(loader)) {
            one.put(report(1), POWER_LOSS);

            assertThat(two.takeOver(ENDPOINT, 20).reports()).isEmpty();
            assertThat(OutboxChild.takeOver(root)).isEqualTo("[]");

            one.close();

            assertThat(keys(two.takeOver(ENDPOINT, 20))).containsExactly("key-1");
        }
    }

    /** As {@code System.setProperties} does in tests of others. */
    @Test
    void systemPropertiesTakenAway_theOwnerKeepsItsLock() throws Exception {
        try (FilesystemOutbox two = outbox(root).build()) {
            one.put(report(1), POWER_LOSS);
            LiveOwners.remove(Reports.below(root).get(0));

            assertThat(two.takeOver(ENDPOINT, 20).reports()).isEmpty();
            assertThat(two.takeOver(ENDPOINT, 20).reports()).isEmpty();
            assertThat(OutboxChild.takeOver(root)).isEqualTo("[]");
        }
    }

    @Test
    void folderWithoutALock_isTakenOverAndRemoved() throws Exception {
        Reports.leaveFile(root, nameOf(report(1)), ReportFormat.encode(report(1)));

        assertThat(takeOverAndRemove()).isEqualTo("[key-1]");

        assertThat(root).isEmptyDirectory();
    }

    @Test
    void lockWithoutAFolder_isRemoved() throws Exception {
        Files.createFile(root.resolve(STRANGER + ".lock"));

        assertThat(takeOverAndRemove()).isEqualTo("[]");

        assertThat(root).isEmptyDirectory();
    }

    @Test
    void emptyFolderWithALock_isRemoved() throws Exception {
        Files.createFile(root.resolve(STRANGER + ".lock"));
        Files.createDirectory(root.resolve(STRANGER));

        assertThat(takeOverAndRemove()).isEqualTo("[]");

        assertThat(root).isEmptyDirectory();
    }

    @Test
    void foreignLock_isNotTouched() throws Exception {
        Files.createFile(root.resolve("app.lock"));

        takeOverAndRemove();

        assertThat(root.resolve("app.lock")).exists();
    }

    @Test
    void nothingThatFits_makesNoFolderOfOurOwn() throws Exception {
        leave(root, report(1));

        try (FilesystemOutbox outbox = outbox(root).build()) {
            outbox.takeOver(Reports.OTHER_ENDPOINT, 20);

            assertThat(Reports.below(root)).as("what was left").hasSize(3);
        }
    }

    private String takeOverAndRemove() throws Exception {
        try (FilesystemOutbox outbox = outbox(root).build()) {
            Outbox.TakenOver taken = outbox.takeOver(ENDPOINT, 20);
            for (String key : keys(taken)) {
                outbox.remove(key);
            }
            return keys(taken).toString();
        }
    }

    /** With this module in it, but the API of ours. */
    private static URLClassLoader anotherLoader() {
        URL module =
                FilesystemOutbox.class.getProtectionDomain().getCodeSource().getLocation();
        return new URLClassLoader(new URL[] {module}, null) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                return name.startsWith("io.metriton.api.") ? Class.forName(name) : super.findClass(name);
            }
        };
    }

    private Outbox builtBy(ClassLoader loader) throws Exception {
        Class<?> type = loader.loadClass(FilesystemOutbox.class.getName());
        assertThat(type).isNotEqualTo(FilesystemOutbox.class);
        Object builder = type.getMethod("builder", Path.class).invoke(null, root);
        return (Outbox) builder.getClass().getMethod("build").invoke(builder);
    }
}
