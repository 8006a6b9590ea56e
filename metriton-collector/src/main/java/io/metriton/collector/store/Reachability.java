package io.metriton.collector.store;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells once that the database cannot be reached, and once that it can be again. Thread-safe. */
final class Reachability {

    private static final Logger LOG = LoggerFactory.getLogger(Reachability.class);

    /** Where some requests get a connection and others do not, each would be news. */
    private static final long CALM = Duration.ofSeconds(10).toNanos();

    /** PostgreSQL ends, or cannot be connected to, or has no room for a connection. */
    private static final Set<String> STATES = Set.of("57P01", "57P02", "57P03", "53300");

    /** PostgreSQL is read-only, waited too long for a lock, or for this node, which was frozen. */
    private static final Set<String> FULL_STATES = Set.of("25006", "55P03", "25P03");

    /** SQLite: busy, locked, read-only, input or output, full, cannot open. */
    private static final Set<Integer> FULL_CODES = Set.of(5, 6, 8, 10, 13, 14);

    /** The part of a code of SQLite that is not of one case alone. */
    private static final int SQLITE_PRIMARY = 0xFF;

    private final Object lock = new Object();
    private final LongSupplier nanoTime;
    private volatile boolean away;
    private long failedAt;

    Reachability(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether a failure means that the database is not there, or gives no connection in time. */
    static boolean isAbsence(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof TimeoutException
                    || each instanceof SQLTransientConnectionException
                    || each instanceof SQLNonTransientConnectionException
                    || each instanceof SQLRecoverableException
                    || (each instanceof SQLException sql && isAbsence(String.valueOf(sql.getSQLState())))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a failure means that nothing can be written now: no room, no right, no lock, or too much that waits. */
    static boolean isFull(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof StoreException && (each.getCause() == null || isGivenUp(each.getCause()))) {
                return true;
            }
            if (each instanceof SQLException sql && isFull(String.valueOf(sql.getSQLState()), sql.getErrorCode())) {
                return true;
            }
        }
        return false;
    }

    /** Else what it was caused by says it. */
    private static boolean isGivenUp(Throwable cause) {
        return cause instanceof TimeoutException || cause instanceof InterruptedException;
    }

    private static boolean isFull(String state, int code) {
        return state.startsWith("53") || FULL_STATES.contains(state) || FULL_CODES.contains(code & SQLITE_PRIMARY);
    }

    private static boolean isAbsence(String state) {
        return state.startsWith("08") || STATES.contains(state);
    }

    /** Notes that it is away, and returns whether that is news. */
    boolean failed(Throwable failure) {
        synchronized (lock) {
            boolean news = !away;
            if (news) {
                LOG.error("the database cannot be reached; requests are answered with 503 until it can", failure);
            }
            away = true;
            failedAt = nanoTime.getAsLong();
            return news;
        }
    }

    /** Notes that it gave a connection, and returns whether that is news. */
    boolean worked() {
        if (!away) {
            return false;
        }
        synchronized (lock) {
            if (!away || nanoTime.getAsLong() - failedAt < CALM) {
                return false;
            }
            LOG.info("the database can be reached again");
            away = false;
            return true;
        }
    }
}
