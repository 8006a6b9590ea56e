package io.metriton.collector.store;

import org.jdbi.v3.core.Handle;

/** Prints how many there are, and their bytes with indexes, of installations, keys of reports, and counters. */
final class Sizes {

    private Sizes() {}

    /** Argument: the database's URL. */
    public static void main(String[] args) {
        try (Store store = Store.open(args[0])) {
            print(store, "installs", "COUNT(*)");
            print(store, "report_keys", "COALESCE(SUM(LENGTH(hashes) - 2), 0) / 6");
            print(store, "recent_keys", "COALESCE(SUM(LENGTH(hashes)), 0) / 8");
            print(store, "counters", "COUNT(*)");
            print(store, "packed_counters", "COUNT(*)");
        }
    }

    private static void print(Store store, String table, String count) {
        store.jdbi()
                .useHandle(handle -> System.out.println(table + " " + one(handle, "SELECT " + count + " FROM " + table)
                        + " " + bytes(handle, store.dialect(), table)));
    }

    private static long bytes(Handle handle, Dialect dialect, String table) {
        return dialect == Dialect.SQLITE
                ? one(handle, "SELECT SUM(pgsize) FROM dbstat WHERE name = '" + table + "'")
                : one(
                        handle,
                        "SELECT SUM(pg_total_relation_size(table_id)) FROM (SELECT relid AS table_id"
                                + " FROM pg_partition_tree('" + table + "') UNION SELECT '" + table
                                + "'::regclass) AS tables");
    }

    private static long one(Handle handle, String sql) {
        return handle.select(sql).mapTo(Long.class).one();
    }
}
