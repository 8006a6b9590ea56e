package io.metriton.collector.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** What the store knows of itself, by name. */
final class Meta {

    /** Grows when an application, its settings or its keys change. */
    static final String SETTINGS_VERSION = "settings_version";

    /** Grows when a text is given a number. */
    static final String VALUES_VERSION = "values_version";

    /** The last number that was given to an application or a key. */
    static final String LAST_ID = "last_id";

    /** The newest generation of report keys. */
    static final String KEYS_GENERATION = "keys_generation";

    /** The last row of recent report keys that was moved or forgotten. */
    static final String KEYS_MERGED = "keys_merged";

    /** How far the move of recent report keys has come; empty if there is none. */
    static final String KEYS_MOVE = "keys_move";

    /** Tells one secret from another. */
    static final String SECRET = "secret";

    /** The day by which old data was deleted last. */
    static final String CLEANED = "cleaned";

    /** For how many minutes it has been waited to delete old data, by a clock that may be wrong. */
    static final String CLEANING_WAIT = "cleaning_wait";

    /** Written to see whether anything can be. */
    static final String HEALTH = "health";

    private Meta() {}

    static Map<String, String> read(Connection connection) throws SQLException {
        Map<String, String> all = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT name, value FROM meta");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                all.put(rows.getString(1), rows.getString(2));
            }
        }
        return all;
    }

    static void put(Connection connection, String name, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO meta (name, value) VALUES (?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET value = excluded.value")) {
            statement.setString(1, name);
            statement.setString(2, value);
            statement.executeUpdate();
        }
    }

    /** Adds one to a number, which starts at the given one; for a transaction that holds the lock for writing. */
    static int next(Connection connection, String name, int start) throws SQLException {
        String before = read(connection).get(name);
        int next = before == null ? start : (Integer.parseInt(before) % Integer.MAX_VALUE) + 1;
        put(connection, name, Integer.toString(next));
        return next;
    }
}
