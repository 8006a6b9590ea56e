package io.metriton.collector.store;

import java.util.List;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/** Prints how many there are, and their bytes with indexes, of installations, keys of reports, and counters. */
final class Sizes {

    private Sizes() {}

    /** Argument: the database's URL. */
    public static void main(String[] args) {
        try (Store store = Store.open(args[0])) {
            List<String> keys =
                    IntStream.range(0, 4).mapToObj(i -> "report_keys_" + i).toList();
            print(store, "installs", List.of("installs"), "COUNT(*)");
            print(store, "keys", keys, "COALESCE(SUM(LENGTH(rests)), 0) / 6");
            print(store, "counters", List.of("counters"), "COUNT(*)");
        }
    }

    private static void print(Store store, String name, List<String> tables, String count) {
        store.jdbi().useHandle(handle -> {
            long rows = 0;
            long bytes = 0;
            for (String table : tables) {
                rows += one(handle, "SELECT " + count + " FROM " + table);
                bytes += bytes(handle, store.dialect(), table);
            }
            System.out.println(name + " " + rows + " " + bytes);
        });
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
