package io.metriton.collector.store;

import static org.assertj.core.api.Assertions.assertThat;

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

    @TempDir
    Path folder;

    private final Map<Long, Integer> days = new TreeMap<>();

    @ParameterizedTest
    @EnumSource(Databases.class)
    void reports_areRememberedFor45DaysAndForgottenAfter60(Databases database) {
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
                assertThat(bytes(store)).isEqualTo(8);
                add(store, List.of(2L), DAY + 75);
                return true;
            });
            assertThat(stored).isTrue();
            assertThat(known(store, Set.of(1L, 2L))).containsExactly(2L);
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void rowsThatNoReportTouches_loseWhatIsForgotten(Databases database) {
        Random random = new Random(2);
        try (Store store = Store.open(database.url(folder))) {
            add(store, hashes(random), DAY);
            add(store, hashes(random), DAY + 20);
            long before = bytes(store);

            Retention.clean(store, DAY + 59, 400);
            assertThat(bytes(store)).isEqualTo(before);

            Retention.clean(store, DAY + 60, 400);
            assertThat(bytes(store)).isLessThan(before);
            assertThat(known(store, days.keySet())).isEqualTo(ofDays(DAY + 20, DAY + 20));
        }
    }

    private static long bytes(Store store) {
        return store.jdbi()
                .withHandle(handle -> handle.select("SELECT SUM(LENGTH(hashes)) FROM report_keys")
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
            ReportKeys keys = read(connection, hashes);
            hashes.forEach(keys::add);
            keys.write(connection, day);
            return true;
        });
        hashes.forEach(hash -> days.put(hash, day));
    }

    private static Set<Long> known(Store store, Set<Long> hashes) {
        Set<Long> known = new TreeSet<>();
        store.change(connection -> {
            ReportKeys keys = read(connection, List.copyOf(hashes));
            hashes.stream().filter(keys::contains).forEach(known::add);
            return true;
        });
        return known;
    }

    private static ReportKeys read(Connection connection, List<Long> hashes) throws SQLException {
        return ReportKeys.read(connection, hashes, ReportKeys.generation(Meta.read(connection)));
    }

    private Set<Long> ofDays(int first, int last) {
        return days.entrySet().stream()
                .filter(entry -> entry.getValue() >= first && entry.getValue() <= last)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
