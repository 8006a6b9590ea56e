package io.metriton.outbox.fs;

import static io.metriton.api.Outbox.Durability.POWER_LOSS;
import static io.metriton.api.Outbox.Durability.PROCESS_END;
import static io.metriton.outbox.fs.DailyStores.DAY;
import static io.metriton.outbox.fs.DailyStores.counts;
import static io.metriton.outbox.fs.DailyStores.proposal;
import static io.metriton.outbox.fs.DailyStores.store;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.DailyDraft;
import io.metriton.api.DailyStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that ends, a disk that fails, and another process that comes in between: each at every single step. */
class DailyStoreStepsTest {
    private static final int MIN_STEPS = 25;

    /** By key, as the endpoint counts a report that comes twice. */
    private final Map<String, Long> reported = new HashMap<>();

    @TempDir
    Path temp;

    @Test
    void processEndsAtAnyStep_whatWasConfirmedIsReportedOnce() throws Exception {
        int step = 0;
        for (boolean ended = true; ended; step++) {
            Path root = temp.resolve("outbox" + step);
            AtomicInteger left = new AtomicInteger(step);
            Run run = new Run(root, path -> {
                if (left.getAndDecrement() <= 0) {
                    throw new ProcessEnd();
                }
            });
            ended = run.endsEarly();
            assertThat(allReported(root))
                    .as("ended at step %s", step)
                    .isBetween(run.confirmed, run.confirmed + run.underWay);
        }
        assertThat(step).isGreaterThan(MIN_STEPS);
    }

    @Test
    void diskFailsAtAnyStep_whatWasConfirmedIsReportedOnce() throws Exception {
        assertEachFailureIsHarmless(path -> {
            throw new IOException("No space left on device");
        });
    }

    /** What is thrown after a state was published says that it was not, and its counts would be added once more. */
    @Test
    void heapIsFullAtAnyStep_whatWasConfirmedIsReportedOnce() throws Exception {
        assertEachFailureIsHarmless(path -> {
            throw new OutOfMemoryError("as if");
        });
    }

    private void assertEachFailureIsHarmless(SteppedDisk.Before failure) throws IOException {
        int step = 0;
        for (boolean failed = true; failed; step++) {
            Path root = temp.resolve("outbox" + step);
            AtomicInteger left = new AtomicInteger(step);
            Run run = new Run(root, path -> {
                if (left.getAndDecrement() == 0) {
                    failure.step(path);
                }
            });
            assertThat(run.endsEarly()).isFalse();
            failed = left.get() < 0;
            assertThat(allReported(root)).as("failed at step %s", step).isEqualTo(run.confirmed);
        }
        assertThat(step).isGreaterThan(MIN_STEPS);
    }

    /** A host interrupts all threads that it finds, which closes the file that one of them writes. */
    @Test
    void interruptAtAnyStep_isNoFailureAndIsGivenBack() throws Exception {
        int step = 0;
        for (boolean interrupted = true; interrupted; step++) {
            Path root = temp.resolve("outbox" + step);
            AtomicInteger left = new AtomicInteger(step);
            DailyStore store = store(root, new SteppedDisk(path -> {
                if (left.getAndDecrement() == 0) {
                    Thread.currentThread().interrupt();
                }
            }));
            store.add(counts("build", 1), POWER_LOSS);
            interrupted = left.get() < 0;

            assertThat(Thread.interrupted()).as("the flag, step %s", step).isEqualTo(interrupted);
            assertThat(allReported(root)).as("step %s", step).isEqualTo(1);
            reported.clear();
        }
        assertThat(step).isGreaterThan(4);
    }

    @Test
    void anotherProcessChangesAtAnyStep_nothingIsLostOrTwice() throws Exception {
        int step = 0;
        for (boolean interrupted = true; interrupted; step++) {
            Path root = temp.resolve("outbox" + step);
            AtomicInteger left = new AtomicInteger(step);
            DailyStore other = store(root);
            Run run = new Run(root, path -> {
                if (left.getAndDecrement() == 0) {
                    for (int i = 0; i < 3; i++) {
                        other.add(counts("build", 1000), POWER_LOSS);
                    }
                    Optional<DailyDraft> draft = other.begin(proposal(DAY), POWER_LOSS);
                    if (draft.isPresent()) {
                        report(draft.get());
                        other.done(draft.get().key());
                    }
                }
            });
            assertThat(run.endsEarly()).isFalse();
            interrupted = left.get() < 0;
            long others = interrupted ? 3000 : 0;
            assertThat(allReported(root)).as("step %s", step).isEqualTo(run.confirmed + others);
        }
        assertThat(step).isGreaterThan(MIN_STEPS);
    }

    /** What this process does; nobody closes anything, as after a kill. */
    private final class Run {
        private final DailyStore store;
        private long confirmed;
        private long underWay;

        Run(Path root, SteppedDisk.Before before) {
            this.store = store(root, new SteppedDisk(before));
            reported.clear();
        }

        /** True if the process ended before it was through. */
        boolean endsEarly() {
            try {
                add(1);
                add(10);
                begin(100);
                add(200);
                add(300);
                return false;
            } catch (ProcessEnd e) {
                return true;
            }
        }

        /** What failed is added once more, as a process does that still has it in memory. */
        private void add(long count) {
            underWay += count;
            boolean added = false;
            while (!added) {
                try {
                    store.add(counts("build", count), POWER_LOSS);
                    added = true;
                } catch (IOException e) {
                    assertThat(e).hasMessageStartingWith("the daily counts cannot be ");
                } catch (OutOfMemoryError e) {
                    // As the turn does, it tries again.
                }
            }
            underWay -= count;
            confirmed += count;
        }

        private void begin(long count) {
            underWay += count;
            Optional<DailyDraft> draft = Optional.empty();
            boolean begun = false;
            while (!begun) {
                try {
                    draft = store.begin(proposal(DAY, counts("build", count)), PROCESS_END);
                    begun = true;
                } catch (IOException e) {
                    assertThat(e).hasMessageStartingWith("the daily counts cannot be ");
                } catch (OutOfMemoryError e) {
                    // As the turn does, it tries again.
                }
            }
            underWay -= count;
            confirmed += count;
            if (draft.isPresent()) {
                report(draft.get());
                done(draft.get().key());
            }
        }

        /** If it fails, the report is made again, with its key. */
        private void done(String key) {
            try {
                store.done(key);
            } catch (IOException e) {
                assertThat(e).hasMessageStartingWith("the daily counts cannot be ");
            } catch (OutOfMemoryError e) {
                // As it says above.
            }
        }
    }

    private void report(DailyDraft draft) {
        long sum = draft.counts().getOrDefault("commands", Map.of()).getOrDefault("build", 0L);
        Long before = reported.put(draft.key(), sum);
        assertThat(before).as("the counts of a report that is made again").isIn(null, sum);
    }

    /** After the next days have been reported, too. */
    private long allReported(Path root) throws IOException {
        DailyStore later = store(root);
        DailyDraft proposal = proposal(DAY.plus(Duration.ofDays(1)));
        for (Optional<DailyDraft> draft = later.begin(proposal, POWER_LOSS);
                draft.isPresent();
                draft = later.begin(proposal, POWER_LOSS)) {
            report(draft.get());
            later.done(draft.get().key());
        }
        return reported.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Nothing catches it, as nothing catches a kill. */
    private static final class ProcessEnd extends Error {
        private static final long serialVersionUID = 1L;
    }
}
