package io.metriton.core.internal.delivery;

import io.metriton.api.Outbox;
import io.metriton.api.StoredReport;
import io.metriton.core.internal.http.EncodedReport;
import io.metriton.core.internal.http.Target;
import io.metriton.core.internal.report.ReportPipeline;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Takes over what earlier processes left in the outbox: a few at a time, and at a bounded pace, so that a long absence does
 * not end in a storm. Used by the delivery thread.
 */
final class OrphanRecovery {
    /** Reports of the last seconds are left to the process that made them, and can be taken over by then. */
    private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int AT_ONCE = 10;

    /** So many may be there that the endpoint does not take, and do not hold up the others. */
    private static final int MAX_FAILING = 100;

    private final ReportPipeline pipeline;
    private final DeliveryQueue queue;
    private final OutboxHandle outbox;
    private final DeliveryCounters counters;
    private final LongSupplier nanoTime;
    private long nextLook;
    private long nextTurn;

    OrphanRecovery(
            ReportPipeline pipeline,
            DeliveryQueue queue,
            OutboxHandle outbox,
            DeliveryCounters counters,
            LongSupplier nanoTime) {
        this.pipeline = pipeline;
        this.queue = queue;
        this.outbox = outbox;
        this.counters = counters;
        this.nanoTime = nanoTime;
        this.nextLook = nanoTime.getAsLong();
        this.nextTurn = nextLook;
    }

    /**
     * Puts a few left reports into the queue, unless some are there that are to be tried first; if there are none, looks not so
     * soon again.
     *
     * @param trusted whether an answer of this process shows that the endpoint itself can be reached: until then one report
     *     at a time is put at risk
     * @return whether any was found
     */
    boolean look(boolean trusted) {
        if (nextLook - nanoTime.getAsLong() > 0 || !hasRoom(trusted)) {
            return false;
        }
        boolean found = take(trusted ? AT_ONCE : 1);
        if (!found) {
            nextLook = nanoTime.getAsLong() + LOOK_AGAIN_NANOS;
        }
        return found;
    }

    /** One that fails again and again, as the endpoint cannot take it, does not keep the others from being tried. */
    private boolean hasRoom(boolean trusted) {
        return trusted ? !queue.hasUntriedRecovered() && queue.recovered() < MAX_FAILING : queue.recovered() == 0;
    }

    /** How long this report has to wait for its turn; takes the turn if it need not. */
    long nanosToWait(PendingReport report) {
        if (!report.isRecovered()) {
            return 0;
        }
        long now = nanoTime.getAsLong();
        long wait = nextTurn - now;
        if (wait <= 0) {
            nextTurn = now + PAUSE_NANOS;
        }
        return Math.max(0, wait);
    }

    /** What is in the queue already: an outbox may give again what failed, and was released. */
    private Outbox.TakenOver withoutKnown(Outbox.TakenOver taken) {
        List<StoredReport> others = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (StoredReport each : taken.reports()) {
            if (keys.add(each.key()) && queue.ofKeys(List.of(each.key())).isEmpty()) {
                others.add(each);
            }
        }
        return others.size() == taken.reports().size() ? taken : new Outbox.TakenOver(others, taken.discarded());
    }

    private boolean take(int max) {
        URI endpoint = Target.withoutUserInfo(pipeline.endpoint());
        Outbox.TakenOver taken = withoutKnown(outbox.takeOver(endpoint, max));
        counters.recovered(taken.reports().size() + taken.discarded());
        counters.dropped(DropCause.PUSHED_OUT, taken.discarded());
        int added = 0;
        try {
            for (StoredReport each : taken.reports()) {
                EncodedReport encoded = new EncodedReport(pipeline.identity(), each.body(), each.key());
                queue.addRecovered(new PendingReport(each, encoded, nanoTime.getAsLong()));
                added++;
            }
        } finally { // Without memory for them, they are another process's, or another time's.
            for (StoredReport each :
                    taken.reports().subList(added, taken.reports().size())) {
                outbox.release(each.key());
                counters.handedOver();
            }
        }
        return !taken.reports().isEmpty();
    }
}
