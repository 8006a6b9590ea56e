package io.metriton.collector.store;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for 45 to 60 days which reports were counted, by a hash of 64 bits of each. The hashes of {@value #DAYS} days
 * are a generation, and {@value #GENERATIONS} generations are remembered.
 *
 * <p>A row of a table costs several times what a hash does. So all hashes with the same first {@value #PREFIX_BITS} bits
 * share one: the generation in which it was written in 2 bytes, and for each hash 6 bytes, of which 2 bits tell its
 * generation and 46 are the rest of the hash. What is forgotten leaves a row when that is written, or by {@link #prune}.
 *
 * <p>For one group of reports, and for the thread that writes.
 */
final class ReportKeys {

    private static final int PREFIX_BITS = 18;

    /** How many rows there are at most. */
    static final int PREFIXES = 1 << PREFIX_BITS;

    private static final int DAYS = 15;
    private static final int GENERATIONS = 4;
    private static final int REST_BITS = Long.SIZE - PREFIX_BITS;
    private static final int HEAD_BYTES = 2;
    private static final int HASH_BYTES = 6;

    private final int current;
    private final Map<Integer, byte[]> rows = new HashMap<>();
    private final Set<Long> added = new HashSet<>();

    private ReportKeys(int current) {
        this.current = current;
    }

    /**
     * Reads the rows of some hashes.
     *
     * @param current the newest generation that was written
     */
    static ReportKeys read(Connection connection, List<Long> hashes, int current) throws SQLException {
        ReportKeys keys = new ReportKeys(current);
        List<Integer> prefixes =
                hashes.stream().map(ReportKeys::prefix).distinct().sorted().toList();
        Lookup.rows(
                connection,
                "SELECT prefix, hashes FROM report_keys WHERE prefix IN",
                prefixes,
                row -> keys.rows.put(row.getInt(1), row.getBytes(2)));
        return keys;
    }

    /** Whether a report was counted, of an earlier group or of this one. */
    boolean contains(long hash) {
        byte[] row = rows.get(prefix(hash));
        return added.contains(hash) || (row != null && contains(ByteBuffer.wrap(row), hash));
    }

    private boolean contains(ByteBuffer row, long hash) {
        int written = row.getShort();
        while (row.hasRemaining()) {
            long next = getHash(row);
            if (rest(next) == rest(hash) && isRemembered(next, written, current)) {
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
     * @param day the day of its arrival; if that begins a new generation, the oldest is forgotten
     */
    void write(Connection connection, int day) throws SQLException {
        int newest = generation(day, current);
        if (newest > current) {
            Meta.put(connection, Meta.KEYS_GENERATION, Integer.toString(newest));
        }
        Map<Integer, Set<Long>> byPrefix = new TreeMap<>();
        added.forEach(hash ->
                byPrefix.computeIfAbsent(prefix(hash), any -> new HashSet<>()).add(hash));
        if (byPrefix.isEmpty()) {
            return;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO report_keys (prefix, hashes) VALUES (?, ?)"
                        + " ON CONFLICT (prefix) DO UPDATE SET hashes = excluded.hashes")) {
            for (Map.Entry<Integer, Set<Long>> entry : byPrefix.entrySet()) {
                statement.setInt(1, entry.getKey());
                statement.setBytes(2, row(rows.get(entry.getKey()), entry.getValue(), newest));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /**
     * Deletes what is forgotten from some rows, for the sake of those that no report touches.
     *
     * @param from the first prefix
     * @param to the last prefix
     * @param day the current day
     * @return whether there was any
     */
    static boolean prune(Connection connection, int from, int to, int day) throws SQLException {
        int newest = generation(day, generation(Meta.read(connection)));
        Map<Integer, byte[]> pruned = new TreeMap<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT prefix, hashes FROM report_keys WHERE prefix BETWEEN ? AND ?")) {
            statement.setInt(1, from);
            statement.setInt(2, to);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    byte[] before = rows.getBytes(2);
                    byte[] after = row(before, Set.of(), newest);
                    if (after.length < before.length) {
                        pruned.put(rows.getInt(1), after);
                    }
                }
            }
        }
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE report_keys SET hashes = ? WHERE prefix = ?")) {
            for (Map.Entry<Integer, byte[]> row : pruned.entrySet()) {
                statement.setBytes(1, row.getValue());
                statement.setInt(2, row.getKey());
                statement.addBatch();
            }
            statement.executeBatch();
        }
        return !pruned.isEmpty();
    }

    /** The newest generation that was written, as the store says. */
    static int generation(Map<String, String> meta) {
        return Integer.parseInt(meta.getOrDefault(Meta.KEYS_GENERATION, "0"));
    }

    /** That of a day; a clock that was set back begins none. */
    private static int generation(int day, int current) {
        return Math.max(current, day / DAYS);
    }

    /** What is remembered of a row, and some new hashes. */
    private static byte[] row(byte @Nullable [] before, Set<Long> added, int newest) {
        ByteBuffer old = ByteBuffer.wrap(before == null ? new byte[HEAD_BYTES] : before);
        ByteBuffer row = ByteBuffer.allocate(old.remaining() + HASH_BYTES * added.size());
        int written = old.getShort();
        row.putShort((short) newest);
        while (old.hasRemaining()) {
            long next = getHash(old);
            if (isRemembered(next, written, newest)) {
                putHash(row, next);
            }
        }
        added.forEach(hash -> putHash(row, rest(hash) | ((long) newest % GENERATIONS) << REST_BITS));
        byte[] bytes = new byte[row.position()];
        row.flip().get(bytes);
        return bytes;
    }

    /** Whether a hash of a row, which was written in a generation, is of those that are remembered in the newest one. */
    private static boolean isRemembered(long hash, int written, int newest) {
        int age = Math.floorMod(written - (int) (hash >>> REST_BITS), GENERATIONS);
        return written - age > newest - GENERATIONS;
    }

    private static int prefix(long hash) {
        return (int) (hash >>> REST_BITS);
    }

    private static long rest(long hash) {
        return hash & ((1L << REST_BITS) - 1);
    }

    private static void putHash(ByteBuffer row, long hash) {
        row.putShort((short) (hash >>> Integer.SIZE)).putInt((int) hash);
    }

    private static long getHash(ByteBuffer row) {
        return (Short.toUnsignedLong(row.getShort()) << Integer.SIZE) | Integer.toUnsignedLong(row.getInt());
    }
}
