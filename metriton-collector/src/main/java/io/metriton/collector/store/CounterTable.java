package io.metriton.collector.store;

import io.metriton.collector.figures.Dimension;
import io.metriton.collector.figures.Metric;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads counters of one application and channel. */
final class CounterTable {

    private static final String WHERE = " WHERE c.application = :application AND c.channel = :channel"
            + " AND c.metric = :metric AND c.dimension = :dimension";
    private static final String DAYS = " AND c.day BETWEEN :from AND :to";

    private final Handle handle;
    private final Dialect dialect;
    private final int application;
    private final Channel channel;

    CounterTable(Handle handle, Dialect dialect, int application, Channel channel) {
        this.handle = handle;
        this.dialect = dialect;
        this.application = application;
        this.channel = channel;
    }

    /** The counter of each day in a range; days without one are missing. */
    Map<Integer, Long> totals(Metric metric, int from, int to) {
        Map<Integer, Long> totals = new HashMap<>();
        try (Query query = query("SELECT c.day, c.n FROM counters c" + WHERE + DAYS, metric, Dimension.TOTAL)) {
            query.bind("from", from)
                    .bind("to", to)
                    .map((row, context) -> totals.put(row.getInt(1), row.getLong(2)))
                    .list();
        }
        return totals;
    }

    /** The sum of all counters before a day. */
    long sumBefore(Metric metric, int day) {
        try (Query query =
                query("SELECT COALESCE(SUM(c.n), 0) FROM counters c" + WHERE + " AND c.day < :day", metric, 0)) {
            return query.bind("day", day).mapTo(Long.class).one();
        }
    }

    /**
     * The counters of each day in a range, by the text of the value, in its order. The database joins the values of a day
     * to one text, and their counters to another, in the same order: reading each as a row takes several times as long,
     * and there may be some hundred thousand. Old days are {@link PackedCounters}.
     */
    Map<Integer, Map<String, Long>> parts(Metric metric, int dimension, int from, int to) {
        Ranked ranked = ranked(dimension);
        Map<Integer, long[]> days = new HashMap<>();
        String joined = "SELECT c.day, " + dialect.joined("c.value") + ", " + dialect.joined("c.n") + " FROM counters c"
                + WHERE + DAYS + " AND c.n <> 0 GROUP BY c.day";
        try (Query query = query(joined, metric, dimension)) {
            query.bind("from", from)
                    .bind("to", to)
                    .map((row, context) ->
                            ranked.add(days, row.getInt(1), take -> read(row.getString(2), row.getString(3), take)))
                    .list();
        }
        try (Query query = query("SELECT c.day, c.pairs FROM packed_counters c" + WHERE + DAYS, metric, dimension)) {
            query.bind("from", from)
                    .bind("to", to)
                    .map((row, context) ->
                            ranked.add(days, row.getInt(1), take -> PackedCounters.read(row.getBytes(2), take)))
                    .list();
        }
        Map<Integer, Map<String, Long>> parts = new HashMap<>();
        days.forEach((day, counts) -> parts.put(day, ranked.named(counts)));
        return parts;
    }

    /** Reads the counters of a day. */
    private interface Read {
        void of(PackedCounters.Take take) throws SQLException;
    }

    /** All texts in their order, and the place of each value in it. */
    private record Ranked(List<String> texts, Map<Integer, Integer> places) {

        boolean add(Map<Integer, long[]> days, int day, Read read) throws SQLException {
            long[] counts = days.computeIfAbsent(day, any -> new long[texts.size()]);
            read.of((value, n) -> counts[place(value)] += n);
            return true;
        }

        private int place(int value) {
            Integer place = places.get(value);
            return place != null ? place : texts.indexOf(Values.OTHER);
        }

        Map<String, Long> named(long[] counts) {
            Map<String, Long> named = new LinkedHashMap<>();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] != 0) {
                    named.put(texts.get(i), counts[i]);
                }
            }
            return named;
        }
    }

    private Ranked ranked(int dimension) {
        TreeMap<String, Integer> values = new TreeMap<>();
        texts(dimension).forEach((value, text) -> values.put(text, value));
        values.put(Values.OTHER, Dimension.OTHER);
        Map<Integer, Integer> places = new HashMap<>();
        values.values().forEach(value -> places.put(value, places.size()));
        return new Ranked(List.copyOf(values.keySet()), places);
    }

    /** Reads {@code value,value} and {@code n,n}. */
    private static void read(String values, String numbers, PackedCounters.Take take) {
        int number = 0;
        for (int value = 0; value < values.length(); ) {
            int endOfValue = end(values, value);
            int endOfNumber = end(numbers, number);
            take.take(
                    Integer.parseInt(values, value, endOfValue, 10), Long.parseLong(numbers, number, endOfNumber, 10));
            value = endOfValue + 1;
            number = endOfNumber + 1;
        }
    }

    private static int end(String joined, int from) {
        int comma = joined.indexOf(',', from);
        return comma < 0 ? joined.length() : comma;
    }

    /** For each week of first reports in a range: how many reported how many weeks later. */
    Map<Integer, Map<Integer, Long>> cohorts(int from, int to) {
        Map<Integer, Map<Integer, Long>> cohorts = new TreeMap<>();
        String sql = "SELECT c.day, c.value, c.n FROM counters c" + WHERE + DAYS + " AND c.n <> 0";
        try (Query query = query(sql, Metric.COHORT, Dimension.TOTAL)) {
            query.bind("from", from)
                    .bind("to", to)
                    .map((row, context) -> cohorts.computeIfAbsent(row.getInt(1), day -> new TreeMap<>())
                            .put(row.getInt(2), row.getLong(3)))
                    .list();
        }
        return cohorts;
    }

    /** On which day each value of a key was seen first, in this channel. */
    Map<String, Integer> firstSeen(int dimension) {
        Map<Integer, String> texts = texts(dimension);
        Map<String, Integer> days = new HashMap<>();
        try (Query query = handle.createQuery("SELECT value, MIN(first_day) FROM admissions"
                + " WHERE application = :application AND channel = :channel AND dimension = :dimension"
                + " GROUP BY value")) {
            query.bind("application", application)
                    .bind("channel", channel.code())
                    .bind("dimension", dimension)
                    .map((row, context) -> days.put(texts.getOrDefault(row.getInt(1), Values.OTHER), row.getInt(2)))
                    .list();
        }
        return days;
    }

    private Map<Integer, String> texts(int dimension) {
        Map<Integer, String> texts = new HashMap<>();
        try (Query query = handle.createQuery("SELECT value, text FROM dimension_values"
                + " WHERE application = :application AND dimension = :dimension")) {
            query.bind("application", application)
                    .bind("dimension", dimension)
                    .map((row, context) -> texts.put(row.getInt(1), row.getString(2)))
                    .list();
        }
        return texts;
    }

    private Query query(String sql, Metric metric, int dimension) {
        return handle.createQuery(sql)
                .bind("application", application)
                .bind("channel", channel.code())
                .bind("metric", metric.code())
                .bind("dimension", dimension);
    }
}
