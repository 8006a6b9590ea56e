package io.metriton.collector.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of this node that writes what figures are made of. It takes all reports that wait, up to
 * {@value #GROUP}, counts them in one transaction, and completes their futures after the commit. Other changes have a
 * transaction each. Thread-safe; {@link #close} finishes what was accepted.
 */
public final class Writer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int GROUP = 500;

    /** More could not be stored while their clients wait, and each takes some 20 KB with its connection. */
    private static final int WAITING = 4_000;

    /** Clients wait no longer: what is older is not stored, as they were told. */
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Object lock = new Object();
    private final Deque<Work> waiting = new ArrayDeque<>();
    private final HikariDataSource dataSource;
    private final Dialect dialect;
    private final ReportBatch batch;
    private final Thread thread;
    private boolean closed;
    private boolean failing;

    private sealed interface Work {
        void fail(Throwable e);
    }

    private record Report(Submission submission, CompletableFuture<Receipt> receipt, long since) implements Work {
        boolean isTooLate(long now) {
            return now - since > LONGEST_WAIT_NANOS;
        }

        @Override
        public void fail(Throwable e) {
            receipt.completeExceptionally(e);
        }
    }

    private record Change<T>(Transaction<T> transaction, CompletableFuture<T> result) implements Work {
        @Override
        public void fail(Throwable e) {
            result.completeExceptionally(e);
        }
    }

    /**
     * Changes something in a transaction of its own.
     *
     * @param <T> what it returns
     */
    public interface Transaction<T> {
        /**
         * Runs on the thread that writes.
         *
         * @param connection of a transaction that holds the lock for writing
         * @return the result
         * @throws SQLException if the store fails; nothing is changed then
         */
        T run(Connection connection) throws SQLException;
    }

    Writer(HikariDataSource dataSource, Dialect dialect) {
        this.dataSource = dataSource;
        this.dialect = dialect;
        this.batch = new ReportBatch();
        this.thread = new Thread(this::run, "metriton-writer");
        thread.start();
    }

    /**
     * Stores a report. Does not block.
     *
     * @param submission the report
     * @return completed after the commit; exceptionally by a {@link StoreException} if nothing was stored
     */
    public CompletableFuture<Receipt> append(Submission submission) {
        CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        if (!accept(new Report(submission, receipt, System.nanoTime()))) {
            receipt.completeExceptionally(new StoreException("too many reports wait to be stored"));
        }
        return receipt;
    }

    /**
     * Changes something else, after the reports that wait already. Does not block.
     *
     * @param transaction the change
     * @param <T> what it returns
     * @return completed after the commit; exceptionally by what the change threw
     */
    public <T> CompletableFuture<T> change(Transaction<T> transaction) {
        CompletableFuture<T> result = new CompletableFuture<>();
        if (!accept(new Change<>(transaction, result))) {
            result.completeExceptionally(new StoreException("too much waits to be stored"));
        }
        return result;
    }

    /**
     * How much waits to be written.
     *
     * @return reports and changes
     */
    public int waiting() {
        synchronized (lock) {
            return waiting.size();
        }
    }

    private boolean accept(Work work) {
        synchronized (lock) {
            if (closed || waiting.size() >= WAITING) {
                return false;
            }
            waiting.add(work);
            lock.notifyAll();
            return true;
        }
    }

    private void run() {
        for (List<Work> next = take(); !next.isEmpty(); next = take()) {
            try {
                write(next);
            } catch (Throwable e) { // No memory, even to say so: this thread goes on.
                for (Work each : next) {
                    each.fail(e);
                }
            }
        }
    }

    private void write(List<Work> next) {
        if (next.get(0) instanceof Change<?> change) {
            run(change);
        } else {
            count(inTime(next));
        }
    }

    /** Those that have not waited for too long, as they do while somebody else holds the lock for writing. */
    private static List<Report> inTime(List<Work> taken) {
        long now = System.nanoTime();
        List<Report> reports = new ArrayList<>(taken.size());
        for (Work each : taken) {
            Report report = (Report) each;
            if (report.isTooLate(now)) {
                report.fail(new StoreException("the report waited too long to be stored"));
            } else {
                reports.add(report);
            }
        }
        return reports;
    }

    /** One change, or as many reports as there are before the next change; nothing after the end. */
    private List<Work> take() {
        synchronized (lock) {
            while (waiting.isEmpty() && !closed) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    // Nobody interrupts this thread: it ends when all is written.
                    LOG.warn("interrupted while waiting for reports");
                }
            }
            List<Work> taken = new ArrayList<>(GROUP);
            while (!waiting.isEmpty() && taken.size() < GROUP) {
                if (waiting.peek() instanceof Change && !taken.isEmpty()) {
                    break;
                }
                taken.add(waiting.remove());
                if (taken.get(0) instanceof Change) {
                    break;
                }
            }
            return taken;
        }
    }

    private <T> void run(Change<T> change) {
        try {
            T result = transact(change.transaction());
            change.result().complete(result);
        } catch (Throwable e) {
            change.fail(e);
        }
    }

    private void count(List<Report> reports) {
        if (reports.isEmpty()) {
            return;
        }
        try {
            List<Receipt> receipts = transact(connection -> batch.count(
                    connection, reports.stream().map(Report::submission).toList()));
            for (int i = 0; i < receipts.size(); i++) {
                reports.get(i).receipt().complete(receipts.get(i));
            }
            recovered();
        } catch (Throwable e) {
            batch.forget();
            failed(reports, e);
        }
    }

    // A report that the store cannot take must not take the others of its group with it.
    private void failed(List<Report> reports, Throwable e) {
        if (reports.size() > 1 && dialect.blamesData(e)) {
            int half = reports.size() / 2;
            count(reports.subList(0, half));
            count(reports.subList(half, reports.size()));
            return;
        }
        if (!failing) {
            LOG.error("reports cannot be stored; they are answered with 503 until they can", e);
        }
        failing = true;
        StoreException failure = new StoreException("the report could not be stored", e);
        reports.forEach(report -> report.fail(failure));
    }

    private void recovered() {
        if (failing) {
            LOG.info("reports can be stored again");
        }
        failing = false;
    }

    private <T> T transact(Transaction<T> transaction) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            try {
                connection.setAutoCommit(false); // SQLite's driver begins the transaction here, and may fail to.
                dialect.lockForWriting(connection);
                T result = transaction.run(connection);
                // Commits, and no more: after commit() SQLite's driver begins the next transaction at once, and if
                // another
                // program holds the lock by then, it says that what is stored was not.
                connection.setAutoCommit(true);
                return result;
            } catch (Throwable e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    /**
     * Undoes a transaction. A connection on which a statement failed is not used again: where SQLite rolled back by
     * itself, as it does on a full disk, or began no transaction, as somebody else held the lock of the file, its driver takes
     * the transaction for open, and what is written next would be stored at once, each statement alone.
     */
    private void rollback(Connection connection, Throwable cause) {
        boolean undone = !(cause instanceof SQLException);
        try {
            connection.rollback();
        } catch (SQLException e) {
            undone = false;
            cause.addSuppressed(e);
        }
        if (!undone) {
            dataSource.evictConnection(connection);
        }
    }

    /** Writes what was accepted, and ends the thread. Blocks until then; idempotent. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
