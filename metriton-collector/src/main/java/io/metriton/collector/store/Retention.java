package io.metriton.collector.store;

import org.jdbi.v3.core.Jdbi;

/** Deletes what is older than it may be. */
public final class Retention {

    private static final int PARTS = 256;

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
        for (int part = 0; part < PARTS; part++) {
            byte[] from = {(byte) part};
            byte[] to = {(byte) (part + 1)};
            boolean last = part == PARTS - 1;
            store.change(connection -> last
                    ? Jdbi.open(connection)
                            .execute("DELETE FROM installs WHERE install_key >= ? AND last_day < ?", from, before)
                    : Jdbi.open(connection)
                            .execute(
                                    "DELETE FROM installs WHERE install_key >= ? AND install_key < ? AND last_day < ?",
                                    from,
                                    to,
                                    before));
        }
        store.change(connection -> Jdbi.open(connection).execute("DELETE FROM refusals WHERE day < ?", before));
        int rows = ReportKeys.PREFIXES / PARTS;
        for (int from = 0; from < ReportKeys.PREFIXES; from += rows) {
            int first = from;
            store.change(connection -> ReportKeys.prune(connection, first, first + rows - 1, today));
        }
    }
}
