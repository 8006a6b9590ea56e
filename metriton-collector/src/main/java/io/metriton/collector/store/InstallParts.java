package io.metriton.collector.store;

import org.jdbi.v3.core.Jdbi;

/** Deletes rows of installations in many small changes, by the first byte of their key, so that reports are stored between. */
final class InstallParts {

    private static final int PARTS = 256;

    private InstallParts() {}

    /**
     * Deletes rows. Blocks until all are deleted.
     *
     * @param condition which; with one parameter
     * @param argument its value
     */
    static void delete(Store store, String condition, int argument) {
        for (int part = 0; part < PARTS; part++) {
            byte[] from = {(byte) part};
            byte[] to = {(byte) (part + 1)};
            boolean last = part == PARTS - 1;
            store.change(connection -> last
                    ? Jdbi.open(connection)
                            .execute("DELETE FROM installs WHERE install_key >= ? AND " + condition, from, argument)
                    : Jdbi.open(connection)
                            .execute(
                                    "DELETE FROM installs WHERE install_key >= ? AND install_key < ? AND " + condition,
                                    from,
                                    to,
                                    argument));
        }
    }
}
