package io.metriton.collector.store;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/**
 * The table of report keys. A row of a table costs several times what a hash does, so all hashes with the same first
 * {@value #PREFIX_BITS} bits share one: the generation in which it was written in 2 bytes, and for each hash 6 bytes, of
 * which 2 bits tell its generation and 46 are the rest of the hash. What is forgotten leaves a row when that is written.
 */
final class KeyRows {

    private static final int PREFIX_BITS = 18;

    /** How many rows there are at most. */
    static final int PREFIXES = 1 << PREFIX_BITS;

    /** How many generations are remembered. */
    static final int GENERATIONS = 4;

    private static final int REST_BITS = Long.SIZE - PREFIX_BITS;
    private static final long REST = (1L << REST_BITS) - 1;
    private static final int HEAD_BYTES = 2;
    private static final int HASH_BYTES = 6;
    private static final byte[] EMPTY = new byte[HEAD_BYTES];

    private final Map<Integer, byte[]> rows = new HashMap<>();
    private final int newest;

    private KeyRows(int newest) {
        this.newest = newest;
    }

    static KeyRows none() {
        return new KeyRows(0);
    }

    /** Reads the rows of some hashes, to look these up. */
    static KeyRows of(Connection connection, List<Long> hashes, int newest) throws SQLException {
        KeyRows read = new KeyRows(newest);
        List<Integer> prefixes =
                hashes.stream().map(KeyRows::prefix).distinct().sorted().toList();
        Lookup.rows(connection, "prefix, hashes", "report_keys", "prefix", prefixes, read::take);
        return read;
    }

    private void take(ResultSet row) throws SQLException {
        rows.put(row.getInt(1), row.getBytes(2));
    }

    boolean contains(long hash) {
        return contains(rows.getOrDefault(prefix(hash), EMPTY), hash);
    }

    private boolean contains(byte[] bytes, long hash) {
        ByteBuffer row = ByteBuffer.wrap(bytes);
        int written = row.getShort();
        while (row.hasRemaining()) {
            long next = getHash(row);
            if (rest(next) == rest(hash) && isRemembered(generation(next, written))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Adds hashes to some rows, unless they are there, and takes out of these rows what is forgotten.
     *
     * @param from the first prefix
     * @param to the last prefix
     * @param added hashes and their generations; those of other rows are passed over
     * @param newest the newest generation
     */
    static void merge(Connection connection, int from, int to, NavigableMap<Long, Integer> added, int newest)
            throws SQLException {
        KeyRows read = new KeyRows(newest);
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT prefix, hashes FROM report_keys WHERE prefix BETWEEN ? AND ?")) {
            statement.setInt(1, from);
            statement.setInt(2, to);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    read.take(rows);
                }
            }
        }
        read.write(connection, from, to, added);
    }

    private void write(Connection connection, int from, int to, NavigableMap<Long, Integer> added) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO report_keys (prefix, hashes) VALUES (?, ?)"
                        + " ON CONFLICT (prefix) DO UPDATE SET hashes = excluded.hashes")) {
            for (int prefix = from; prefix <= to; prefix++) {
                long first = (long) prefix << REST_BITS;
                byte[] before = rows.getOrDefault(prefix, EMPTY);
                byte[] after = merged(before, added.subMap(first, true, first | REST, true));
                if (!Arrays.equals(before, HEAD_BYTES, before.length, after, HEAD_BYTES, after.length)) {
                    statement.setInt(1, prefix);
                    statement.setBytes(2, after);
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
    }

    /** What is remembered of a row, and some hashes. */
    private byte[] merged(byte[] before, Map<Long, Integer> added) {
        ByteBuffer old = ByteBuffer.wrap(before);
        ByteBuffer row = ByteBuffer.allocate(before.length + HASH_BYTES * added.size());
        int written = old.getShort();
        row.putShort((short) newest);
        while (old.hasRemaining()) {
            long next = getHash(old);
            if (isRemembered(generation(next, written))) {
                putHash(row, next);
            }
        }
        added.forEach((hash, generation) -> {
            if (isRemembered(generation) && !contains(before, hash)) {
                putHash(row, rest(hash) | (long) (Math.min(generation, newest) % GENERATIONS) << REST_BITS);
            }
        });
        return Arrays.copyOf(row.array(), row.position());
    }

    private boolean isRemembered(int generation) {
        return isRemembered(generation, newest);
    }

    static boolean isRemembered(int generation, int newest) {
        return generation > newest - GENERATIONS;
    }

    /** That of a hash in a row which was written in a generation. */
    private static int generation(long hash, int written) {
        return written - Math.floorMod(written - (int) (hash >>> REST_BITS), GENERATIONS);
    }

    private static int prefix(long hash) {
        return (int) (hash >>> REST_BITS);
    }

    private static long rest(long hash) {
        return hash & REST;
    }

    private static void putHash(ByteBuffer row, long hash) {
        row.putShort((short) (hash >>> Integer.SIZE)).putInt((int) hash);
    }

    private static long getHash(ByteBuffer row) {
        return (Short.toUnsignedLong(row.getShort()) << Integer.SIZE) | Integer.toUnsignedLong(row.getInt());
    }
}
