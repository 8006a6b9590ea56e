package io.metriton.outbox.fs;

import static io.metriton.api.Outbox.Durability.POWER_LOSS;
import static io.metriton.api.Outbox.Durability.PROCESS_END;
import static io.metriton.outbox.fs.DailyStores.counts;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.outbox.fs.DailyReader.Found;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DailyFilesTest {
    @TempDir
    Path root;

    private DailyFiles files(String writer, Disk disk) {
        return new DailyFiles(new OutboxFolder(disk, root.resolve("daily")), writer);
    }

    private static boolean add(DailyFiles files, String name) throws IOException {
        Found found = files.read();
        DailyState next = found.state().add(counts(name, 1)).state();
        assertThat(next).isNotNull();
        return files.replace(found, next, PROCESS_END);
    }

    /** As after a restore from a snapshot (CRaC): each takes the change of the other for its own, and its own is lost. */
    @Test
    void processesThatGoOnFromOneSnapshot_knowTheirChangesApart() throws Exception {
        DailyFiles other = files("0a1b2c3d", new Disk());
        AtomicBoolean changed = new AtomicBoolean();
        DailyFiles one = files("0a1b2c3d", new Disk() {
            @Override
            void link(Path name, Path file) throws IOException {
                if (!changed.getAndSet(true)) {
                    assertThat(add(other, "two")).isTrue();
                }
                super.link(name, file);
            }
        });

        assertThat(add(one, "one")).as("the other was faster").isFalse();
        assertThat(add(one, "one")).isTrue();
        assertThat(one.read().state().counts().get("commands")).containsOnlyKeys("one", "two");
    }

    @Test
    void processesThatGoOnFromOneSnapshot_doNotTakeTheirChangesForLost() throws Exception {
        DailyFiles other = files("0a1b2c3d", new Disk());
        AtomicBoolean linked = new AtomicBoolean();
        AtomicBoolean changed = new AtomicBoolean();
        DailyFiles one = files("0a1b2c3d", new Disk() {
            @Override
            void link(Path name, Path file) throws IOException {
                super.link(name, file);
                linked.set(true);
            }

            @Override
            List<String> names(Path folder) throws IOException {
                if (linked.get() && !changed.getAndSet(true)) { // Before it looks whether its change holds.
                    assertThat(add(other, "two")).isTrue();
                }
                return super.names(folder);
            }
        });

        assertThat(add(one, "one")).as("kept, and not to be added again").isTrue();
        assertThat(one.read().state().counts().get("commands")).containsOnlyKeys("one", "two");
    }

    /** A disk that fails, or an interrupt by the host, once the file is whole: another process may have gone on from it. */
    @Test
    void withoutLinks_whatOthersHaveSeenCounts() throws Exception {
        DailyFiles other = files("0a1b2c3d", new Disk());
        AtomicBoolean isWhole = new AtomicBoolean();
        DailyFiles one = files("4e5f6071", new Disk() {
            @Override
            void link(Path name, Path file) {
                throw new UnsupportedOperationException();
            }

            @Override
            void force(FileChannel channel) throws IOException {
                if (isWhole.getAndSet(true)) { // The first is of the temporary file.
                    assertThat(add(other, "two")).isTrue();
                    throw new IOException("Input/output error");
                }
            }
        });
        Found found = one.read();
        DailyState next = found.state().add(counts("one", 1)).state();
        assertThat(next).isNotNull();

        assertThat(one.replace(found, next, POWER_LOSS))
                .as("kept, and not to be added again")
                .isTrue();
        assertThat(other.read().state().counts().get("commands")).containsOnlyKeys("one", "two");
    }
}
