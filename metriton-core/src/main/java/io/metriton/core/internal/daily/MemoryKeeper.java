package io.metriton.core.internal.daily;

import io.metriton.api.DailyStore;
import io.metriton.core.internal.delivery.DailyReport;
import io.metriton.core.internal.delivery.OutboxHandle;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a daily report in memory alone, and what it counts, until somebody else has it. If it is refused, the next report has
 * its counts. Told on any thread; asked by one at a time.
 */
final class MemoryKeeper implements DailyReport.Keeper {
    private final LocalDate date;
    private final Map<String, Map<String, Long>> counts;
    private final OutboxHandle outbox;
    private @Nullable Future<?> report;
    private volatile boolean kept;

    MemoryKeeper(LocalDate date, Map<String, Map<String, Long>> counts, OutboxHandle outbox) {
        this.outbox = outbox;
        this.date = date;
        this.counts = counts;
    }

    /** The report, once the delivery has taken it. */
    MemoryKeeper of(Future<?> report) {
        this.report = report;
        return this;
    }

    /** Whose report it is. */
    LocalDate date() {
        return date;
    }

    Map<String, Map<String, Long>> counts() {
        return counts;
    }

    /** What is left of some counts without these. */
    Map<String, Map<String, Long>> without(Map<String, Map<String, Long>> all) {
        Map<String, Map<String, Long>> rest = new HashMap<>();
        for (Map.Entry<String, Map<String, Long>> key : all.entrySet()) {
            Map<String, Long> mine = counts.getOrDefault(key.getKey(), Map.of());
            for (Map.Entry<String, Long> each : key.getValue().entrySet()) {
                long more = each.getValue() - mine.getOrDefault(each.getKey(), 0L);
                if (more > 0) {
                    rest.computeIfAbsent(key.getKey(), name -> new HashMap<>()).put(each.getKey(), more);
                }
            }
        }
        return rest;
    }

    /** Whether it is still open what becomes of the report. */
    boolean isUnderWay() {
        return !kept && report != null && !report.isDone();
    }

    /** Delivered, or in the outbox, however long it may stay there; asked once it is not under way any more. */
    boolean isKept() {
        return kept;
    }

    @Override
    public void kept() {
        kept = true;
        try { // Now: the process may end before the next look.
            DailyStore store = outbox.dailyStore().orElse(null);
            if (store != null) {
                store.reported(date);
            }
        } catch (Throwable e) {
            // Of a disk, or of a third party: the next look tells it again.
        }
    }

    @Override
    public void refused() {
        // The report ends without being kept.
    }
}
