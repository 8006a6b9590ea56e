package io.metriton.collector.store;

import java.util.OptionalInt;
import org.jdbi.v3.core.Jdbi;

/** Deletes what is older than it may be. */
public final class Retention {

    private static final int UNKNOWN_DAYS = 30;

    private Retention() {}

    /**
     * When this was done last.
     *
     * @param store an open store
     * @return the day that it was given; nothing if it was never done
     */
    public static OptionalInt lastDay(Store store) {
        return store.jdbi()
                .withHandle(handle -> handle.select("SELECT value FROM meta WHERE name = ?", Meta.CLEANED)
                        .mapTo(Integer.class)
                        .findOne())
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    /**
     * For how long it has been waited to delete.
     *
     * @param store an open store
     * @return in minutes, as it was given; 0 if it was never given
     */
    public static long waited(Store store) {
        return store.jdbi()
                .withHandle(handle -> handle.select("SELECT value FROM meta WHERE name = ?", Meta.CLEANING_WAIT)
                        .mapTo(Long.class)
                        .findOne())
                .orElse(0L);
    }

    /**
     * Remembers for how long it has been waited to delete. Blocks until it is stored.
     *
     * @param store an open store
     * @param minutes since the clock is ahead
     */
    public static void remember(Store store, long minutes) {
        store.change(connection -> {
            Meta.put(connection, Meta.CLEANING_WAIT, Long.toString(minutes));
            return minutes;
        });
    }

    /**
     * Deletes installations whose newest report is too old, tallies of refused reports, names of unknown applications that did
     * not report for 30 days, and what is forgotten of report keys. Counters stay. In many small changes, so that reports are
     * stored between them. Blocks until all are made.
     *
     * @param store an open store
     * @param today the current day
     * @param retentionDays how many days before it an installation stays
     */
    public static void clean(Store store, int today, int retentionDays) {
        int before = today - retentionDays;
        InstallParts.delete(store, "last_day < ?", before);
        store.change(connection -> Jdbi.open(connection).execute("DELETE FROM refusals WHERE day < ?", before));
        store.change(connection -> Jdbi.open(connection)
                .execute("DELETE FROM unknown_applications WHERE last_day < ?", today - UNKNOWN_DAYS));
        ReportKeys.prune(store, today);
        store.change(connection -> {
            Meta.put(connection, Meta.CLEANED, Integer.toString(today));
            return true;
        });
    }
}
