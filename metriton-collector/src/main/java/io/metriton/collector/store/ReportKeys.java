package io.metriton.collector.store;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Remembers for 45 to 60 days which reports were counted, by a hash of 64 bits of each. The hashes of {@value #DAYS} days
 * share a table, and a table is emptied as a whole before it is used again, so that nothing is searched to be deleted.
 *
 * <p>A row of a table costs several times what a hash does. So all hashes with the same first {@value #PREFIX_BITS} bits
 * share one, which holds the rest of each, one behind the other.
 *
 * <p>For one group of reports, and for the thread that writes.
 */
final class ReportKeys {

    private static final int DAYS = 15;
    private static final int TABLES = 4;
    private static final int PREFIX_BITS = 18;
    private static final int REST_BITS = Long.SIZE - PREFIX_BITS;
    private static final int REST_BYTES = 6;

    /** By table and prefix. */
    private final List<Map<Integer, byte[]>> rests = new ArrayList<>();

    private final Set<Long> added = new HashSet<>();

    private ReportKeys() {}

    /** Reads the rows of some hashes. */
    static ReportKeys read(Connection connection, List<Long> hashes) throws SQLException {
        ReportKeys keys = new ReportKeys();
        List<Integer> prefixes = hashes.stream().map(ReportKeys::prefix).toList();
        for (int g = 0; g < TABLES; g++) {
            Map<Integer, byte[]> rows = new HashMap<>();
            Lookup.rows(
                    connection,
                    "SELECT prefix, rests FROM " + table(g) + " WHERE prefix IN",
                    prefixes,
                    row -> rows.put(row.getInt(1), row.getBytes(2)));
            keys.rests.add(rows);
        }
        return keys;
    }

    /** Whether a report was counted, of an earlier group or of this one. */
    boolean contains(long hash) {
        return added.contains(hash)
                || rests.stream().anyMatch(rows -> isIn(hash, rows.getOrDefault(prefix(hash), new byte[0])));
    }

    private static boolean isIn(long hash, byte[] rests) {
        ByteBuffer rest = ByteBuffer.wrap(rests);
        while (rest.hasRemaining()) {
            if (getRest(rest) == rest(hash)) {
                return true;
            }
        }
        return false;
    }

    /** A report is counted. */
    void add(long hash) {
        added.add(hash);
    }

    /**
     * Writes what was added.
     *
     * @param current the number of the newest table; if the day needs a newer one, that is emptied first
     */
    void write(Connection connection, int current, int day) throws SQLException {
        int generation = Math.max(current, day / DAYS);
        for (int g = Math.max(current + 1, generation - TABLES + 1); g <= generation; g++) {
            try (Statement statement = connection.createStatement()) {
                // Not TRUNCATE: that waits for pg_dump, and all reports with it.
                statement.execute("DELETE FROM " + table(g));
            }
            rests.get(g % TABLES).clear();
        }
        if (generation > current) {
            Meta.put(connection, Meta.KEYS_GENERATION, Integer.toString(generation));
        }
        write(connection, generation);
    }

    private void write(Connection connection, int generation) throws SQLException {
        Map<Integer, byte[]> known = rests.get(generation % TABLES);
        Map<Integer, byte[]> changed = new TreeMap<>();
        for (long hash : added) {
            changed.merge(prefix(hash), restBytes(hash), ReportKeys::joined);
        }
        if (changed.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + table(generation)
                + " (prefix, rests) VALUES (?, ?) ON CONFLICT (prefix) DO UPDATE SET rests = excluded.rests")) {
            for (Map.Entry<Integer, byte[]> row : changed.entrySet()) {
                byte[] before = known.getOrDefault(row.getKey(), new byte[0]);
                statement.setInt(1, row.getKey());
                statement.setBytes(2, joined(before, row.getValue()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static String table(int generation) {
        return "report_keys_" + generation % TABLES;
    }

    private static int prefix(long hash) {
        return (int) (hash >>> REST_BITS);
    }

    private static long rest(long hash) {
        return hash & ((1L << REST_BITS) - 1);
    }

    private static byte[] restBytes(long hash) {
        byte[] bytes = new byte[REST_BYTES];
        ByteBuffer.wrap(bytes).putShort((short) (rest(hash) >>> Integer.SIZE)).putInt((int) hash);
        return bytes;
    }

    private static long getRest(ByteBuffer from) {
        return (Short.toUnsignedLong(from.getShort()) << Integer.SIZE) | Integer.toUnsignedLong(from.getInt());
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }
}
