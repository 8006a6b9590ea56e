package io.metriton.collector.ingest;

import io.metriton.collector.store.TallyTable;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts in memory what is not counted otherwise, and brings it to the store now and then: no promise hangs on it, and
 * nobody can fill a disk with it. Thread-safe.
 */
public final class Tallies {

    private static final int MOST_REASONS = 10_000;

    private final Object lock = new Object();
    private final TallyTable table;
    private final Clock clock;
    private Map<TallyTable.Refusal, Long> refusals = new HashMap<>();
    private Map<String, Long> unknown = new HashMap<>();

    /**
     * Starts with nothing.
     *
     * @param table where it goes
     * @param clock the time
     */
    public Tallies(TallyTable table, Clock clock) {
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
            TallyTable.Refusal refusal = new TallyTable.Refusal(application, today(), reason);
            if (refusals.size() < MOST_REASONS || refusals.containsKey(refusal)) {
                refusals.merge(refusal, 1L, Long::sum);
            }
        }
    }

    void unknown(String application) {
        synchronized (lock) {
            if (unknown.size() < TallyTable.MOST_UNKNOWN || unknown.containsKey(application)) {
                unknown.merge(application, 1L, Long::sum);
            }
        }
    }

    private int today() {
        return (int) LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toEpochDay();
    }

    /** Brings what was counted to the store. Does not block; what the store does not take is counted again. */
    public void flush() {
        Map<TallyTable.Refusal, Long> refused;
        Map<String, Long> asked;
        synchronized (lock) {
            if (refusals.isEmpty() && unknown.isEmpty()) {
                return;
            }
            refused = refusals;
            asked = unknown;
            refusals = new HashMap<>();
            unknown = new HashMap<>();
        }
        var unused = table.add(refused, asked, today()).exceptionally(e -> {
            restore(refused, asked);
            return false;
        });
    }

    private void restore(Map<TallyTable.Refusal, Long> refused, Map<String, Long> asked) {
        synchronized (lock) {
            refused.forEach((refusal, n) -> refusals.merge(refusal, n, Long::sum));
            asked.forEach((name, n) -> unknown.merge(name, n, Long::sum));
        }
    }
}
