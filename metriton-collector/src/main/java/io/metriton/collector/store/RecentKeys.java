package io.metriton.collector.store;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.NavigableMap;
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
     * @param nowMerged the last row whose hashes are in {@link KeyRows}
     * @return whether all that was read before is forgotten
     */
    boolean refresh(Connection connection, long nowMerged) throws SQLException {
        boolean anew = merged != nowMerged;
        if (anew) {
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
                    ByteBuffer hashes = ByteBuffer.wrap(rows.getBytes(3));
                    while (hashes.hasRemaining()) {
                        generations.put(hashes.getLong(), rows.getInt(2));
                    }
                }
            }
        }
        return anew;
    }

    boolean contains(long hash, int newest) {
        Integer generation = generations.get(hash);
        return generation != null && KeyRows.isRemembered(generation, newest);
    }

    /** Hashes and their generations. */
    NavigableMap<Long, Integer> all() {
        return generations;
    }

    /** The number of the last row. */
    long last() {
        return last;
    }

    void append(Connection connection, Collection<Long> hashes, int generation) throws SQLException {
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

    /** Deletes some rows that are in {@link KeyRows}, if there are any. */
    void deleteMerged(Connection connection) throws SQLException {
        if (deletable) {
            deletable = delete(connection, "id <= ?", merged);
        }
    }

    /**
     * Deletes some rows of old generations.
     *
     * @param newest the newest generation
     * @return whether there may be more
     */
    static boolean deleteForgotten(Connection connection, int newest) throws SQLException {
        return delete(connection, "generation <= ?", newest - KeyRows.GENERATIONS);
    }

    private static boolean delete(Connection connection, String condition, long bound) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM recent_keys WHERE id IN (SELECT id FROM recent_keys WHERE "
                        + condition + " ORDER BY id LIMIT " + ROWS_AT_ONCE + ")")) {
            statement.setLong(1, bound);
            return statement.executeUpdate() == ROWS_AT_ONCE;
        }
    }
}
