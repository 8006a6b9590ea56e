package io.metriton.collector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which reports were counted in the last days. */
class ReportKeysIT {

    /** The first of a generation. */
    private static final int DAY = 20_400;

    private static final long ROW = 1L << 46;

    /** How many rows a group of reports moves. */
    private static final int ROWS = KeyRows.PREFIXES / 32;

    /** Groups of reports that a whole move takes. */
    private static final int MOVES = 32;

    @TempDir
    Path folder;

    private final Map<Long, Integer> days = new TreeMap<>();
    private ReportKeys keys = new ReportKeys();

    @ParameterizedTest
    @EnumSource(Databases.class)
    void reports_areRememberedFor45DaysAndForgottenAfter60(Databases database) {
        checkDays(database);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void reports_areRememberedAsLongWhileTheyAreMoved(Databases database) {
        keys = new ReportKeys(1, ROWS);
        checkDays(database);
    }

    private void checkDays(Databases database) {
        Random random = new Random(1);
        try (Store store = Store.open(database.url(folder))) {
            for (int day = DAY; day < DAY + 200; day += 1 + random.nextInt(8)) {
                add(store, hashes(random), day);
                Set<Long> known = known(store, days.keySet());
                assertThat(known).as("day %s", day).containsAll(ofDays(day - 45, day));
                assertThat(known).as("day %s", day).isSubsetOf(ofDays(day - 59, day));
            }
        }
    }

    /** pg_dump reads each table, and holds its lock until it is done with all. */
    @ParameterizedTest
    @EnumSource(Databases.class)
    void generation_beginsWhileABackupReads(Databases database) {
        try (Store store = Store.open(database.url(folder))) {
            add(store, List.of(1L), DAY);
            boolean stored = store.atOneMoment(() -> {
                assertThat(bytes(store, "recent_keys")).isEqualTo(8);
                for (int day = DAY + 15; day <= DAY + 75; day += 15) {
                    add(store, List.of(2L), day);
                }
                return true;
            });
            assertThat(stored).isTrue();
            assertThat(known(store, Set.of(1L, 2L))).containsExactly(2L);
        }
    }

    /** A clock that is months ahead for a few reports; who cleans up looks for how long it is so. */
    @ParameterizedTest
    @EnumSource(Databases.class)
    void clockThatIsAhead_hasNothingForgotten(Databases database) {
        try (Store store = Store.open(database.url(folder))) {
            add(store, List.of(1L), DAY);
            for (long hash = 2; hash < 10; hash++) {
                add(store, List.of(hash), DAY + 75);
            }
            assertThat(known(store, Set.of(1L, 2L, 9L))).containsExactlyInAnyOrder(1L, 2L, 9L);

            Retention.clean(store, DAY + 75, 400);
            keys = new ReportKeys();
            assertThat(known(store, Set.of(1L, 2L, 9L))).containsExactlyInAnyOrder(2L, 9L);
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void rowsThatNoReportTouches_loseWhatIsForgotten(Databases database) {
        Random random = new Random(2);
        try (Store store = Store.open(database.url(folder))) {
            add(store, hashes(random), DAY);
            add(store, hashes(random), DAY + 20);
            moveAll(store, DAY + 20);
            long moved = bytes(store, "report_keys");
            add(store, hashes(random), DAY);
            long recent = bytes(store, "recent_keys");

            Retention.clean(store, DAY + 59, 400);
            assertThat(bytes(store, "report_keys")).isEqualTo(moved);
            assertThat(bytes(store, "recent_keys")).isEqualTo(recent);

            Retention.clean(store, DAY + 60, 400);
            assertThat(bytes(store, "report_keys")).isLessThan(moved);
            Retention.clean(store, DAY + 80, 400);
            assertThat(bytes(store, "recent_keys")).isZero();
            keys = new ReportKeys();
            assertThat(known(store, days.keySet())).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void groups_moveWhatIsRecentAndLoseNone(Databases database) {
        Random random = new Random(3);
        try (Store store = Store.open(database.url(folder))) {
            for (int i = 0; i < 50; i++) {
                add(store, hashes(random), DAY + i % 20);
            }
            keys = new ReportKeys(1, ROWS);
            for (int group = 1; group <= MOVES + 1; group++) {
                add(store, List.of(random.nextLong()), DAY + 20);
                if (group % 4 == 0) {
                    assertThat(known(store, days.keySet()))
                            .as("group %s", group)
                            .isEqualTo(days.keySet());
                }
            }
            assertThat(bytes(store, "recent_keys")).isLessThan(8 * days.size());
            assertThat(known(store, days.keySet())).isEqualTo(days.keySet());
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void moveOfWhichAStepWasUndone_goesOnAndRepeatsNone(Databases database) {
        Random random = new Random(4);
        try (Store store = Store.open(database.url(folder))) {
            add(store, hashes(random), DAY);
            keys = new ReportKeys(1, ROWS);
            for (int group = 0; group < MOVES / 2; group++) {
                add(store, List.of(), DAY);
            }
            assertThatThrownBy(() -> store.change(connection -> {
                        write(connection, hashes(random), DAY);
                        throw new IllegalStateException("undo");
                    }))
                    .hasMessage("undo");
            keys.forget();
            moveAll(store, DAY);
            assertThat(bytes(store, "recent_keys")).isZero();
            assertThat(known(store, days.keySet())).isEqualTo(days.keySet());
            long rows = store.jdbi()
                    .withHandle(handle -> handle.select("SELECT COUNT(*) FROM report_keys")
                            .mapTo(Long.class)
                            .one());
            assertThat(bytes(store, "report_keys")).isEqualTo(2 * rows + 6 * days.size());
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void twoNodes_shareOneMove(Databases database) {
        List<ReportKeys> nodes = List.of(new ReportKeys(1, ROWS), new ReportKeys(1, ROWS));
        try (Store store = Store.open(database.url(folder))) {
            add(store, hashes(new Random(6)), DAY);
            for (int group = 0; group <= MOVES; group++) {
                keys = nodes.get(group % 2);
                add(store, List.of(), DAY);
            }
            assertThat(bytes(store, "recent_keys")).isZero();
            for (ReportKeys node : nodes) {
                keys = node;
                assertThat(known(store, days.keySet())).isEqualTo(days.keySet());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void rowAfterAllWereForgotten_isSeenByANodeThatHadReadThem(Databases database) {
        ReportKeys other = new ReportKeys();
        try (Store store = Store.open(database.url(folder))) {
            keys = other;
            add(store, List.of(1L), DAY);
            add(store, List.of(2L), DAY);
            Retention.clean(store, DAY + 80, 400);
            keys = new ReportKeys();
            add(store, List.of(3L), DAY + 80);
            keys = other;
            assertThat(known(store, Set.of(1L, 2L, 3L))).containsExactly(3L);
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void twoNodes_knowEachOthersWhileBothMove(Databases database) {
        Random random = new Random(5);
        List<ReportKeys> nodes = List.of(new ReportKeys(1, ROWS), new ReportKeys(50, ROWS));
        try (Store store = Store.open(database.url(folder))) {
            for (int group = 0; group < 10 * MOVES; group++) {
                keys = nodes.get(random.nextInt(2));
                List<Long> hashes = List.of(random.nextLong(), random.nextLong());
                add(store, hashes, DAY);
                keys = nodes.get(random.nextInt(2));
                assertThat(known(store, Set.copyOf(hashes))).isEqualTo(Set.copyOf(hashes));
            }
            for (ReportKeys node : nodes) {
                keys = node;
                assertThat(known(store, days.keySet())).isEqualTo(days.keySet());
            }
        }
    }

    /** Enough groups for a whole move, and for the rows that are deleted after it. */
    private void moveAll(Store store, int day) {
        keys = new ReportKeys(1, ROWS);
        for (int group = 0; group <= MOVES; group++) {
            add(store, List.of(), day);
        }
        keys = new ReportKeys();
    }

    private static long bytes(Store store, String table) {
        return store.jdbi()
                .withHandle(handle -> handle.select("SELECT COALESCE(SUM(LENGTH(hashes)), 0) FROM " + table)
                        .mapTo(Long.class)
                        .one());
    }

    /** Those at the ends of a row, those in one row, and any. */
    private static List<Long> hashes(Random random) {
        long row = random.nextLong() & -ROW;
        List<Long> hashes = new ArrayList<>(List.of(row, row + 1, row + (1L << 32), row + ROW - 1));
        for (int i = 0; i < 50; i++) {
            hashes.add(row | random.nextLong(ROW));
            hashes.add(random.nextLong());
        }
        return hashes;
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void hashesThatDifferInOneBit_areTwo(Databases database) {
        try (Store store = Store.open(database.url(folder))) {
            for (long hash : new long[] {0, -1, Long.MIN_VALUE, 0x0123456789ABCDEFL}) {
                add(store, List.of(hash), DAY);
            }
            for (int bit = 0; bit < Long.SIZE - 1; bit++) {
                Set<Long> others =
                        Stream.of(0L, -1L, 0x0123456789ABCDEFL).map(flip(bit)).collect(Collectors.toSet());
                assertThat(known(store, others)).as("bit %s", bit).isEmpty();
            }
            assertThat(known(store, days.keySet())).isEqualTo(days.keySet());
        }
    }

    private static UnaryOperator<Long> flip(int bit) {
        return hash -> hash ^ (1L << bit);
    }

    private void add(Store store, List<Long> hashes, int day) {
        store.change(connection -> {
            write(connection, hashes, day);
            return true;
        });
        hashes.forEach(hash -> days.put(hash, day));
    }

    private void write(Connection connection, List<Long> hashes, int day) throws SQLException {
        keys.read(connection, hashes, Meta.read(connection));
        hashes.forEach(keys::add);
        keys.write(connection, day);
    }

    private Set<Long> known(Store store, Set<Long> hashes) {
        Set<Long> known = new TreeSet<>();
        store.change(connection -> {
            keys.read(connection, List.copyOf(hashes), Meta.read(connection));
            hashes.stream().filter(keys::contains).forEach(known::add);
            return true;
        });
        return known;
    }

    private Set<Long> ofDays(int first, int last) {
        return days.entrySet().stream()
                .filter(entry -> entry.getValue() >= first && entry.getValue() <= last)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
