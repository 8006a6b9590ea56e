package io.metriton.outbox.fs;

import static io.metriton.api.Outbox.Durability.POWER_LOSS;
import static io.metriton.outbox.fs.Reports.ENDPOINT;
import static io.metriton.outbox.fs.Reports.keys;
import static io.metriton.outbox.fs.Reports.leave;
import static io.metriton.outbox.fs.Reports.outbox;
import static io.metriton.outbox.fs.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.Outbox;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that ends, a disk that fails, and another process that comes in between: each at every single step. */
class OutboxStepsTest {
    private static final int MIN_STEPS = 35;

    private final Set<String> mustBeThere = new TreeSet<>();
    private final Set<String> mayBeThere = new TreeSet<>();

    @TempDir
    Path temp;

    @Test
    void processEndsAtAnyStep_whatWasKeptIsFoundOnceAndNothingElseIsLeft() throws Exception {
        int step = 0;
        for (boolean ended = true; ended; step++) {
            Path root = temp.resolve("outbox" + step);
            AtomicInteger left = new AtomicInteger(step);
            SteppedDisk disk = new SteppedDisk(path -> {
                if (left.getAndDecrement() <= 0) {
                    throw new ProcessEnd();
                }
            });
            ended = endsEarly(root, disk);
            disk.endProcess();
            assertAllIsFound(root, "ended at step " + step);
        }
        assertThat(step).isGreaterThan(MIN_STEPS);
    }

    @Test
    void diskFailsAtAnyStep_whatWasKeptIsFoundOnceAndNothingElseIsLeft() throws Exception {
        int step = 0;
        for (boolean failed = true; failed; step++) {
            Path root = temp.resolve("outbox" + step);
            AtomicInteger left = new AtomicInteger(step);
            SteppedDisk disk = new SteppedDisk(path -> {
                if (left.getAndDecrement() == 0) {
                    throw new IOException("No space left on device");
                }
            });
            assertThat(endsEarly(root, disk)).isFalse();
            failed = left.get() < 0;
            disk.endProcess();
            assertAllIsFound(root, "failed at step " + step);
        }
        assertThat(step).isGreaterThan(MIN_STEPS);
    }

    /** Within one JVM, only one at a time looks at locks; everything else may happen in any order. */
    @Test
    void anotherTakesOverAtAnyStep_eachReportIsTakenOverByOne() throws Exception {
        int step = 0;
        for (boolean interrupted = true; interrupted; step++) {
            Path root = temp.resolve("outbox" + step);
            leave(root, report(1), report(2));
            leave(root, report(3));
            List<String> taken = new ArrayList<>();
            AtomicInteger left = new AtomicInteger(step);
            try (FilesystemOutbox other = outbox(root).build();
                    FilesystemOutbox one = outbox(root)
                            .disk(new SteppedDisk(path -> {
                                if (!path.toString().endsWith(".lock") && left.getAndDecrement() == 0) {
                                    taken.addAll(keys(other.takeOver(ENDPOINT, 2)));
                                }
                            }))
                            .build()) {
                Outbox.TakenOver ours = one.takeOver(ENDPOINT, 20);
                taken.addAll(keys(ours));
                assertThat(ours.discarded()).isZero();
            }
            interrupted = left.get() < 0;

            assertThat(taken).as("step %s", step).containsExactlyInAnyOrder("key-1", "key-2", "key-3");
            assertThat(Reports.files(root)).hasSize(3);
        }
        assertThat(step).isGreaterThan(10);
    }

    /** Another process takes the new lock file for one that was left behind, before it is locked. */
    @Test
    void lockFileRemovedBeforeItIsLocked_anotherNameIsTaken() throws Exception {
        AtomicInteger removed = new AtomicInteger();
        SteppedDisk disk = new SteppedDisk(path -> {}) {
            @Override
            FileChannel create(Path file) throws IOException {
                FileChannel channel = super.create(file);
                if (file.toString().endsWith(".lock") && removed.getAndIncrement() < 3) {
                    Files.delete(file);
                }
                return channel;
            }
        };
        try (FilesystemOutbox outbox = outbox(temp).disk(disk).build()) {
            outbox.put(report(1), POWER_LOSS);

            assertThat(Reports.below(temp)).hasSize(3);
            assertThat(LiveOwners.contains(Reports.below(temp).get(0))).isTrue();
        }
    }

    /** True if the process ended before it was through. */
    private boolean endsEarly(Path root, Disk disk) throws IOException {
        mustBeThere.clear();
        mayBeThere.clear();
        leave(root, report(11), report(12));
        leave(root, report(13));
        mustBeThere.addAll(List.of("key-11", "key-12", "key-13"));
        try (FilesystemOutbox outbox = outbox(root).disk(disk).build()) {
            put(outbox, 1);
            put(outbox, 2);
            takeOver(outbox);
            remove(outbox, 1);
            remove(outbox, 12);
            put(outbox, 3);
            return false;
        } catch (ProcessEnd e) {
            return true;
        }
    }

    private void put(Outbox outbox, int number) {
        mayBeThere.add("key-" + number);
        try {
            outbox.put(report(number), POWER_LOSS);
            mustBeThere.add("key-" + number);
        } catch (IOException e) {
            mayBeThere.remove("key-" + number);
        }
    }

    private void remove(Outbox outbox, int number) {
        if (mustBeThere.remove("key-" + number)) {
            mayBeThere.add("key-" + number);
            try {
                outbox.remove("key-" + number);
            } catch (IOException e) {
                return; // It may be sent again.
            }
            if (number < 10) {
                mayBeThere.remove("key-" + number);
            }
        }
    }

    private static void takeOver(Outbox outbox) {
        try {
            outbox.takeOver(ENDPOINT, 20);
        } catch (IOException e) {
            assertThat(e).hasMessageStartingWith("reports of earlier runs cannot be taken over in ");
        }
    }

    private void assertAllIsFound(Path root, String when) throws IOException {
        Set<String> allowed = new TreeSet<>(mustBeThere);
        allowed.addAll(mayBeThere);
        try (FilesystemOutbox next = outbox(root).build()) {
            Outbox.TakenOver taken = next.takeOver(ENDPOINT, 20);
            assertThat(taken.discarded()).as(when).isZero();
            assertThat(keys(taken))
                    .as(when)
                    .doesNotHaveDuplicates()
                    .containsAll(mustBeThere)
                    .isSubsetOf(allowed);
            assertThat(Reports.files(root)).as(when).hasSameSizeAs(keys(taken));
            for (String key : keys(taken)) {
                next.remove(key);
            }
        }
        assertThat(root).as(when).isEmptyDirectory();
    }

    /** Nothing catches it, as nothing catches a kill. */
    private static final class ProcessEnd extends Error {
        private static final long serialVersionUID = 1L;
    }
}
