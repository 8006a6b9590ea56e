package io.metriton.collector.store;

import org.jdbi.v3.core.Jdbi;

/** Deletes what is older than it may be. */
public final class Retention {

    private static final int ROWS_AT_ONCE = 1024;

    private Retention() {}

    /**
     * Deletes installations whose newest report is too old, tallies of refused reports, and what is forgotten of report
     * keys. Counters stay. In many small changes, so that reports are stored between them. Blocks until all are made.
     *
     * @param store an open store
     * @param today the current day
     * @param retentionDays how many days before it an installation stays
     */
    public static void clean(Store store, int today, int retentionDays) {
        int before = today - retentionDays;
        InstallParts.delete(store, "last_day < ?", before);
        store.change(connection -> Jdbi.open(connection).execute("DELETE FROM refusals WHERE day < ?", before));
        for (int from = 0; from < ReportKeys.PREFIXES; from += ROWS_AT_ONCE) {
            int first = from;
            store.change(connection -> ReportKeys.prune(connection, first, first + ROWS_AT_ONCE - 1, today));
        }
    }
}
