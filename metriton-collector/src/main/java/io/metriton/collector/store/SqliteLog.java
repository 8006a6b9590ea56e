package io.metriton.collector.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * Keeps SQLite's write-ahead log short. SQLite begins it anew only at a moment at which nobody reads an earlier state of the
 * database: where pages are asked for all the time there is none, and it grows. Thread-safe.
 */
final class SqliteLog {

    /** Some ten times what SQLite copies at once. */
    static final long MOST_BYTES = 128L << 20;

    private static final String PATIENCE_MILLIS = "1000";

    private final Path database;
    private final long mostBytes;

    SqliteLog(Path database, long mostBytes) {
        this.database = database;
        this.mostBytes = mostBytes;
    }

    /**
     * Cuts it off if it is too long. It waits for those who read, for a second at most; what is written waits meanwhile, and while
     * the log is copied.
     *
     * @return false if somebody read all the time
     * @throws StoreException if the database fails
     */
    boolean shorten() {
        if (!isTooLong()) {
            return true;
        }
        Properties properties = new Properties();
        properties.setProperty("busy_timeout", PATIENCE_MILLIS);
        try (Connection connection = DriverManager.getConnection(Dialect.sqliteUrl(database), properties);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
            throw new StoreException("the log of the database could not be shortened", e);
        }
        return !isTooLong();
    }

    private boolean isTooLong() {
        try {
            return Files.size(database.resolveSibling(database.getFileName() + "-wal")) > mostBytes;
        } catch (IOException e) {
            return false; // There is none.
        }
    }
}
