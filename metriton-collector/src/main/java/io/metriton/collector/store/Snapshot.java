package io.metriton.collector.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Copies an SQLite database while others use it. */
public final class Snapshot {

    private Snapshot() {}

    /**
     * Copies all that was committed when it began. Blocks until that is done; nobody else waits for it.
     *
     * @param database the database
     * @param copy an empty file
     * @param libraries where the driver unpacks its native library, as for {@link Store#sqlite}
     * @throws StoreException if it cannot be copied
     */
    public static void take(Path database, Path copy, Path libraries) {
        Store.unpackTo(libraries);
        try (Connection connection = DriverManager.getConnection(Dialect.sqliteUrl(database));
                PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, copy.toAbsolutePath().toString());
            statement.execute();
        } catch (SQLException e) {
            throw new StoreException(
                    "the database cannot be copied: " + NativeLibrary.explain(Store.rootMessage(e)), e);
        }
    }

    /**
     * Checks a copy, without changing it or making files beside it.
     *
     * @param copy a file that nobody uses
     * @param libraries where the driver unpacks its native library, as for {@link Store#sqlite}
     * @return the fingerprint of its secret; nothing if it has none yet
     * @throws StoreException if it is no database of a collector, or is damaged
     */
    public static Optional<String> check(Path copy, Path libraries) {
        Store.unpackTo(libraries);
        String url = "jdbc:sqlite:file:" + copy.toAbsolutePath().toUri().getRawPath() + "?mode=ro&immutable=1";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
                if (!row.next() || !"ok".equals(row.getString(1))) {
                    throw new StoreException("the database is damaged");
                }
            }
            statement.executeQuery("SELECT COUNT(*) FROM applications").close();
            return Optional.ofNullable(Meta.read(connection).get(Meta.SECRET));
        } catch (SQLException e) {
            throw new StoreException("the database cannot be read: " + e.getMessage(), e);
        }
    }
}
