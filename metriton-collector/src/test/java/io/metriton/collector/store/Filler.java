package io.metriton.collector.store;

import io.metriton.collector.privacy.DeclaredKey;
import io.metriton.collector.privacy.MetadataType;
import io.metriton.collector.privacy.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Fills a store for measurements, by what counts reports in a collector, in large groups: an application {@code bench}
 * with many installations, one {@code wide} with five years of days and 200 values of each key, and keys of reports.
 */
final class Filler {

    private static final int DAYS = 400;
    private static final int YEARS_OF_DAYS = 5 * 365;
    private static final int VALUES = 200;
    private static final int GROUP = 2_500;
    private static final int KEYS_AT_ONCE = 500_000;
    private static final int ROWS_AT_ONCE = 1024;

    private final Random random = new Random(1);
    private final int today = (int) LocalDate.now(ZoneOffset.UTC).toEpochDay();
    private final Store store;
    private final ReportBatch batch;
    private final String secret;
    private final Map<String, StoredApplication> applications = new TreeMap<>();
    private CompletableFuture<?> written = CompletableFuture.completedFuture(null);

    private Filler(Store store, String secret) {
        this.store = store;
        this.batch = new ReportBatch();
        this.secret = secret;
        new ApplicationTable(store).all().forEach(stored -> applications.put(stored.name(), stored));
    }

    /** Arguments: the database's URL, the data folder of its collector, installations, keys of reports. */
    public static void main(String[] args) throws Exception {
        Secrets secrets = Secrets.of(Files.readString(Path.of(args[1], "secret")));
        try (Store store = Store.open(args[0])) {
            Filler filler = new Filler(store, secrets.current().fingerprint());
            filler.fillInstallations(Integer.parseInt(args[2]));
            filler.fillWide();
            filler.written.join();
            PackedCounters.pack(store, filler.today);
            filler.fillKeys(Integer.parseInt(args[3]));
        }
    }

    private void fillInstallations(int count) {
        List<Submission> group = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            live(group);
            if (i % GROUP == 0 || i == count) {
                write(group);
                group = new ArrayList<>();
            }
        }
    }

    private void live(List<Submission> group) {
        byte[] key = new byte[16];
        random.nextBytes(key);
        double eager = random.nextDouble();
        double activity = eager < 0.02 ? 0.9 : eager < 0.1 ? 0.2 : 0.01;
        int version = random.nextInt(20);
        String system = "system-" + random.nextInt(6);
        for (int day = today - random.nextInt(DAYS); day <= today; day++) {
            version += random.nextInt(40) == 0 ? 1 : 0;
            group.add(submission("bench", List.of(key), day, "1." + version, system));
            do {
                day++;
            } while (day < today && random.nextDouble() >= activity);
            day--;
        }
    }

    private Submission submission(String application, List<byte[]> key, int day, String version, String system) {
        Map<Integer, List<String>> values = new TreeMap<>();
        Map<Integer, Map<String, Long>> counts = new TreeMap<>();
        for (DeclaredKey declared : applications.get(application).keys()) {
            if (declared.type() == MetadataType.COUNTS) {
                counts.put(declared.id(), Map.of(system, 3L, "build", 1L));
            } else if (declared.type() == MetadataType.BOOL) {
                values.put(declared.id(), List.of("false"));
            } else if (declared.type() == MetadataType.NUMBER) {
                values.put(declared.id(), List.of(system.substring(system.indexOf('-') + 1)));
            } else {
                values.put(declared.id(), List.of(system));
            }
        }
        return new Submission(
                applications.get(application).id(),
                Channel.PRODUCTION,
                secret,
                key,
                List.of(),
                today,
                day,
                version,
                values,
                counts);
    }

    /** On each day, an installation of each value. */
    private void fillWide() {
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < VALUES; i++) {
            keys.add(new byte[16]);
            random.nextBytes(keys.get(i));
        }
        List<Submission> group = new ArrayList<>();
        for (int day = today - YEARS_OF_DAYS + 1; day <= today; day++) {
            for (int i = 0; i < VALUES; i++) {
                group.add(submission("wide", List.of(keys.get(i)), day, "1." + i, "value-" + i));
            }
            if (group.size() > GROUP || day == today) {
                write(group);
                group = new ArrayList<>();
            }
        }
    }

    /** One group is made while the one before it is written. */
    private void write(List<Submission> group) {
        written.join();
        written = store.writer().change(connection -> batch.count(connection, group));
    }

    /** Random numbers, as hashes are, of the last 60 days. */
    private void fillKeys(int count) {
        for (int days = 45; days >= 0; days -= 15) {
            int day = today - days;
            for (int left = count / 4; left > 0; left -= KEYS_AT_ONCE) {
                NavigableMap<Long, Integer> hashes = new TreeMap<>();
                random.longs(Math.min(KEYS_AT_ONCE, left))
                        .forEach(hash -> hashes.put(hash, ReportKeys.generation(day, 0)));
                written.join();
                written = store.writer().change(connection -> fillKeys(connection, hashes));
            }
        }
        written.join();
    }

    private static boolean fillKeys(Connection connection, NavigableMap<Long, Integer> hashes) throws SQLException {
        int generation = hashes.firstEntry().getValue();
        Meta.put(connection, Meta.KEYS_GENERATION, Integer.toString(generation));
        for (int from = 0; from < KeyRows.PREFIXES; from += ROWS_AT_ONCE) {
            KeyRows.merge(connection, from, from + ROWS_AT_ONCE - 1, hashes, generation);
        }
        return true;
    }
}
