package io.metriton.collector.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Reads the rows of many keys, {@value #SIZE} at a time, by one statement that is always the same. It joins the keys to the
 * table, so that PostgreSQL looks for each in the one partition that may have it; with {@code IN} it looks in all.
 */
final class Lookup {

    private static final int SIZE = 64;
    private static final String KEYS = " FROM (VALUES (?)" + ", (?)".repeat(SIZE - 1) + ") AS keys CROSS JOIN ";

    private Lookup() {}

    /** Takes one row. */
    interface Row {
        void take(ResultSet row) throws SQLException;
    }

    /**
     * Reads rows. A row may be taken more than once.
     *
     * @param columns what is read
     * @param table from what
     * @param key the column of the keys
     * @param keys bytes or numbers
     */
    static void rows(Connection connection, String columns, String table, String key, List<?> keys, Row row)
            throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        String sql = "SELECT " + columns + KEYS + table + " WHERE " + key + " = keys.column1";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int from = 0; from < keys.size(); from += SIZE) {
                for (int i = 0; i < SIZE; i++) {
                    // The last key again, where there are fewer.
                    statement.setObject(i + 1, keys.get(Math.min(from + i, keys.size() - 1)));
                }
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        row.take(rows);
                    }
                }
            }
        }
    }
}
