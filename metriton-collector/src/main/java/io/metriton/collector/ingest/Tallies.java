package io.metriton.collector.ingest;

import io.metriton.collector.figures.UtcDay;
import io.metriton.collector.store.TallyTable;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Counts in memory what no figure counts, and writes it to the store now and then: it may be lost, and cannot fill a disk.
 * Thread-safe.
 */
public final class Tallies {

    private static final int MOST_REASONS = 10_000;

    private final Object lock = new Object();
    private final Table table;
    private final Clock clock;
    private Map<TallyTable.Refusal, Long> refusals = new HashMap<>();
    private Map<String, Long> unknown = new HashMap<>();
    private CompletableFuture<Object> underWay = CompletableFuture.completedFuture(true);

    /** Where it goes. */
    interface Table {
        CompletableFuture<Boolean> add(Map<TallyTable.Refusal, Long> refusals, Map<String, Long> unknown, int today);
    }

    /**
     * Starts with nothing.
     *
     * @param table where it goes
     * @param clock the time
     */
    public Tallies(TallyTable table, Clock clock) {
        this(table::add, clock);
    }

    Tallies(Table table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /**
     * Counts a report that was refused.
     *
     * @param application the number of its application, or {@link TallyTable#NO_APPLICATION}
     * @param reason in a few words
     */
    public void refused(int application, String reason) {
        synchronized (lock) {
            TallyTable.Refusal refusal = new TallyTable.Refusal(application, UtcDay.today(clock), reason);
            add(refusals, MOST_REASONS, refusal, 1);
        }
    }

    void unknown(String application) {
        synchronized (lock) {
            add(unknown, TallyTable.MOST_UNKNOWN, application, 1);
        }
    }

    private static <K> void add(Map<K, Long> counts, int most, K key, long n) {
        if (counts.size() < most || counts.containsKey(key)) {
            counts.merge(key, n, Long::sum);
        }
    }

    /**
     * Brings what was counted to the store, unless the last time is not over. Does not block; what the store does not take is
     * counted again.
     *
     * @return the caller's own; done when it is stored, or could not be: by this call, or the one that is not over
     */
    public CompletableFuture<?> flush() {
        CompletableFuture<Object> flush;
        Map<TallyTable.Refusal, Long> refused;
        Map<String, Long> asked;
        synchronized (lock) {
            if (!underWay.isDone() || (refusals.isEmpty() && unknown.isEmpty())) {
                return underWay.copy();
            }
            flush = new CompletableFuture<>();
            underWay = flush;
            refused = refusals;
            asked = unknown;
            refusals = new HashMap<>();
            unknown = new HashMap<>();
        }
        var unused = table.add(refused, asked, UtcDay.today(clock)).whenComplete((stored, failure) -> {
            synchronized (lock) {
                if (failure != null) {
                    refused.forEach((refusal, n) -> add(refusals, MOST_REASONS, refusal, n));
                    asked.forEach((name, n) -> add(unknown, TallyTable.MOST_UNKNOWN, name, n));
                }
            }
            flush.complete(true);
        });
        return flush.copy();
    }
}
