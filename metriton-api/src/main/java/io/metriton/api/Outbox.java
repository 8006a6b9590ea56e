package io.metriton.api;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps reports that are not delivered yet, so that they outlive the process. Several processes may use the same place at
 * once. A process claims a report before it sends it, and no other process takes it while the claim holds; the claim of a
 * process that died lapses. In doubt, a report is sent twice with one key rather than not at all.
 *
 * <p>Thread-safe. Does nothing before the first call; all methods but {@link #location} and {@link #problem} block on what they
 * store to. A report that was put or taken over is named by its key until {@link #remove}.
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
     * Keeps a report, unclaimed.
     *
     * @param report whose key is in use nowhere else
     * @param durability what it survives when this returns
     * @return the keys of the oldest reports that had to make room, of whatever process; mostly none
     * @throws IOException if it could not be kept: then nothing of it is
     */
    List<String> put(StoredReport report, Durability durability) throws IOException;

    /**
     * Claims a report that this process put or took over, before it is sent.
     *
     * @param key of the report
     * @return false if another process has claimed or removed it: it is that process's now. True by default, for places
     *     that only one process uses
     * @throws IOException if that cannot be found out
     */
    default boolean claim(String key) throws IOException {
        return true;
    }

    /**
     * Gives up a claim: the report was not delivered, and other processes may try. Does nothing by default.
     *
     * @param key of the report; nothing happens if this process has no claim on it
     * @throws IOException if the claim cannot be given up: it lapses by itself
     */
    default void release(String key) throws IOException {}

    /**
     * Forgets a report: it was delivered, or is not to be.
     *
     * @param key of the report; nothing happens if it is not there
     * @throws IOException if it could not be removed: a later process may send it again
     */
    void remove(String key) throws IOException;

    /**
     * Claims reports that other processes left, the oldest first.
     *
     * @param endpoint only what is to go there
     * @param max at most so many
     * @return claimed for this process
     * @throws IOException if the place cannot be read
     */
    TakenOver takeOver(URI endpoint, int max) throws IOException;

    /**
     * Removes what is too old. Called only with a time that an endpoint has confirmed, as a machine's clock may be wrong.
     * Does nothing by default.
     *
     * @param now the time
     * @return the keys of the removed reports
     * @throws IOException if the place cannot be read
     */
    default List<String> removeTooOld(Instant now) throws IOException {
        return List.of();
    }

    /**
     * The dates on which this installation did what it does once a day, kept beside the reports.
     *
     * @return empty by default: nothing is remembered
     */
    default Optional<DayLog> dayLog() {
        return Optional.empty();
    }

    /**
     * What this installation counts between two daily reports, kept beside the reports.
     *
     * @return empty by default: counts stay in memory
     */
    default Optional<DailyStore> dailyStore() {
        return Optional.empty();
    }

    /**
     * What is wrong with the place although it works, in words: for example reports of a newer version of this SDK, which are
     * left alone. Does not block.
     *
     * @return empty by default, and if nothing is known to be wrong
     */
    default Optional<String> problem() {
        return Optional.empty();
    }

    /**
     * Where the reports are, in words.
     *
     * @return a path or an address
     */
    String location();

    /** Gives up all claims of this process; what is there is for others to take over. Idempotent. */
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
         * @param discarded how many were removed because they were damaged
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
         * @return how many were removed because they were damaged
         */
        public int discarded() {
            return discarded;
        }
    }
}
