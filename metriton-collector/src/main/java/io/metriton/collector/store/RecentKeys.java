package io.metriton.collector.store;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The newest report keys: a row for each group of reports in the database, which is written once, and all of them in
 * memory. Other nodes' are read as they come.
 */
final class RecentKeys {

    private static final int ROWS_AT_ONCE = 1024;
    private static final long UNREAD = -1;

    private final NavigableMap<Long, Integer> generations = new TreeMap<>();
    private long merged = UNREAD;
    private long last;
    private boolean deletable;

    /** Forgets what was read, because a transaction was rolled back. */
    void forget() {
        merged = UNREAD;
    }

    /**
     * Reads what is new in the database.
     *
     * @param nowMerged the last row that counts no more, as its hashes are in {@link KeyRows} or forgotten
     */
    void refresh(Connection connection, long nowMerged) throws SQLException {
        if (merged != nowMerged) {
            generations.clear();
            merged = nowMerged;
            last = nowMerged;
            deletable = true;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT id, generation, hashes FROM recent_keys WHERE id > ? ORDER BY id")) {
            statement.setLong(1, last);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    last = rows.getLong(1);
                    Integer generation = rows.getInt(2); // One for all of them.
                    ByteBuffer hashes = ByteBuffer.wrap(rows.getBytes(3));
                    while (hashes.hasRemaining()) {
                        generations.put(hashes.getLong(), generation);
                    }
                }
            }
        }
    }

    boolean contains(long hash, int newest) {
        Integer generation = generations.get(hash);
        return generation != null && KeyRows.isRemembered(generation, newest);
    }

    /** Hashes and their generations. */
    NavigableMap<Long, Integer> all() {
        return generations;
    }

    /** The last row that counts no more. */
    long merged() {
        return merged;
    }

    /** The number of the last row. */
    long last() {
        return last;
    }

    void append(Connection connection, Collection<Long> hashes, Integer generation) throws SQLException {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * hashes.size());
        hashes.forEach(bytes::putLong);
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO recent_keys (id, generation, hashes) VALUES (?, ?, ?)")) {
            statement.setLong(1, last + 1);
            statement.setInt(2, generation);
            statement.setBytes(3, bytes.array());
            statement.executeUpdate();
        }
        last++;
        hashes.forEach(hash -> generations.put(hash, generation));
    }

    /** Deletes some rows that count no more, if there are any. */
    void deleteMerged(Connection connection) throws SQLException {
        if (deletable) {
            deletable = delete(connection, merged);
        }
    }

    /**
     * The last row of old generations: those before it are of old ones, too.
     *
     * @param newest the newest generation
     */
    static OptionalLong lastForgotten(Connection connection, int newest) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT id FROM recent_keys WHERE generation <= ? ORDER BY id DESC LIMIT 1")) {
            statement.setInt(1, newest - KeyRows.GENERATIONS);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /**
     * Deletes some rows.
     *
     * @param to the last row that may be deleted
     * @return whether there may be more
     */
    static boolean delete(Connection connection, long to) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM recent_keys WHERE id IN (SELECT id FROM recent_keys"
                        + " WHERE id <= ? ORDER BY id LIMIT " + ROWS_AT_ONCE + ")")) {
            statement.setLong(1, to);
            return statement.executeUpdate() == ROWS_AT_ONCE;
        }
    }
}
