package io.metriton.core;

import io.metriton.core.internal.delivery.Delivery;
import io.metriton.core.internal.delivery.DeliveryCounters;
import io.metriton.core.internal.delivery.DropCause;
import io.metriton.core.internal.report.SendHistory;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

record DefaultDeliveryStats(
        long accepted,
        long refused,
        long recovered,
        long delivered,
        long handedOver,
        long retried,
        Map<DropReason, Long> dropped,
        long queued,
        String waitingIn,
        Optional<String> outboxProblem,
        Optional<Instant> lastSuccess,
        Optional<DeliveryFailure> lastFailure,
        long undeclared)
        implements DeliveryStats {

    static DeliveryStats disabled() {
        return nothing("nothing: telemetry is disabled", Optional.empty(), 0);
    }

    /** Of a background reporter that has had nothing to send so far. */
    static DeliveryStats nothing(String waitingIn, Optional<String> outboxProblem, long undeclared) {
        return new DefaultDeliveryStats(
                0,
                0,
                0,
                0,
                0,
                0,
                dropped(Map.of()),
                0,
                waitingIn,
                outboxProblem,
                Optional.empty(),
                Optional.empty(),
                undeclared);
    }

    static DeliveryStats of(Delivery delivery, SendHistory history, long undeclared) {
        DeliveryCounters.Snapshot counts = delivery.counts();
        return new DefaultDeliveryStats(
                counts.accepted(),
                counts.refused(),
                counts.recovered(),
                counts.delivered(),
                counts.handedOver(),
                counts.retried(),
                dropped(counts.dropped()),
                counts.queued(),
                delivery.waitingIn(),
                delivery.outboxProblem(),
                history.lastSuccess(),
                lastFailure(history),
                undeclared);
    }

    static Optional<DeliveryFailure> lastFailure(SendHistory history) {
        return history.lastFailure().map(failure -> new DeliveryFailure(failure.time(), failure.message()));
    }

    private static Map<DropReason, Long> dropped(Map<DropCause, Long> counts) {
        Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason, counts.getOrDefault(DropCause.valueOf(reason.name()), 0L));
        }
        return Collections.unmodifiableMap(dropped);
    }

    /** As the interface is named, not this class. */
    @Override
    public String toString() {
        return "DeliveryStats[accepted=" + accepted + ", refused=" + refused + ", recovered=" + recovered
                + ", delivered=" + delivered + ", handedOver=" + handedOver + ", retried=" + retried + ", dropped="
                + dropped + ", queued=" + queued + ", waitingIn=" + waitingIn
                + ", outboxProblem="
                + outboxProblem.orElse("none") + ", lastSuccess="
                + lastSuccess.map(Instant::toString).orElse("none") + ", lastFailure="
                + lastFailure.map(each -> each.time() + ": " + each.message()).orElse("none")
                + ", undeclared=" + undeclared + "]";
    }
}
