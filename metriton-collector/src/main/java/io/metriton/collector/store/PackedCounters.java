package io.metriton.collector.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Keeps the counters of an old period, divided by a key, in one row instead of one for each value: 1,000 days of 200 values are
 * answered in half the time then. A counter that changes after that has a row of its own again, and figures are the sum of
 * both, so nothing depends on when periods are packed.
 */
public final class PackedCounters {

    /** Reports are up to 30 days late, and change the month of their day. */
    private static final int RECENT_DAYS = 100;

    /** At least one day: a year has fewer values of a key. */
    private static final int MOST_ROWS = 5_000;

    private static final String WHERE = " WHERE application = ? AND channel = ? AND metric = ? AND dimension = ?";

    private PackedCounters() {}

    /** Takes the counter of one value. */
    interface Take {
        void take(int value, long n);
    }

    private record Series(int application, int channel, int metric, int dimension) {}

    /**
     * Packs the counters of old periods. In many small changes, so that reports are stored between them. Blocks until all
     * are made.
     *
     * @param store an open store
     * @param today the current day
     */
    public static void pack(Store store, int today) {
        int before = today - RECENT_DAYS;
        List<Series> all = store.jdbi()
                .withHandle(handle -> handle.select(
                                "SELECT DISTINCT application, channel, metric, dimension FROM counters"
                                        + " WHERE dimension > 0 AND day < ?",
                                before)
                        .map((row, context) -> new Series(row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4)))
                        .list());
        for (Series series : all) {
            boolean more = true;
            while (more) {
                more = store.change(connection -> pack(connection, series, before));
            }
        }
    }

    /** Packs some periods; returns whether there may be more. */
    private static boolean pack(Connection connection, Series series, int before) throws SQLException {
        NavigableMap<Integer, Map<Integer, Long>> days = new TreeMap<>();
        int rows = 0;
        try (PreparedStatement statement = prepare(
                connection,
                "SELECT day, value, n FROM counters" + WHERE + " AND day < ? ORDER BY day, value LIMIT " + MOST_ROWS,
                series)) {
            statement.setInt(5, before);
            try (ResultSet found = statement.executeQuery()) {
                for (; found.next(); rows++) {
                    days.computeIfAbsent(found.getInt(1), day -> new TreeMap<>())
                            .put(found.getInt(2), found.getLong(3));
                }
            }
        }
        if (rows == MOST_ROWS) {
            days.pollLastEntry(); // There may be more of it.
        }
        if (!days.isEmpty()) {
            addPacked(connection, series, days);
            write(connection, series, days);
            delete(connection, series, days.firstKey(), days.lastKey());
        }
        return rows == MOST_ROWS && !days.isEmpty();
    }

    private static void addPacked(Connection connection, Series series, NavigableMap<Integer, Map<Integer, Long>> days)
            throws SQLException {
        try (PreparedStatement statement = prepare(
                connection, "SELECT day, pairs FROM packed_counters" + WHERE + " AND day BETWEEN ? AND ?", series)) {
            statement.setInt(5, days.firstKey());
            statement.setInt(6, days.lastKey());
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    Map<Integer, Long> day = days.get(found.getInt(1));
                    if (day != null) {
                        read(found.getBytes(2), (value, n) -> day.merge(value, n, Long::sum));
                    }
                }
            }
        }
    }

    private static void write(Connection connection, Series series, Map<Integer, Map<Integer, Long>> days)
            throws SQLException {
        try (PreparedStatement statement = prepare(
                connection,
                "INSERT INTO packed_counters (application, channel, metric, dimension, day, pairs)"
                        + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (application, channel, metric, dimension, day)"
                        + " DO UPDATE SET pairs = excluded.pairs",
                series)) {
            for (Map.Entry<Integer, Map<Integer, Long>> day : days.entrySet()) {
                statement.setInt(5, day.getKey());
                statement.setBytes(6, bytes(day.getValue()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void delete(Connection connection, Series series, int first, int last) throws SQLException {
        try (PreparedStatement statement =
                prepare(connection, "DELETE FROM counters" + WHERE + " AND day BETWEEN ? AND ?", series)) {
            statement.setInt(5, first);
            statement.setInt(6, last);
            statement.executeUpdate();
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Series series) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setInt(1, series.application());
        statement.setInt(2, series.channel());
        statement.setInt(3, series.metric());
        statement.setInt(4, series.dimension());
        return statement;
    }

    private static byte[] bytes(Map<Integer, Long> counters) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4 * counters.size());
        counters.forEach((value, n) -> {
            if (n != 0) {
                Varints.write(out, value);
                Varints.write(out, n);
            }
        });
        return out.toByteArray();
    }

    /** Reads the counters of one period. */
    static void read(byte[] pairs, Take take) {
        ByteBuffer in = ByteBuffer.wrap(pairs);
        while (in.hasRemaining()) {
            take.take(Varints.readInt(in), Varints.read(in));
        }
    }
}
