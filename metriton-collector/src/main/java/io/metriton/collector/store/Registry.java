package io.metriton.collector.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/** Which applications and keys there are at the moment of writing. For the thread that writes. */
final class Registry {

    private final Set<Integer> applications = new HashSet<>();
    private final Set<Integer> keys = new HashSet<>();

    void read(Connection connection) throws SQLException {
        read(connection, "SELECT id FROM applications", applications);
        read(connection, "SELECT id FROM metadata_keys", keys);
    }

    private static void read(Connection connection, String sql, Set<Integer> into) throws SQLException {
        into.clear();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                into.add(rows.getInt(1));
            }
        }
    }

    boolean hasApplication(int id) {
        return applications.contains(id);
    }

    boolean hasKey(int id) {
        return keys.contains(id);
    }
}
