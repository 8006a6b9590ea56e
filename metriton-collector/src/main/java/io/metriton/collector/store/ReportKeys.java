package io.metriton.collector.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Remembers for 45 to 60 days which reports were counted. Hashes of {@value #DAYS} days share a table, and a table is
 * emptied as a whole before it is used again, so that nothing is searched to be deleted.
 */
final class ReportKeys {

    private static final int DAYS = 15;
    private static final int TABLES = 4;

    private ReportKeys() {}

    /** Moves on to the table of a day, if that is newer than the current one. */
    static int advance(Connection connection, Dialect dialect, int current, int day) throws SQLException {
        int generation = day / DAYS;
        if (generation <= current) {
            return current;
        }
        for (int g = Math.max(current + 1, generation - TABLES + 1); g <= generation; g++) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(dialect.emptied(table(g)));
            }
        }
        Meta.put(connection, Meta.KEYS_GENERATION, Integer.toString(generation));
        return generation;
    }

    static Set<Long> known(Connection connection, List<Long> hashes) throws SQLException {
        Set<Long> known = new HashSet<>();
        for (int g = 0; g < TABLES; g++) {
            Lookup.rows(
                    connection,
                    "SELECT hash FROM " + table(g) + " WHERE hash IN",
                    hashes,
                    row -> known.add(row.getLong(1)));
        }
        return known;
    }

    static void add(Connection connection, int generation, Set<Long> hashes) throws SQLException {
        if (hashes.isEmpty()) {
            return;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO " + table(generation) + " (hash) VALUES (?)")) {
            for (long hash : hashes) {
                statement.setLong(1, hash);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static String table(int generation) {
        return "report_keys_" + generation % TABLES;
    }
}
