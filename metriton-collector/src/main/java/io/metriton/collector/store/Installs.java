package io.metriton.collector.store;

import io.metriton.collector.figures.Install;
import io.metriton.collector.figures.SeenDays;
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
import org.jspecify.annotations.Nullable;

/** The rows of installations that one group of reports reads and writes. For the thread that writes. */
final class Installs {

    private record Id(ByteBuffer key, int channel) {}

    /** Counts a report of an installation, of which nothing may be known. */
    interface Count {
        Install apply(@Nullable Install known);
    }

    private record Row(int application, Install install) {}

    private final Registry registry;
    private final Map<Id, Row> rows = new HashMap<>();
    private final Map<Id, Row> changed = new HashMap<>();
    private final Set<Id> replaced = new HashSet<>();

    Installs(Registry registry) {
        this.registry = registry;
    }

    void read(Connection connection, List<byte[]> keys) throws SQLException {
        Lookup.rows(
                connection,
                "install_key, channel, application, first_day, last_day, seen, said",
                "installs",
                "install_key",
                keys,
                this::take);
    }

    private void take(ResultSet row) throws SQLException {
        InstallCodec.Decoded said = InstallCodec.decode(row.getBytes(7), registry::hasKey);
        SeenDays days = SeenDays.of(row.getInt(5), row.getBytes(6));
        Install install = new Install(row.getInt(4), days, said.last(), said.first());
        rows.put(new Id(ByteBuffer.wrap(row.getBytes(1)), row.getInt(2)), new Row(row.getInt(3), install));
    }

    /** Counts a report: the row is looked for under each key, and kept under the first. */
    void update(Submission submission, Count count) {
        Id id = id(submission, 0);
        Row known = known(id, submission);
        for (int i = 1; i < submission.installKeys().size() && known == null; i++) {
            Id old = id(submission, i);
            known = known(old, submission);
            if (known != null) {
                rows.remove(old);
                changed.remove(old);
                replaced.add(old);
            }
        }
        Install install = count.apply(known == null ? null : known.install());
        Row row = new Row(submission.application(), install);
        if (!row.equals(rows.put(id, row))) {
            changed.put(id, row);
        }
    }

    /** Not that of an application of this name that was deleted, whose rows are about to be. */
    private @Nullable Row known(Id id, Submission submission) {
        Row row = rows.get(id);
        return row == null || row.application() != submission.application() ? null : row;
    }

    private static Id id(Submission submission, int key) {
        return new Id(
                ByteBuffer.wrap(submission.installKeys().get(key)),
                submission.channel().code());
    }

    void write(Connection connection) throws SQLException {
        delete(connection);
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO installs"
                + " (install_key, channel, application, first_day, last_day, seen, said)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (install_key, channel) DO UPDATE SET application = excluded.application,"
                + " first_day = excluded.first_day, last_day = excluded.last_day,"
                + " seen = excluded.seen, said = excluded.said")) {
            for (Map.Entry<Id, Row> entry : changed.entrySet()) {
                Install install = entry.getValue().install();
                statement.setBytes(1, entry.getKey().key().array());
                statement.setInt(2, entry.getKey().channel());
                statement.setInt(3, entry.getValue().application());
                statement.setInt(4, install.firstDay());
                statement.setInt(5, install.days().last());
                statement.setBytes(6, install.days().bytes());
                statement.setBytes(7, InstallCodec.encode(install));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void delete(Connection connection) throws SQLException {
        if (replaced.isEmpty()) {
            return;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM installs WHERE install_key = ? AND channel = ?")) {
            for (Id id : replaced) {
                statement.setBytes(1, id.key().array());
                statement.setInt(2, id.channel());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
