package io.metriton.collector.store;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;

/** In what SQLite and PostgreSQL differ. */
enum Dialect {
    SQLITE("sqlite", "WITHOUT ROWID", "BLOB") {
        @Override
        void configure(HikariConfig config, boolean writes) {
            config.addDataSourceProperty("journal_mode", "WAL");
            config.addDataSourceProperty("synchronous", "FULL");
            config.addDataSourceProperty("busy_timeout", "10000");
            if (writes) {
                // A transaction that reads first and writes then could fail in the middle, if another process writes.
                config.addDataSourceProperty("transaction_mode", "IMMEDIATE");
                config.addDataSourceProperty("cache_size", "-65536");
                // 12 MB of the log at a time: more reports a second than with the 1,000 pages of SQLite's default, as a
                // page that changes often is copied less often; and no report waits as long as it would for more.
                config.setConnectionInitSql("PRAGMA wal_autocheckpoint = 3000");
                config.setMaximumPoolSize(1);
            } else {
                config.addDataSourceProperty("query_only", "true");
                config.setMaximumPoolSize(4);
            }
        }

        @Override
        void lockForWriting(Connection connection) {
            // The transaction holds the lock of the file from its start.
        }

        @Override
        String joined(String expression) {
            return "group_concat(" + expression + ")";
        }

        @Override
        boolean blamesData(SQLException e) {
            // SQLITE_ERROR, TOOBIG, CONSTRAINT, MISMATCH, RANGE; not a full or failing disk. The low byte is the class.
            return Set.of(1, 18, 19, 20, 25).contains(e.getErrorCode() & 0xFF);
        }
    },
    POSTGRESQL("postgresql", "", "BYTEA") {
        @Override
        void configure(HikariConfig config, boolean writes) {
            // A node whose machine is gone holds the lock for writing until the server notices: within 25 s, not two
            // hours.
            config.setConnectionInitSql("SET synchronous_commit = on; SET tcp_keepalives_idle = 10;"
                    + " SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3");
            // One for the thread that writes, one for Flyway, which locks the schema with another.
            config.setMaximumPoolSize(writes ? 2 : 8);
            config.setReadOnly(!writes);
            // All statements of a transaction read the same, as they do on SQLite. One that writes waits for its lock
            // first, and reads what was written before; whatever the database has as its default.
            config.setTransactionIsolation(writes ? "TRANSACTION_READ_COMMITTED" : "TRANSACTION_REPEATABLE_READ");
            config.addDataSourceProperty("ApplicationName", "metriton-collector");
            config.addDataSourceProperty("connectTimeout", "5");
            config.addDataSourceProperty("socketTimeout", "60");
            config.addDataSourceProperty("tcpKeepAlive", "true");
            config.addDataSourceProperty("reWriteBatchedInserts", "true");
            // Else the messages of failures, which are logged, hold values of reports.
            config.addDataSourceProperty("logServerErrorDetail", "false");
        }

        @Override
        void lockForWriting(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                // The server stops waiting for the lock before the socket times out. A node that is frozen while its
                // machine still answers loses the lock after 15 s.
                statement.execute("SET LOCAL lock_timeout = '20s';"
                        + " SET LOCAL idle_in_transaction_session_timeout = '15s';"
                        + " SELECT pg_advisory_xact_lock(" + WRITE_LOCK + ")");
            }
        }

        @Override
        String joined(String expression) {
            return "string_agg(CAST(" + expression + " AS TEXT), ',')";
        }

        @Override
        boolean blamesData(SQLException e) {
            // Data exceptions and violated constraints; not a lost connection, or a server without room.
            String state = e.getSQLState();
            return state != null && (state.startsWith("22") || state.startsWith("23"));
        }
    };

    // Any number that no other program that uses the database is likely to lock.
    private static final long WRITE_LOCK = 0x6d65747269746f6eL;

    private final String folder;
    private final String withoutRowid;
    private final String bytes;

    Dialect(String folder, String withoutRowid, String bytes) {
        this.folder = folder;
        this.withoutRowid = withoutRowid;
        this.bytes = bytes;
    }

    static Dialect of(String url) {
        if (url.startsWith("jdbc:sqlite:")) {
            return SQLITE;
        }
        if (url.startsWith("jdbc:postgresql:")) {
            return POSTGRESQL;
        }
        throw new StoreException("the database must be jdbc:postgresql://HOST/NAME, or be left out for SQLite");
    }

    static String sqliteUrl(Path file) {
        return "jdbc:sqlite:" + file.toAbsolutePath();
    }

    String[] migrations() {
        return new String[] {"classpath:db/common", "classpath:db/" + folder};
    }

    Map<String, String> placeholders() {
        return Map.of("without_rowid", withoutRowid, "bytes", bytes);
    }

    abstract void configure(HikariConfig config, boolean writes);

    /** Lets one node write at a time; given up with the transaction. */
    abstract void lockForWriting(Connection connection) throws SQLException;

    /** The numbers of a group, with commas between them. */
    abstract String joined(String expression);

    abstract boolean blamesData(SQLException e);

    /** Whether a group of reports failed because of one of them, so that the others can be stored without it. */
    boolean blamesData(Throwable e) {
        return e instanceof SQLException sql ? blamesData(sql) : e instanceof RuntimeException;
    }
}
