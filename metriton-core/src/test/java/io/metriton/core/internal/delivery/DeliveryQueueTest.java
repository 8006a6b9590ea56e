package io.metriton.core.internal.delivery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.StoredReport;
import io.metriton.core.internal.http.AppIdentity;
import io.metriton.core.internal.http.EncodedReport;
import io.metriton.core.internal.json.MetadataSnapshot;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The states of reports, and what several threads do with one. */
@Timeout(60)
class DeliveryQueueTest {
    private final DeliveryQueue queue = new DeliveryQueue();

    private PendingReport report(long acceptedAt) {
        PendingReport report =
                new PendingReport(new MetadataSnapshot(Map.of(), 100), 100, acceptedAt, new CompletableFuture<>());
        queue.add(report);
        return report;
    }

    private PendingReport prepared(long acceptedAt) {
        PendingReport report = report(acceptedAt);
        assertThat(queue.nextToPrepare(queue.last())).isSameAs(report);
        queue.prepared(report);
        return report;
    }

    private PendingReport recovered(String key) {
        StoredReport left = new StoredReport(key, URI.create("https://example.org/scout"), Instant.EPOCH, new byte[2]);
        PendingReport report =
                new PendingReport(left, new EncodedReport(new AppIdentity("app", "1.0"), left.body(), key), 0);
        queue.addRecovered(report);
        return report;
    }

    @Test
    void reports_goFromOneStateToTheNext() {
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.isSettled()).isTrue();
        PendingReport report = report(0);
        assertThat(queue.isEmpty()).isFalse();
        assertThat(queue.isSettled()).isFalse();
        assertThat(queue.hasUnprepared()).isTrue();
        assertThat(queue.nanosToTurn()).isEqualTo(Long.MAX_VALUE);

        assertThat(queue.nextToPrepare(queue.last())).isSameAs(report);
        assertThat(queue.hasUnprepared()).isFalse();
        assertThat(queue.isSettled()).as("in preparation").isFalse();
        queue.prepared(report);
        assertThat(queue.isStored(queue.last())).isFalse();
        assertThat(queue.toStore()).containsExactly(report);
        assertThat(queue.isToStore(report)).isTrue();
        assertThat(queue.stored(report)).isTrue();
        assertThat(queue.isToStore(report)).isFalse();
        assertThat(queue.isStored(queue.last())).isTrue();

