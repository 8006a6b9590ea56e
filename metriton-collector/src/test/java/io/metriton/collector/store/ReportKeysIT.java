package io.metriton.collector.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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

    /** The first of those whose tables hold 15 days. */
    private static final int DAY = 20_400;

    private static final long ROW = 1L << 46;

    @TempDir
    Path folder;

    private final Map<Long, Integer> days = new TreeMap<>();
    private int table;

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
    void tables_areEmptiedWhileABackupReadsThem(Databases database) {
        try (Store store = Store.open(database.url(folder))) {
            add(store, List.of(1L), DAY);
            boolean stored = store.atOneMoment(() -> {
                for (int i = 0; i < 4; i++) {
                    String sql = "SELECT COUNT(*) FROM report_keys_" + i;
                    store.jdbi()
                            .useHandle(handle -> assertThat(handle.select(sql)
                                            .mapTo(Integer.class)
                                            .one())
                                    .isBetween(0, 1));
                }
                add(store, List.of(2L), DAY + 75);
                return true;
            });
            assertThat(stored).isTrue();
            assertThat(known(store, Set.of(1L, 2L))).containsExactly(2L);
        }
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
            ReportKeys keys = ReportKeys.read(connection, hashes);
            hashes.forEach(keys::add);
            keys.write(connection, table, day);
            return true;
        });
        table = day / 15;
        hashes.forEach(hash -> days.put(hash, day));
    }

    private static Set<Long> known(Store store, Set<Long> hashes) {
        Set<Long> known = new TreeSet<>();
        store.change(connection -> {
            ReportKeys keys = ReportKeys.read(connection, List.copyOf(hashes));
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
