package io.metriton.core;

import io.metriton.api.InstallIdException;
import io.metriton.api.MetritonException;
import io.metriton.api.StoredReport;
import io.metriton.core.InstallIds.Found;
import io.metriton.core.internal.http.EncodedReport;
import io.metriton.core.internal.http.Target;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Makes of what the application said what goes over the wire, and puts it into the outbox. */
final class Stager {
    private final ReportPipeline pipeline;
    private final Spool spool;
    private final Clock clock;
    private @Nullable ReportKeys keys;
    private final AtomicInteger steps = new AtomicInteger();

    Stager(ReportPipeline pipeline, Spool spool, Clock clock) {
        this.pipeline = pipeline;
        this.spool = spool;
        this.clock = clock;
    }

    boolean hasOutbox() {
        return spool.isThere();
    }

    void hasten() {
        spool.hasten();
    }

    int steps() {
        return steps.get();
    }

    /**
     * Gives a report its id and its bytes. May block on disk or network if the id is not known yet.
     *
     * @throws InstallIdException if there is no id now
     * @throws MetritonException if a customizer fails
     * @throws IllegalArgumentException if the metadata cannot be sent
     */
    void encode(PendingReport pending) throws MetritonException {
        steps.incrementAndGet();
        Found found = pipeline.find();
        steps.incrementAndGet();
        byte[] body = pipeline.encode(found, pending.metadata == null ? Map.of() : pending.metadata.toMap());
        steps.incrementAndGet();
        keys = keys == null ? new ReportKeys() : keys; // Not sooner: on no caller's thread.
        pending.outgoing = new EncodedReport(pipeline.identity(), body, keys.next(found.id()));
        pending.metadata = null;
    }

    /**
     * Puts a report into the outbox.
     *
     * @return the keys of those that had to make room; null if it stays in memory
     */
    @Nullable
    List<String> store(PendingReport pending, EncodedReport outgoing) {
        String key = String.valueOf(outgoing.key());
        Instant created = clock.instant().minusNanos(System.nanoTime() - pending.acceptedAt);
        List<String> pushedOut =
                spool.put(new StoredReport(key, Target.withoutUserInfo(pipeline.endpoint()), created, outgoing.body()));
        steps.incrementAndGet();
        return pushedOut;
    }

    /** The reports of keys; mostly there are none. */
    static List<PendingReport> ofKeys(List<String> keys, Collection<PendingReport> all) {
        if (keys.isEmpty()) {
            return List.of();
        }
        Set<@Nullable String> wanted = new HashSet<>(keys);
        List<PendingReport> found = new ArrayList<>();
        for (PendingReport report : all) {
            EncodedReport outgoing = report.outgoing;
            if (outgoing != null && outgoing.key() != null && wanted.contains(outgoing.key())) {
                found.add(report);
                if (found.size() == wanted.size()) {
                    break; // They are the oldest, so they come first.
                }
            }
        }
        return found;
    }

    /** A report is settled: it takes up no place in the outbox any more. */
    void forget(PendingReport pending) {
        if (pending.stored && pending.outgoing != null && pending.outgoing.key() != null) {
            spool.remove(pending.outgoing.key());
        }
    }
}
