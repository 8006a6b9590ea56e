package io.metriton.collector.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Remembers for 45 to 60 days which reports were counted, by a hash of 64 bits of each. The hashes of {@value #DAYS} days
 * are a generation, and {@value KeyRows#GENERATIONS} generations are remembered.
 *
 * <p>A hash may belong in any row of {@link KeyRows}, so writing it there at once would write a page of the database for
 * each report. It is kept with the {@link RecentKeys} first; once there are {@value #MOST_RECENT}, each group of reports,
 * of whatever node, moves those of the next {@value #ROWS_AT_ONCE} rows.
 *
 * <p>For the thread that writes.
 */
final class ReportKeys {

    private static final int DAYS = 15;
    private static final int MOST_RECENT = 400_000;

    /** So many times as many may wait for the generation to begin that they are of. */
    private static final int MOST_WAITING = 5;

    private static final int ROWS_AT_ONCE = 256;
    private static final int PRUNED_AT_ONCE = 1024;

    private final int mostRecent;
    private final int rowsAtOnce;
    private final RecentKeys recent = new RecentKeys();
    private final Set<Long> added = new HashSet<>();
    private KeyRows rows;
    private int newest;
    private Optional<Move> move = Optional.empty();

    /**
     * A move of recent hashes that is under way.
     *
     * @param next the first row of its next step
     * @param last the last of the recent rows that it moves
     */
    private record Move(int next, long last) {

        /** That of the store, if one is under way. */
        static Optional<Move> of(Map<String, String> meta) {
            String[] parts = meta.getOrDefault(Meta.KEYS_MOVE, "").split(" ", 2);
            return parts.length < 2
                    ? Optional.empty()
                    : Optional.of(new Move(Integer.parseInt(parts[0]), Long.parseLong(parts[1])));
        }

        void write(Connection connection) throws SQLException {
            Meta.put(connection, Meta.KEYS_MOVE, next + " " + last);
        }
    }

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
        move = Move.of(meta);
        recent.refresh(connection, merged(meta));
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
     * @param day the day of its arrival; if that begins the next generation, the oldest is forgotten. A day further ahead is
     *     of a clock that jumped, or of a collector that stood still: {@link #prune} has to begin that generation. Until then
     *     what was added waits among the recent ones, as of its own
     */
    void write(Connection connection, int day) throws SQLException {
        int generation = generation(day, newest);
        if (generation > newest && (newest == 0 || generation == newest + 1)) {
            newest = generation;
            Meta.put(connection, Meta.KEYS_GENERATION, Integer.toString(newest));
        }
        if (!added.isEmpty()) {
            recent.append(connection, added, generation);
        }
        boolean waits = generation > newest && recent.all().size() < MOST_WAITING * mostRecent;
        if (!waits) {
            move(connection);
        }
        recent.deleteMerged(connection);
    }

    private void move(Connection connection) throws SQLException {
        if (move.isEmpty() && recent.all().size() < mostRecent) {
            return;
        }
        Move now = move.orElse(new Move(0, recent.last()));
        KeyRows.merge(connection, now.next(), now.next() + rowsAtOnce - 1, recent.all(), newest);
        if (now.next() + rowsAtOnce < KeyRows.PREFIXES) {
            new Move(now.next() + rowsAtOnce, now.last()).write(connection);
        } else {
            Meta.put(connection, Meta.KEYS_MOVE, "");
            Meta.put(connection, Meta.KEYS_MERGED, Long.toString(Math.max(recent.merged(), now.last())));
        }
    }

    /**
     * Begins the generation of a day, and deletes what is forgotten with it, also in rows that no report touches. In many
     * small changes.
     *
     * @param day the current day
     */
    static void prune(Store store, int day) {
        store.change(connection -> {
            int newest = newest(connection, day);
            Meta.put(connection, Meta.KEYS_GENERATION, Integer.toString(newest));
            return newest;
        });
        for (int from = 0; from < KeyRows.PREFIXES; from += PRUNED_AT_ONCE) {
            int first = from;
            store.change(connection -> {
                KeyRows.merge(connection, first, first + PRUNED_AT_ONCE - 1, new TreeMap<>(), newest(connection, day));
                return true;
            });
        }
        boolean more;
        do {
            more = store.change(connection -> deleteForgotten(connection, day));
        } while (more);
    }

    /** Counts them as moved, so that no node takes a new row of such a number for one that it has read. */
    private static boolean deleteForgotten(Connection connection, int day) throws SQLException {
        OptionalLong forgotten = RecentKeys.lastForgotten(connection, newest(connection, day));
        if (forgotten.isEmpty()) {
            return false;
        }
        if (forgotten.getAsLong() > merged(Meta.read(connection))) {
            Meta.put(connection, Meta.KEYS_MERGED, Long.toString(forgotten.getAsLong()));
        }
        return RecentKeys.delete(connection, forgotten.getAsLong());
    }

    private static int newest(Connection connection, int day) throws SQLException {
        return generation(day, generation(Meta.read(connection)));
    }

    /** The last of the recent rows that count no more, because their hashes are moved or forgotten. */
    private static long merged(Map<String, String> meta) {
        return Long.parseLong(meta.getOrDefault(Meta.KEYS_MERGED, "0"));
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
