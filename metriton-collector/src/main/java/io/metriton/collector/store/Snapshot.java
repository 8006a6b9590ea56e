package io.metriton.collector.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Copies an SQLite database while others use it. */
public final class Snapshot {

    private Snapshot() {}

    /**
     * Copies all that was committed when it began. Blocks until that is done; nobody else waits for it.
     *
     * @param database the database
     * @param copy an empty file
     * @throws StoreException if it cannot be copied
     */
    public static void take(Path database, Path copy) {
        try (Connection connection = DriverManager.getConnection(Dialect.sqliteUrl(database));
                PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, copy.toAbsolutePath().toString());
            statement.execute();
        } catch (SQLException e) {
            throw new StoreException("the database cannot be copied: " + e.getMessage(), e);
        }
    }
}
