package io.metriton.core;

import io.metriton.api.Outbox;
import io.metriton.api.StoredReport;
import io.metriton.core.internal.http.EncodedReport;
import io.metriton.core.internal.http.Target;
import java.net.URI;
import java.time.Duration;

/** Finds what processes left that have ended, and lets it go at a bounded pace. Used by the delivery thread. */
final class Recovery {
    private static final long LOOK_AGAIN_NANOS = Duration.ofMinutes(5).toNanos();
    /** A long absence must not end in a storm. */
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    private static final int AT_ONCE = 20;

    private final ReportPipeline pipeline;
    private final DeliveryQueue queue;
    private final Spool spool;
    private final Ledger ledger;
    private long nextLook = System.nanoTime();
    private long nextTurn = System.nanoTime();

    Recovery(ReportPipeline pipeline, DeliveryQueue queue, Spool spool, Ledger ledger) {
        this.pipeline = pipeline;
        this.queue = queue;
        this.spool = spool;
        this.ledger = ledger;
    }

    /** Looks for more once all that was found is settled; if there is none, not so soon again. */
    void look() {
        if (nextLook - System.nanoTime() <= 0 && !queue.hasRecovered() && !take()) {
            nextLook = System.nanoTime() + LOOK_AGAIN_NANOS;
        }
    }

    /** How long this report has to wait for its turn; takes the turn if it need not. */
    long nanosToWait(PendingReport report) {
        if (!report.isRecovered()) {
            return 0;
        }
        long wait = nextTurn - System.nanoTime();
        if (wait <= 0) {
            nextTurn = System.nanoTime() + PAUSE_NANOS;
        }
        return Math.max(0, wait);
    }

    /** The endpoint wants no more: what others left for it is dropped, too. */
    void drop() {
        boolean more = true;
        while (more) {
            more = take();
            queue.dropAll(DropReason.STOPPED, true, Courier.stopped());
        }
    }

    private boolean take() {
        URI endpoint = Target.withoutUserInfo(pipeline.endpoint());
        Outbox.TakenOver taken = spool.takeOver(endpoint, AT_ONCE);
        ledger.recovered(taken.reports().size() + taken.discarded());
        for (int i = 0; i < taken.discarded(); i++) {
            ledger.dropped(DropReason.PUSHED_OUT);
        }
        for (StoredReport each : taken.reports()) {
            queue.addRecovered(new EncodedReport(pipeline.identity(), each.body(), each.key()));
        }
        return !taken.reports().isEmpty();
    }
}
