package io.metriton.api;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/**
 * Where reports wait that are not delivered yet, so that they outlive the process. Several processes may use the same
 * place at once; a report belongs to the process that put it there, or took it over, until that process ends or closes
 * its outbox.
 *
 * <p>Thread-safe. Does nothing before the first call; all methods but {@link #location} block on what they store to.
 */
public interface Outbox extends AutoCloseable {

    /** What a report survives once it was put. */
    enum Durability {
        /** The end of the process. */
        PROCESS_END,
        /** Also the sudden end of the machine, if the place can do that. May take much longer. */
        POWER_LOSS
    }

    /**
     * Keeps a report.
     *
     * @param report whose key is in use nowhere else
     * @param durability what it survives when this returns
     * @return the keys of this process's oldest reports that had to go: for want of room, or because they are too old;
     *     mostly none
     * @throws IOException if it could not be kept: then nothing of it is
     */
    List<String> put(StoredReport report, Durability durability) throws IOException;

    /**
     * Forgets a report of this process: it was delivered, or is not to be.
     *
     * @param key of the report; nothing happens if it is not there
     * @throws IOException if it could not be removed: a later process may send it again
     */
    void remove(String key) throws IOException;

    /**
     * Takes over what processes left that have ended, the oldest first.
     *
     * @param endpoint only what is to go there
     * @param max at most so many
     * @return now this process's own
     * @throws IOException if the place cannot be read
     */
    TakenOver takeOver(URI endpoint, int max) throws IOException;

    /**
     * Where the reports are, for people.
     *
     * @return a path or an address
     */
    String location();

    /** Leaves what is there to other processes. Idempotent. */
    @Override
    void close();

    /** What an outbox found that others had left. Immutable. */
    final class TakenOver {
        private final List<StoredReport> reports;
        private final int discarded;

        /**
         * What was found.
         *
         * @param reports the oldest first; copied
         * @param discarded how many were removed because they were unreadable, too old, or too many
         */
        public TakenOver(List<StoredReport> reports, int discarded) {
            this.reports = List.copyOf(reports);
            this.discarded = discarded;
        }

        /**
         * The reports.
         *
         * @return the oldest first
         */
        public List<StoredReport> reports() {
            return reports;
        }

        /**
         * What is lost.
         *
         * @return how many were removed because they were unreadable, too old, or too many
         */
        public int discarded() {
            return discarded;
        }
    }
}
