package io.metriton.collector.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Reads the rows of many keys, {@value #SIZE} at a time, by one statement that is always the same. */
final class Lookup {

    private static final int SIZE = 64;

    private Lookup() {}

    /** Takes one row. */
    interface Row {
        void take(ResultSet row) throws SQLException;
    }

    /**
     * Reads rows.
     *
     * @param sql ends before the list of keys: {@code … WHERE hash IN}
     * @param keys bytes or numbers
     */
    static void rows(Connection connection, String sql, List<?> keys, Row row) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql + " (?" + ", ?".repeat(SIZE - 1) + ")")) {
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
