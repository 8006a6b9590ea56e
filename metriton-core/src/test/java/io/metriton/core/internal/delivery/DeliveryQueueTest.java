package io.metriton.core.internal.delivery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.core.internal.json.MetadataSnapshot;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What several threads do with one report. */
class DeliveryQueueTest {
    private final DeliveryQueue queue = new DeliveryQueue();

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
