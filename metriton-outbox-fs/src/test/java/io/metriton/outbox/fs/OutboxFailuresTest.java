package io.metriton.outbox.fs;

import static io.metriton.api.Outbox.Durability.POWER_LOSS;
import static io.metriton.outbox.fs.Reports.ENDPOINT;
import static io.metriton.outbox.fs.Reports.keys;
import static io.metriton.outbox.fs.Reports.leave;
import static io.metriton.outbox.fs.Reports.nameOf;
import static io.metriton.outbox.fs.Reports.outbox;
import static io.metriton.outbox.fs.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when the place is not what it should be, or was taken away. */
class OutboxFailuresTest {
    @TempDir
    Path temp;

    @Test
    void fileInThePlaceOfTheFolder_isAnIOExceptionThatSaysWhereAndWhy() throws Exception {
        Path root = Files.writeString(temp.resolve("outbox"), "a file");
        try (FilesystemOutbox outbox = outbox(root).build()) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> outbox.put(report(1), POWER_LOSS))
                    .withMessage("a report cannot be kept in " + root + " (FileAlreadyExistsException): make the folder"
                            + " writable and leave room on its disk, or use another");
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> outbox.takeOver(ENDPOINT, 20))
                    .withMessageStartingWith(
                            "reports of earlier runs cannot be taken over in " + root + " (NotDirectoryException): ");

            Files.delete(root);

            assertThat(outbox.put(report(1), POWER_LOSS))
                    .as("as soon as it is gone")
                    .isEmpty();
        }
    }

    /** What was claimed before is nobody else's, and would wait for the end of its lease. */
    @Test
    void listingThatFailsHalfWay_givesBackWhatWasTaken() throws Exception {
        Path root = temp.resolve("outbox");
        leave(root, report(1), report(2), report(3));
        AtomicBoolean broken = new AtomicBoolean();
        Disk disk = new Disk() {
            @Override
            List<String> names(Path path) throws IOException {
                if (broken.get()) {
                    throw new FileSystemException(path.toString(), null, "Stale file handle");
                }
                return super.names(path);
            }
        };
        try (FilesystemOutbox outbox = outbox(root).disk(disk).build()) {
            assertThat(keys(outbox.takeOver(ENDPOINT, 1))).containsExactly("key-1");
            broken.set(true);

            assertThat(keys(outbox.takeOver(ENDPOINT, 20))).containsExactly("key-2", "key-3");
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> outbox.takeOver(ENDPOINT, 20));
        }
    }

    /** A disk that has no room for a moment, a home that is read-only for a moment. */
    @Test
    void failureThatPasses_keepsNoReportFromBeingTakenOver() throws Exception {
        Path root = temp.resolve("outbox");
        SettableClock clock = new SettableClock();
        try (FilesystemOutbox writer = outbox(root).build()) {
            writer.put(report(1), POWER_LOSS);
        }
        AtomicBoolean broken = new AtomicBoolean(true);
        Disk disk = new Disk() {
            @Override
            void move(Path from, Path to) throws IOException {
                if (broken.get()) {
                    throw new FileSystemException(from.toString(), to.toString(), "Read-only file system");
                }
                super.move(from, to);
            }
        };
        try (FilesystemOutbox outbox = outbox(root).disk(disk).clock(clock).build()) {
            clock.advance(Duration.ofMinutes(1));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> outbox.takeOver(ENDPOINT, 20));
            broken.set(false);
            assertThat(outbox.takeOver(ENDPOINT, 20).reports())
                    .as("not at once")
                    .isEmpty();

            clock.advance(Duration.ofMinutes(2));

            assertThat(outbox.takeOver(ENDPOINT, 20).reports()).hasSize(1);
            assertThat(outbox.problem()).isEmpty();
        }
    }

    /** On a full disk the file is made, and then there is no room for what is in it. */
    @Test
    void claimThatCannotBeWritten_isNotThereAfterwards() throws Exception {
        Path root = temp.resolve("outbox");
        Disk full = new Disk() {
            @Override
            void write(FileChannel channel, byte[] content) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        try (FilesystemOutbox outbox = outbox(root).disk(full).build()) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> outbox.dayLog().orElseThrow().claim("delivery", LocalDate.EPOCH));
        }

        assertThat(Reports.below(root)).isEmpty();
    }

    @Test
    void wholeOutboxDeleted_nextReportMakesItAgain() throws Exception {
        Path root = temp.resolve("state/outbox");
        try (FilesystemOutbox outbox = outbox(root).maxReports(2).build()) {
            outbox.put(report(1), POWER_LOSS);
            outbox.put(report(2), POWER_LOSS);
            delete(temp.resolve("state"));

            outbox.remove("key-1");
            assertThat(outbox.put(report(3), POWER_LOSS))
                    .as("what is lost needs no room")
                    .isEmpty();
            assertThat(outbox.put(report(4), POWER_LOSS)).isEmpty();
            outbox.remove("key-2");

            assertThat(Reports.files(root)).containsExactly(nameOf(report(3)), nameOf(report(4)));
        }
    }

    @Test
    void wholeOutboxDeleted_closeMakesNothing() throws Exception {
        Path root = temp.resolve("outbox");
        FilesystemOutbox outbox = outbox(root).build();
        outbox.put(report(1), POWER_LOSS);
        delete(root);

        outbox.close();

        assertThat(root).doesNotExist();
    }

    @Test
    void failure_isSaidWithoutTheKey() throws Exception {
        SteppedDisk disk = new SteppedDisk(path -> {
            if (path.toString().contains("key-1")) {
                throw new FileSystemException(path.toString(), null, "No space left on device");
            }
        });
        try (FilesystemOutbox outbox = outbox(temp).disk(disk).build()) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> outbox.put(report(1), POWER_LOSS))
                    .withMessage(
                            "a report cannot be kept in " + temp + " (FileSystemException: No space left on device):"
                                    + " make the folder writable and leave room on its disk, or use another");
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        }
    }
}
