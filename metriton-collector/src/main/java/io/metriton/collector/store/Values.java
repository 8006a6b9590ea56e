package io.metriton.collector.store;

import io.metriton.collector.figures.Dimension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives numbers to versions, values and names, and lets at most {@value #LIMIT} of a key be counted under their own
 * name in a channel and calendar year; the others are {@link Dimension#OTHER}. Keeps what it read. For the thread that writes.
 */
final class Values {

    static final int LIMIT = 200;

    /** Under which text the others are shown; who reports it is one of them. */
    static final String OTHER = "other";

    private record Key(int application, int dimension) {}

    private record Year(Key key, Channel channel, int year) {}

    private record Admission(Year year, int value) {}

    private final Map<Key, Map<String, Integer>> numbers = new HashMap<>();
    private final Map<Year, Map<Integer, Integer>> firstDays = new HashMap<>();
    private final Map<Key, Map<String, Integer>> newNumbers = new HashMap<>();
    private final Map<Admission, Integer> newFirstDays = new HashMap<>();

    /** Forgets all that was read: somebody else wrote, or what this one wrote was rolled back. */
    void forget() {
        numbers.clear();
        firstDays.clear();
        newNumbers.clear();
        newFirstDays.clear();
    }

    int number(Connection connection, Submission submission, int dimension, String text) throws SQLException {
        if (text.equals(OTHER)) {
            return Dimension.OTHER;
        }
        Key key = new Key(submission.application(), dimension);
        Map<String, Integer> known = numbers.get(key);
        if (known == null) {
            known = readNumbers(connection, key);
            numbers.put(key, known);
        }
        int day = submission.day();
        Year year =
                new Year(key, submission.channel(), LocalDate.ofEpochDay(day).getYear());
        Map<Integer, Integer> admitted = firstDays.get(year);
        if (admitted == null) {
            admitted = readFirstDays(connection, year);
            firstDays.put(year, admitted);
        }
        Integer number = known.get(text);
        boolean isAdmitted = number != null && admitted.containsKey(number);
        if (!isAdmitted && admitted.size() >= LIMIT) {
            return Dimension.OTHER;
        }
        if (number == null) {
            number = Dimension.FIRST_VALUE + known.size();
            known.put(text, number);
            newNumbers.computeIfAbsent(key, k -> new HashMap<>()).put(text, number);
        }
        Integer first = admitted.get(number);
        if (first == null || day < first) {
            admitted.put(number, day);
            newFirstDays.put(new Admission(year, number), day);
        }
        return number;
    }

    private static Map<String, Integer> readNumbers(Connection connection, Key key) throws SQLException {
        Map<String, Integer> read = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT text, value FROM dimension_values WHERE application = ? AND dimension = ?")) {
            statement.setInt(1, key.application());
            statement.setInt(2, key.dimension());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    read.put(rows.getString(1), rows.getInt(2));
                }
            }
        }
        return read;
    }

    private static Map<Integer, Integer> readFirstDays(Connection connection, Year year) throws SQLException {
        Map<Integer, Integer> read = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT value, first_day FROM admissions"
                + " WHERE application = ? AND dimension = ? AND channel = ? AND year = ?")) {
            bind(statement, year);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    read.put(rows.getInt(1), rows.getInt(2));
                }
            }
        }
        return read;
    }

    private static void bind(PreparedStatement statement, Year year) throws SQLException {
        statement.setInt(1, year.key().application());
        statement.setInt(2, year.key().dimension());
        statement.setInt(3, year.channel().code());
        statement.setInt(4, year.year());
    }

    /**
     * Writes what is new.
     *
     * @return whether anything was
     */
    boolean write(Connection connection) throws SQLException {
        if (newNumbers.isEmpty() && newFirstDays.isEmpty()) {
            return false;
        }
        writeNumbers(connection);
        writeFirstDays(connection);
        newNumbers.clear();
        newFirstDays.clear();
        return true;
    }

    private void writeNumbers(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO dimension_values (application, dimension, value, text) VALUES (?, ?, ?, ?)")) {
            for (Map.Entry<Key, Map<String, Integer>> entry : newNumbers.entrySet()) {
                for (Map.Entry<String, Integer> text : entry.getValue().entrySet()) {
                    statement.setInt(1, entry.getKey().application());
                    statement.setInt(2, entry.getKey().dimension());
                    statement.setInt(3, text.getValue());
                    statement.setString(4, text.getKey());
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
    }

    private void writeFirstDays(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO admissions (application, dimension, channel, year, value, first_day)"
                        + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (application, dimension, channel, year, value)"
                        + " DO UPDATE SET first_day = excluded.first_day")) {
            for (Map.Entry<Admission, Integer> entry : newFirstDays.entrySet()) {
                bind(statement, entry.getKey().year());
                statement.setInt(5, entry.getKey().value());
                statement.setInt(6, entry.getValue());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
