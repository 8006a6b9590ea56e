package io.metriton.outbox.fs;

import static io.metriton.api.Outbox.Durability.POWER_LOSS;
import static io.metriton.outbox.fs.Reports.ENDPOINT;
import static io.metriton.outbox.fs.Reports.OTHER_ENDPOINT;
import static io.metriton.outbox.fs.Reports.keys;
import static io.metriton.outbox.fs.Reports.leave;
import static io.metriton.outbox.fs.Reports.nameOf;
import static io.metriton.outbox.fs.Reports.outbox;
import static io.metriton.outbox.fs.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.metriton.api.Outbox;
import io.metriton.api.StoredReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an outbox does when nothing is wrong. */
class FilesystemOutboxTest {
    @TempDir
    Path temp;

    private Path root;
    private FilesystemOutbox outbox;

    @BeforeEach
    void open() {
        root = temp.resolve("outbox");
        outbox = outbox(root).build();
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void put_isOneFileAndNothingElse() throws Exception {
        assertThat(outbox.put(report(1), POWER_LOSS)).isEmpty();

        assertThat(Reports.below(root)).containsExactly(nameOf(report(1)));
    }

    @Test
    void remove_deletesTheFileAndNoOther() throws Exception {
        outbox.put(report(1), POWER_LOSS);
        outbox.put(report(2), POWER_LOSS);

        outbox.remove("key-1");
        outbox.remove("key-1");
        outbox.remove("unknown");

        assertThat(Reports.files(root)).containsExactly(nameOf(report(2)));
    }

    @Test
    void closed_takesNothingAndForgetsNothing() throws Exception {
        outbox.put(report(1), POWER_LOSS);
        outbox.close();

        outbox.remove("key-1");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> outbox.put(report(2), POWER_LOSS))
                .withMessage("the outbox in " + root + " is closed");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> outbox.takeOver(ENDPOINT, 20))
                .withMessage("the outbox in " + root + " is closed");
        assertThat(Reports.files(root)).containsExactly(nameOf(report(1)));
    }

    @Test
    void leftByOneOutbox_isTakenOverByTheNextWithEverythingInIt() throws Exception {
        leave(root, report(1));

        Outbox.TakenOver taken = outbox.takeOver(ENDPOINT, 20);

        StoredReport found = taken.reports().get(0);
        assertThat(taken.reports()).hasSize(1);
        assertThat(taken.discarded()).isZero();
        assertThat(found.key()).isEqualTo("key-1");
        assertThat(found.endpoint()).isEqualTo(ENDPOINT);
        assertThat(found.created()).isEqualTo(report(1).created());
        assertThat(found.body()).isEqualTo(report(1).body());
        assertThat(outbox.takeOver(ENDPOINT, 20).reports()).as("it is ours now").isEmpty();
    }

    @Test
    void takenOver_isClaimedAndRemovedLikeOurOwn() throws Exception {
        leave(root, report(1));
        outbox.takeOver(ENDPOINT, 20);

        assertThat(Reports.below(root)).singleElement().asString().endsWith(".claimed");
        outbox.remove("key-1");

        assertThat(Reports.below(root)).isEmpty();
    }

    @Test
    void leftBySeveral_comesOldestFirstAndNoMoreThanIsAskedFor() throws Exception {
        leave(root, report(6), report(1));
        leave(root, report(3), report(5));
        leave(root, report(4), report(2));

        assertThat(keys(outbox.takeOver(ENDPOINT, 4))).containsExactly("key-1", "key-2", "key-3", "key-4");
        assertThat(keys(outbox.takeOver(ENDPOINT, 4))).containsExactly("key-5", "key-6");
        assertThat(Reports.below(root)).hasSize(6);
    }

    @Test
    void takeOverOfNone_takesNone() throws Exception {
        leave(root, report(1));

        assertThat(outbox.takeOver(ENDPOINT, 0).reports()).isEmpty();
        assertThat(keys(outbox.takeOver(ENDPOINT, 1))).containsExactly("key-1");
    }

    @Test
    void reportsForAnotherEndpoint_stayWhereTheyAre() throws Exception {
        StoredReport other =
                new StoredReport("other", OTHER_ENDPOINT, Reports.NOW.minusSeconds(10), Reports.body("{}"));
        leave(root, report(1), other);

        assertThat(keys(outbox.takeOver(ENDPOINT, 20))).containsExactly("key-1");
        assertThat(keys(outbox.takeOver(OTHER_ENDPOINT, 20))).containsExactly("other");
    }

    /** As after a kill before the first report was tried. */
    @Test
    void takenOverAndLeftAgain_isTakenOverAgain() throws Exception {
        leave(root, report(1));
        outbox.takeOver(ENDPOINT, 20);
        outbox.close();

        outbox = outbox(root).build();

        assertThat(keys(outbox.takeOver(ENDPOINT, 20))).containsExactly("key-1");
    }

    @Test
    void sameKeyPutAgainAfterItWasRemoved_isThere() throws Exception {
        outbox.put(report(1), POWER_LOSS);
        outbox.remove("key-1");
        outbox.put(report(1), POWER_LOSS);

        assertThat(Reports.files(root)).containsExactly(nameOf(report(1)));
    }

    @Test
    void manyThreads_loseNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            done.add(threads.submit(() -> {
                outbox.put(report(number), POWER_LOSS);
                if (number % 2 == 0) {
                    outbox.remove("key-" + number);
                }
                return null;
            }));
        }
        for (Future<?> each : done) {
            each.get();
        }
        threads.shutdown();

        assertThat(Reports.files(root)).hasSize(50);
    }

    @Test
    void relativeFolder_isToldAsAnAbsoluteOne() {
        assertThat(FilesystemOutbox.builder(Path.of("some/outbox")).build().location())
                .isEqualTo(Path.of("some/outbox").toAbsolutePath().toString());
    }

    @Test
    void limitsThatAreNone_areRefused() {
        FilesystemOutbox.Builder builder = FilesystemOutbox.builder(root);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxReports(0))
                .withMessage("maxReports must be positive, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxBytes(-1))
                .withMessage("maxBytes must be positive, not -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxAge(Duration.ZERO))
                .withMessage("maxAge must be positive, not PT0S");
    }
}
