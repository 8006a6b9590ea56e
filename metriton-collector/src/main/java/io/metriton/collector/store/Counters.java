package io.metriton.collector.store;

import io.metriton.collector.figures.Changes;
import io.metriton.collector.figures.Counter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The changes of counters that one group of reports makes. For the thread that writes. */
final class Counters {

    private record Place(int application, Channel channel) {}

    private final Map<Place, Changes> changes = new HashMap<>();

    Changes of(Submission submission) {
        return changes.computeIfAbsent(
                new Place(submission.application(), submission.channel()), place -> new Changes());
    }

    void write(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO counters (application, channel, metric, dimension, day, value, n)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (application, channel, metric, dimension, day, value)"
                        + " DO UPDATE SET n = counters.n + excluded.n")) {
            for (Map.Entry<Place, Changes> entry : changes.entrySet()) {
                statement.setInt(1, entry.getKey().application());
                statement.setInt(2, entry.getKey().channel().code());
                for (Map.Entry<Counter, Long> delta : entry.getValue().deltas().entrySet()) {
                    if (delta.getValue() != 0) {
                        add(statement, delta.getKey(), delta.getValue());
                    }
                }
            }
            statement.executeBatch();
        }
    }

    private static void add(PreparedStatement statement, Counter counter, long delta) throws SQLException {
        statement.setInt(3, counter.metric().code());
        statement.setInt(4, counter.key());
        statement.setInt(5, counter.day());
        statement.setInt(6, counter.value());
        statement.setLong(7, delta);
        statement.addBatch();
    }
}
