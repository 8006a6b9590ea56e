package io.metriton.collector.store;

import org.jdbi.v3.core.Jdbi;

/** Deletes what is older than it may be. */
public final class Retention {

    private static final int PARTS = 256;

    private Retention() {}

    /**
     * Deletes installations whose newest report is of an earlier day, and tallies of refused reports. Counters stay. In
     * many small changes, so that reports are stored between them. Blocks until all are made.
     *
     * @param store an open store
     * @param before the first day that stays
     */
    public static void clean(Store store, int before) {
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
    }
}
