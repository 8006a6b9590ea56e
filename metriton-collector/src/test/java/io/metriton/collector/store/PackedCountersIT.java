package io.metriton.collector.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.collector.figures.Per;
import io.metriton.collector.figures.PeriodFigures;
import io.metriton.collector.privacy.DeclaredKey;
import io.metriton.collector.privacy.MetadataType;
import io.metriton.collector.privacy.Secrets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Old days whose counters are in one row. */
class PackedCountersIT {

    private static final int DAY = 20_000;
    private static final int DAYS = 40;
    private static final int VALUES = 150;
    private static final int TODAY = DAY + 120;
    private static final Secrets SECRETS = Secrets.of("the-secret-of-tests");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Databases.class)
    void figures_areTheSameBeforeAndAfter(Databases database) {
        try (Store store = filled(database)) {
            List<PeriodFigures> days = figures(store, Per.DAY);
            List<PeriodFigures> months = figures(store, Per.MONTH);
            assertThat(days.get(7).by()).hasSize(VALUES).containsEntry("value-7", 1L);
            long before = rows(store, "counters");

            PackedCounters.pack(store, TODAY);

            assertThat(figures(store, Per.DAY)).isEqualTo(days);
            assertThat(figures(store, Per.MONTH)).isEqualTo(months);
            assertThat(rows(store, "counters")).isLessThan(before - 15L * VALUES);
            assertThat(rows(store, "packed_counters")).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void counterThatChangesLater_isTheSumAndIsPackedAgain(Databases database) {
        try (Store store = filled(database)) {
            PackedCounters.pack(store, TODAY);
            store.writer()
                    .append(submission(application(store), "late", DAY, "value-3"))
                    .join();
            assertThat(figures(store, Per.DAY).get(0).by()).containsEntry("value-3", 2L);

            PackedCounters.pack(store, TODAY);
            assertThat(figures(store, Per.DAY).get(0).by()).containsEntry("value-3", 2L);
            assertThat(rows(store, "counters WHERE dimension > 0 AND day = " + DAY))
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void keyThatIsGone_leavesNothing(Databases database) {
        try (Store store = filled(database)) {
            PackedCounters.pack(store, TODAY);
            int key = key(store);
            save(store, List.of());
            assertThat(rows(store, "packed_counters WHERE dimension = " + key)).isZero();
            assertThat(rows(store, "packed_counters")).isPositive(); // Of the version.
        }
    }

    private Store filled(Databases database) {
        Store store = Store.open(database.url(folder));
        new SecretTable(store).settle(SECRETS);
        save(store, List.of(new DeclaredKey(0, "os", MetadataType.TEXT, "")));
        StoredApplication application = application(store);
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        for (int day = DAY; day < DAY + DAYS; day++) {
            for (int value = 0; value < VALUES; value++) {
                receipts.add(store.writer().append(submission(application, "i" + value, day, "value-" + value)));
            }
            receipts.forEach(CompletableFuture::join);
        }
        return store;
    }

    private static void save(Store store, List<DeclaredKey> keys) {
        ApplicationTable applications = new ApplicationTable(store);
        store.change(connection -> {
            applications.save(connection, "greet", "{}", keys);
            return true;
        });
    }

    private static Submission submission(StoredApplication application, String id, int day, String value) {
        return new Submission(
                application.id(),
                Channel.PRODUCTION,
                SECRETS.current().fingerprint(),
                List.of(SECRETS.current().installKey("greet", id)),
                List.of(),
                TODAY,
                day,
                "1.0",
                Map.of(application.keys().get(0).id(), List.of(value)),
                Map.of());
    }

    private static StoredApplication application(Store store) {
        return new ApplicationTable(store).all().get(0);
    }

    private static int key(Store store) {
        return application(store).keys().get(0).id();
    }

    private static List<PeriodFigures> figures(Store store, Per per) {
        return new FigureReader(store, application(store).id(), Channel.PRODUCTION)
                .active(new FigureReader.Range(per, DAY, DAY + DAYS - 1, TODAY), OptionalInt.of(key(store)), false);
    }

    private static long rows(Store store, String of) {
        return store.jdbi()
                .withHandle(handle -> handle.select("SELECT COUNT(*) FROM " + of)
                        .mapTo(Long.class)
                        .one());
    }
}
