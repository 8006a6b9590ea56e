package io.metriton.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The report of a date, as a {@link DailyStore} keeps it until it is in the outbox: its key, its time, and what was counted
 * before. Immutable and thread-safe.
 */
public final class DailyDraft {
    private final String key;
    private final Instant created;
    private final Map<String, Map<String, Long>> counts;

    /**
     * A draft.
     *
     * @param key of the report, as in {@link StoredReport#key}
     * @param created when the report was begun
     * @param counts a number for each name, by metadata key; copied
     * @throws IllegalArgumentException if the key is none for a report
     */
    public DailyDraft(String key, Instant created, Map<String, ? extends Map<String, Long>> counts) {
        this.key = StoredReport.checked(requireNonNull(key, "key"));
        this.created = requireNonNull(created, "created");
        this.counts = copy(counts);
    }

    private static Map<String, Map<String, Long>> copy(Map<String, ? extends Map<String, Long>> counts) {
        if (counts.isEmpty()) {
            return Map.of();
        }
        Map<String, Map<String, Long>> copy = new LinkedHashMap<>();
        for (Map.Entry<String, ? extends Map<String, Long>> each : counts.entrySet()) {
            copy.put(each.getKey(), Collections.unmodifiableMap(new LinkedHashMap<>(each.getValue())));
        }
        return Collections.unmodifiableMap(copy);
    }

    /**
     * What names the report.
     *
     * @return the same for every process that makes a report of this draft
     */
    public String key() {
        return key;
    }

    /**
     * When the report was begun.
     *
     * @return by the clock of the machine
     */
    public Instant created() {
        return created;
    }

    /**
     * The date that the report is of.
     *
     * @return in UTC
     */
    public LocalDate date() {
        return LocalDate.ofInstant(created, ZoneOffset.UTC);
    }

    /**
     * What was counted.
     *
     * @return a number for each name, by metadata key; unmodifiable
     */
    public Map<String, Map<String, Long>> counts() {
        return counts;
    }

    @Override
    public String toString() {
        return "DailyDraft[" + date() + ", " + key + "]";
    }
}
