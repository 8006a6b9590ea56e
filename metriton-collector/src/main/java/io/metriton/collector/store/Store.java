package io.metriton.collector.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** An open database with its tables. Thread-safe; {@link #close} writes what was accepted and frees everything. */
public final class Store implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Dialect dialect;
    private final HikariDataSource writing;
    private final HikariDataSource reading;
    private final Jdbi jdbi;
    private final Writer writer;
    private final @Nullable SqliteLog log;
    private final Reachability reachability = new Reachability(System::nanoTime);

    private Store(Dialect dialect, HikariDataSource writing, HikariDataSource reading, @Nullable SqliteLog log) {
        this.dialect = dialect;
        this.log = log;
        this.writing = writing;
        this.reading = reading;
        this.jdbi = Jdbi.create(this::openReading);
        this.writer = new Writer(writing, dialect);
    }

    /**
     * Opens SQLite in a file, which is made if it is not there.
     *
     * @param file the database
     * @param libraries where the driver unpacks its native library, unless {@code -Dorg.sqlite.tmpdir} says otherwise;
     *     a folder from which programs may be loaded
     * @return the open store, its schema up to date
     * @throws StoreException if it cannot be opened, or is of a newer jar
     */
    public static Store sqlite(Path file, Path libraries) {
        unpackTo(libraries);
        return open(Dialect.sqliteUrl(file), new SqliteLog(file, SqliteLog.MOST_BYTES));
    }

    static void unpackTo(Path libraries) {
        NativeLibrary.unpackTo(libraries);
    }

    /**
     * Opens a database.
     *
     * @param url of JDBC, for PostgreSQL; user and password are part of it
     * @return the open store, its schema up to date
     * @throws StoreException if it cannot be opened, or is of a newer jar
     */
    public static Store open(String url) {
        return open(url, null);
    }

    private static Store open(String url, @Nullable SqliteLog log) {
        Dialect dialect = Dialect.of(url);
        HikariDataSource writing = pool(url, dialect, true);
        try {
            HikariDataSource reading = pool(url, dialect, false);
            try {
                Migrations.apply(writing, reading, dialect);
                return new Store(dialect, writing, reading, log);
            } catch (RuntimeException e) {
                reading.close();
                throw e;
            }
        } catch (RuntimeException e) {
            writing.close();
            throw e;
        }
    }

    private static HikariDataSource pool(String url, Dialect dialect, boolean writes) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setPoolName(writes ? "metriton-write" : "metriton-read");
        config.setMinimumIdle(1);
        config.setConnectionTimeout(TimeUnit.SECONDS.toMillis(5));
        dialect.configure(config, writes);
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw new StoreException(
                    "the database cannot be opened: " + NativeLibrary.explain(rootMessage(e)) + wayOut(dialect, e), e);
        }
    }

    /** What to do about a failure, if that is known; after a semicolon. */
    static String wayOut(Dialect dialect, Throwable e) {
        return dialect == Dialect.SQLITE && (Reachability.isAbsence(e) || Reachability.isFull(e))
                ? "; another program holds its lock, such as a sqlite3 shell, or its disk is full or read-only: end that"
                        + " program, or make room, and try again"
                : "";
    }

    /** What was wrong first; of a network, with what the driver says, as only one of the two names the host. */
    static String rootMessage(Throwable e) {
        Throwable root = e;
        Throwable driver = e;
        while (root.getCause() != null) {
            root = root.getCause();
            driver = root instanceof SQLException ? root : driver;
        }
        return root instanceof IOException && driver != root
                ? driver.getMessage() + " (" + root + ")"
                : String.valueOf(root.getMessage());
    }

    /**
     * What writes reports and changes.
     *
     * @return for the life of the store
     */
    public Writer writer() {
        return writer;
    }

    /**
     * Keeps the log of SQLite from growing without end. Blocks for a second or two, and while the log is copied.
     *
     * @return false if it is too long and somebody read all the time: try again
     */
    public boolean boundLog() {
        return log == null || log.shorten();
    }

    /** For reading only. */
    Jdbi jdbi() {
        return jdbi;
    }

    /**
     * Reads what was stored at one moment, whatever is written meanwhile. Blocks; reads on this thread only.
     *
     * @param reads uses the readers of this store
     * @param <T> what it returns
     * @return its result
     */
    public <T> T atOneMoment(Supplier<T> reads) {
        return jdbi.inTransaction(handle -> reads.get());
    }

    private Connection openReading() throws SQLException {
        Connection connection = reading.getConnection();
        reachability.worked();
        return connection;
    }

    /**
     * Whether something failed because the database is not there, or gave no connection in time. That is logged, once until
     * it is there again.
     *
     * @param failure what a reader or a change threw
     * @return whether it is worth to try again later
     */
    public boolean isUnreachable(Throwable failure) {
        boolean absent = Reachability.isAbsence(failure);
        if (absent) {
            reachability.failed(failure);
        }
        return absent;
    }

    /**
     * Whether a failure means that the database takes nothing now: its disk is full or read-only, or somebody holds its lock.
     *
     * @param failure what a request threw
     * @return whether it may pass
     */
    public static boolean isFull(Throwable failure) {
        return Reachability.isFull(failure);
    }

    Dialect dialect() {
        return dialect;
    }

    /**
     * Makes a change, and waits until it is stored for good.
     *
     * @param transaction the change
     * @param <T> what it returns
     * @return its result
     * @throws StoreException if the store fails, or does not answer within a minute
     */
    public <T> T change(Writer.Transaction<T> transaction) {
        return await(writer.change(transaction));
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while a change was stored", e);
        } catch (TimeoutException e) {
            throw new StoreException("the store did not answer within " + PATIENCE_SECONDS + " s", e);
        } catch (ExecutionException | CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new StoreException("the change could not be stored: " + rootMessage(e) + "; try again later", e);
        }
    }

    /**
     * Tries to store something. Does not block.
     *
     * @param fingerprint that of the secret with which keys are made
     * @return completed when it is stored, with false if the database has another secret; exceptionally if it cannot be stored
     */
    public CompletableFuture<Boolean> probe(String fingerprint) {
        return writer.change(connection -> {
            Meta.next(connection, Meta.HEALTH, 1);
            String known = Meta.read(connection).get(Meta.SECRET);
            return known == null || known.equals(fingerprint);
        });
    }

    /** Writes what was accepted, then closes all connections. Blocks until then. */
    @Override
    public void close() {
        writer.close();
        reading.close();
        writing.close();
    }
}
