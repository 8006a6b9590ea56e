package io.metriton.collector.store;

import org.jdbi.v3.core.Jdbi;

/** Deletes what is older than it may be. */
public final class Retention {

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
        ReportKeys.prune(store, today);
    }
}
