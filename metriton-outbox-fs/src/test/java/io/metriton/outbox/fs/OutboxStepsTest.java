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
    private static final int MIN_STEPS = 29;

    private final Set<String> mustBeThere = new TreeSet<>();
    private final Set<String> mayBeThere = new TreeSet<>();

    @TempDir
    Path temp;

    /** What it had claimed is found when the lease has ended. */
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
            assertAllIsFound(root, "failed at step " + step);
        }
        assertThat(step).isGreaterThan(MIN_STEPS);
    }

    /** A host interrupts all threads that it finds, which closes the file that one of them writes. */
    @Test
    void interruptAtAnyStep_losesNoReportAndIsGivenBack() throws Exception {
        int step = 0;
        for (boolean interrupted = true; interrupted; step++) {
            Path root = temp.resolve("outbox" + step);
            AtomicInteger left = new AtomicInteger(step);
            FilesystemOutbox outbox = outbox(root)
                    .disk(new SteppedDisk(path -> {
                        if (left.getAndDecrement() == 0) {
                            Thread.currentThread().interrupt();
                        }
                    }))
                    .build();
            outbox.put(report(1), POWER_LOSS);
            interrupted = left.get() < 0;

            assertThat(Thread.interrupted()).as("the flag, step %s", step).isEqualTo(interrupted);
            assertThat(keys(outbox(root).build().takeOver(ENDPOINT, 2)))
                    .as("step %s", step)
                    .containsExactly("key-1");
        }
        assertThat(step).isGreaterThan(4);
    }

    @Test
    void anotherTakesOverAtAnyStep_eachReportIsTakenOverByOne() throws Exception {
        int step = 0;
        for (boolean interrupted = true; interrupted; step++) {
            Path root = temp.resolve("outbox" + step);
            leave(root, report(1), report(2));
            leave(root, report(3));
            List<String> taken = new ArrayList<>();
            AtomicInteger left = new AtomicInteger(step);
            FilesystemOutbox other = outbox(root).build();
            FilesystemOutbox one = outbox(root)
                    .disk(new SteppedDisk(path -> {
                        if (left.getAndDecrement() == 0) {
                            taken.addAll(keys(other.takeOver(ENDPOINT, 2)));
                        }
                    }))
                    .build();
            Outbox.TakenOver ours = one.takeOver(ENDPOINT, 20);
            taken.addAll(keys(ours));
            interrupted = left.get() < 0;

            assertThat(ours.discarded()).isZero();
            assertThat(taken).as("step %s", step).containsExactlyInAnyOrder("key-1", "key-2", "key-3");
            assertThat(Reports.files(root)).hasSize(3).allMatch(file -> file.endsWith(".claimed"));
        }
        assertThat(step).isGreaterThan(6);
    }

    /** Of its own report: whoever is told that it is theirs sends it. */
    @Test
    void anotherTakesOverAtAnyStepOfAClaim_oneOfThemHasIt() throws Exception {
        int step = 0;
        for (boolean interrupted = true; interrupted; step++) {
            Path root = temp.resolve("outbox" + step);
            List<String> taken = new ArrayList<>();
            AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
            FilesystemOutbox other = outbox(root).build();
            FilesystemOutbox one = outbox(root)
                    .disk(new SteppedDisk(path -> {
                        if (left.getAndDecrement() == 0) {
                            taken.addAll(keys(other.takeOver(ENDPOINT, 2)));
                        }
                    }))
                    .build();
            one.put(report(1), POWER_LOSS);
            left.set(step);
            if (one.claim("key-1")) {
                taken.add("key-1");
            }
            interrupted = left.get() < 0;
            left.set(Integer.MAX_VALUE);

            assertThat(taken.size() + other.takeOver(ENDPOINT, 2).reports().size())
                    .as("step %s", step)
                    .isEqualTo(1);
        }
        assertThat(step).isGreaterThan(1);
    }

    /** True if the process ended before it was through. */
    private boolean endsEarly(Path root, Disk disk) throws IOException {
        mustBeThere.clear();
        mayBeThere.clear();
        leave(root, report(11), report(12));
        leave(root, report(13));
        mustBeThere.addAll(List.of("key-11", "key-12", "key-13"));
        FilesystemOutbox outbox = outbox(root).disk(disk).build(); // Nobody closes it, as after a kill.
        try {
            put(outbox, 1);
            put(outbox, 2);
            claim(outbox, 1);
            takeOver(outbox);
            remove(outbox, 1);
            remove(outbox, 12);
            put(outbox, 3);
            claim(outbox, 2);
            claim(outbox, 3);
            release(outbox, 3);
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

    private static void claim(Outbox outbox, int number) {
        try {
            outbox.claim("key-" + number);
        } catch (IOException e) {
            assertThat(e).hasMessageStartingWith("a report cannot be claimed in ");
        }
    }

    private static void release(Outbox outbox, int number) {
        try {
            outbox.release("key-" + number);
        } catch (IOException e) {
            assertThat(e).hasMessageStartingWith("a report cannot be released in ");
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
        try (FilesystemOutbox next = outbox(root).clock(Reports.LATER).build()) {
            Outbox.TakenOver taken = next.takeOver(ENDPOINT, 20);
            assertThat(taken.discarded()).as(when).isZero();
            assertThat(keys(taken))
                    .as(when)
                    .doesNotHaveDuplicates()
                    .containsAll(mustBeThere)
                    .isSubsetOf(allowed);
            for (String key : keys(taken)) {
                next.remove(key);
            }
        }
        assertThat(Reports.below(root)).as(when).noneMatch(name -> !name.endsWith(".tmp"));
    }

    /** Nothing catches it, as nothing catches a kill. */
    private static final class ProcessEnd extends Error {
        private static final long serialVersionUID = 1L;
    }
}
