package io.metriton.collector.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Remembers for 45 to 60 days which reports were counted, by a hash of 64 bits of each. The hashes of {@value #DAYS} days
 * are a generation, and {@value KeyRows#GENERATIONS} generations are remembered.
 *
 * <p>A hash may belong in any row of {@link KeyRows}, so writing it there at once would write a page of the database for
 * each report. It is kept with the {@link RecentKeys} first; once there are {@value #MOST_RECENT}, each group of reports
 * moves those of the next {@value #ROWS_AT_ONCE} rows. A move that is cut short begins anew: nothing is moved twice.
 *
 * <p>For the thread that writes.
 */
final class ReportKeys {

    private static final int DAYS = 15;
    private static final int MOST_RECENT = 400_000;
    private static final int ROWS_AT_ONCE = 256;
    private static final int PRUNED_AT_ONCE = 1024;
    private static final int NONE = -1;

    private final int mostRecent;
    private final int rowsAtOnce;
    private final RecentKeys recent = new RecentKeys();
    private final Set<Long> added = new HashSet<>();
    private KeyRows rows;
    private int newest;

    /** The first row of the next step of a move; none if negative. */
    private int next = NONE;

    /** The last of the recent rows that are moved. */
    private long moved;

    ReportKeys() {
        this(MOST_RECENT, ROWS_AT_ONCE);
    }

    /**
     * For tests.
     *
     * @param mostRecent how many hashes start a move
     * @param rowsAtOnce how many rows a group of reports moves; a power of two
     */
    ReportKeys(int mostRecent, int rowsAtOnce) {
        this.mostRecent = mostRecent;
        this.rowsAtOnce = rowsAtOnce;
        this.rows = KeyRows.none();
    }

    /** Forgets what was read, because a transaction was rolled back. */
    void forget() {
        recent.forget();
    }

    /** Reads what is needed to look up the hashes of a group. */
    void read(Connection connection, List<Long> hashes, Map<String, String> meta) throws SQLException {
        newest = generation(meta);
        if (recent.refresh(connection, Long.parseLong(meta.getOrDefault(Meta.KEYS_MERGED, "0")))) {
            next = NONE;
        }
        rows = KeyRows.of(connection, hashes, newest);
        added.clear();
    }

    /** Whether a report was counted, of an earlier group or of this one. */
    boolean contains(long hash) {
        return added.contains(hash) || recent.contains(hash, newest) || rows.contains(hash);
    }

    /** A report is counted. */
    void add(long hash) {
        added.add(hash);
    }

    /**
     * Writes what was added.
     *
     * @param day the day of its arrival; if that begins a new generation, the oldest is forgotten
     */
    void write(Connection connection, int day) throws SQLException {
        int generation = generation(day, newest);
        if (generation > newest) {
            newest = generation;
            Meta.put(connection, Meta.KEYS_GENERATION, Integer.toString(newest));
        }
        if (!added.isEmpty()) {
            recent.append(connection, added, newest);
        }
        move(connection);
        recent.deleteMerged(connection);
    }

    private void move(Connection connection) throws SQLException {
        if (next == NONE && recent.all().size() >= mostRecent) {
            next = 0;
            moved = recent.last();
        }
        if (next != NONE) {
            KeyRows.merge(connection, next, next + rowsAtOnce - 1, recent.all(), newest);
            next += rowsAtOnce;
            if (next == KeyRows.PREFIXES) {
                next = NONE;
                Meta.put(connection, Meta.KEYS_MERGED, Long.toString(moved));
            }
        }
    }

    /**
     * Deletes what is forgotten, for the sake of rows that no report touches. In many small changes.
     *
     * @param day the current day
     */
    static void prune(Store store, int day) {
        for (int from = 0; from < KeyRows.PREFIXES; from += PRUNED_AT_ONCE) {
            int first = from;
            store.change(connection -> {
                KeyRows.merge(connection, first, first + PRUNED_AT_ONCE - 1, new TreeMap<>(), newest(connection, day));
                return true;
            });
        }
        boolean more;
        do {
            more = store.change(connection -> RecentKeys.deleteForgotten(connection, newest(connection, day)));
        } while (more);
    }

    private static int newest(Connection connection, int day) throws SQLException {
        return generation(day, generation(Meta.read(connection)));
    }

    /** The newest generation that was written, as the store says. */
    private static int generation(Map<String, String> meta) {
        return Integer.parseInt(meta.getOrDefault(Meta.KEYS_GENERATION, "0"));
    }

    /** That of a day; a clock that was set back begins none. */
    static int generation(int day, int current) {
        return Math.max(current, day / DAYS);
    }
}