        assertThat(queue.nextToTry()).isSameAs(report);
        assertThat(queue.nanosToTurn()).isEqualTo(Long.MAX_VALUE);
        queue.giveBack(report, true);
        assertThat(queue.nextToTry()).isSameAs(report);
        assertThat(queue.settle(List.of(report))).containsExactly(report);
        assertThat(queue.settle(List.of(report))).as("once").isEmpty();
        assertThat(queue.isSettled()).isTrue();
        assertThat(queue.isEmpty()).as("not told").isFalse();
        assertThat(queue.hasUntold()).isTrue();
        queue.giveBack(report, true);
        assertThat(queue.nanosToTurn()).as("settled").isEqualTo(Long.MAX_VALUE);
        queue.remove(List.of(report));
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.hasUntold()).isFalse();
    }

    @Test
    void recoveredReports_areCountedUntilTheyAreTriedOrSettled() {
        PendingReport one = recovered("one");
        PendingReport other = recovered("other");
        assertThat(queue.recovered()).isEqualTo(2);
        assertThat(queue.hasUntriedRecovered()).isTrue();
        assertThat(queue.toStore()).as("stored already").isEmpty();
        assertThat(queue.ofKeys(List.of("other", "none"))).containsExactly(other);

        queue.giveBack(requireNonNull(queue.nextToTry()), false);
        queue.giveBack(requireNonNull(queue.nextToTry()), true);
        queue.giveBack(requireNonNull(queue.nextToTry()), true);
        assertThat(one.tries).isEqualTo(2);
        assertThat(queue.hasUntriedRecovered()).isTrue();
        queue.settle(List.of(other));
        assertThat(queue.hasUntriedRecovered()).isFalse();
        assertThat(queue.recovered()).isEqualTo(1);

        queue.settle(List.of(one));
        assertThat(queue.recovered()).isZero();
        assertThat(queue.hasUntriedRecovered()).isFalse();
    }

    @Test
    void oldReports_areTakenOutByTheTimeOfTheirAcceptance() {
        PendingReport first = prepared(10);
        PendingReport second = prepared(20);
        PendingReport third = report(15);
        queue.last();

        assertThat(queue.takeAcceptedBefore(10)).isEmpty();
        assertThat(queue.takeAcceptedBefore(20)).containsExactly(third, first);
        assertThat(queue.takeAcceptedBefore(20)).as("once").isEmpty();
        assertThat(queue.takeAcceptedBefore(21)).containsExactly(second);
    }

    @Test
    void reportsThatTheApplicationCancelled_areFound() {
        PendingReport cancelled = prepared(0);
        prepared(0);
        requireNonNull(cancelled.future).cancel(false);

        assertThat(queue.cancelled()).containsExactly(cancelled);
    }

    @Test
    void allReports_areThoseOfEachState() {
        PendingReport stored = prepared(0);
        queue.stored(stored);
        PendingReport inMemory = prepared(0);
        PendingReport added = report(0);

        assertThat(queue.prepared()).containsExactly(stored, inMemory);
        assertThat(queue.all(false)).containsExactly(inMemory, added);
        assertThat(queue.hasUnprepared()).as("the caller's now").isFalse();
        assertThat(queue.all(true)).containsExactly(stored, inMemory);
    }

    @Test
    void reportsThatTheOutboxRefused_areStoredLast() {
        PendingReport refused = prepared(0);
        PendingReport other = prepared(0);
        assertThat(queue.toStore()).containsExactly(refused, other);
        refused.refusals = 2;
        other.refusals = 1;

        assertThat(queue.toStore()).containsExactly(other, refused);
    }

    @Test
    void reportThatFailedThreeTimes_goesBehindTheOthers() {
        PendingReport first = prepared(0);
        PendingReport second = prepared(0);
        for (int i = 0; i < 3; i++) {
            assertThat(first.isBehindOthers()).isFalse();
            assertThat(queue.nextToTry()).isSameAs(first);
            queue.giveBack(first, true);
        }

        assertThat(first.isBehindOthers()).isTrue();
        assertThat(queue.nextToTry()).isSameAs(second);
    }

    /** What comes after a failed try may fail itself, with the report given back already. */
    @Test
    void reportThatIsGivenBackTwice_hasOneTurn() {
        PendingReport first = prepared(0);
        PendingReport second = prepared(0);
        for (int i = 0; i < 2; i++) {
            assertThat(queue.nextToTry()).isSameAs(first);
            queue.giveBack(first, true);
        }
        assertThat(queue.nextToTry()).isSameAs(first);
        queue.giveBack(first, false);
        queue.giveBack(first, true); // The third: its place is another.

        queue.settle(List.of(first, second));
        assertThat(queue.nanosToTurn()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void waitForReports_endsWhenTheyAreRemovedOrNothingMoreIsDelivered() throws Exception {
        assertThat(queue.awaitRemoved(0)).isTrue();
        PendingReport report = prepared(0);
        assertThat(queue.awaitRemoved(1_000_000)).isFalse();
        CompletableFuture<Boolean> removed = waiting();
        queue.settle(List.of(report));
        queue.remove(List.of(report));
        assertThat(removed).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(true);

        prepared(0);
        CompletableFuture<Boolean> stopped = waiting();
        assertThat(queue.isStopped()).isFalse();
        queue.stop();
        assertThat(queue.isStopped()).isTrue();
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(false);
    }

    private CompletableFuture<Boolean> waiting() {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        done.complete(queue.awaitRemoved(Duration.ofMinutes(1).toNanos()));
                    } catch (InterruptedException e) {
                        done.completeExceptionally(e);
                    }
                })
                .start();
        return done;
    }

    /** Delivered by the worker while somebody stored it: whoever settled it gives back the room that it took in memory. */
    @Test
    void reportThatIsSettledWhileItIsStored_staysOneInMemory() {
        queue.add(new PendingReport(new MetadataSnapshot(Map.of(), 100), 100, 0, new CompletableFuture<>()));
        PendingReport report = requireNonNull(queue.nextToPrepare(queue.last()));
        queue.prepared(report);
        assertThat(queue.settle(List.of(report))).hasSize(1);

        assertThat(queue.stored(report)).isFalse();
        assertThat(report.stored).isFalse();
    }
}
