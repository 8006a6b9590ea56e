package io.metriton.collector.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.collector.figures.Dimension;
import io.metriton.collector.figures.Per;
import io.metriton.collector.privacy.Secrets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which values are counted under their own name. */
class AdmissionsIT {

    private static final int YEAR = 2026;
    private static final int DAY = (int) LocalDate.of(YEAR, 11, 26).toEpochDay();
    private static final Secrets SECRETS = Secrets.of("the-secret-of-tests");

    @TempDir
    Path folder;

    private static Store open(String url) {
        Store store = Store.open(url);
        new SecretTable(store).settle(SECRETS);
        ApplicationTable applications = new ApplicationTable(store);
        store.change(connection -> {
            applications.save(connection, "greet", "{}", List.of());
            return true;
        });
        return store;
    }

    private static int application(Store store) {
        return new ApplicationTable(store).all().get(0).id();
    }

    /** One installation of each of the versions 1.0, 1.1, and so on. */
    private static void report(Store store, Channel channel, int from, int to) {
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        for (int i = from; i < to; i++) {
            receipts.add(store.writer()
                    .append(new Submission(
                            application(store),
                            channel,
                            SECRETS.current().fingerprint(),
                            List.of(SECRETS.current().installKey("greet", channel + "-" + i)),
                            List.of(),
                            DAY,
                            DAY,
                            "1." + i,
                            Map.of(),
                            Map.of())));
        }
        receipts.forEach(CompletableFuture::join);
    }

    private static Map<String, Long> versions(Store store, Channel channel) {
        return new FigureReader(store, application(store), channel)
                .active(new FigureReader.Range(Per.DAY, DAY, DAY, DAY), OptionalInt.of(Dimension.VERSION), false)
                .get(0)
                .by();
    }

    /** Builds of developers have a version each, and used up the names of what users run. */
    @ParameterizedTest
    @EnumSource(Databases.class)
    void otherChannels_takeNoNameFromProduction(Databases database) {
        try (Store store = open(database.url(folder))) {
            report(store, Channel.BETA, 0, 210);
            report(store, Channel.DEVELOPMENT, 300, 510);
            report(store, Channel.PRODUCTION, 205, 410);
            for (Channel channel : Channel.values()) {
                assertThat(versions(store, channel)).as(channel.label()).hasSize(201);
            }
            assertThat(versions(store, Channel.BETA)).containsEntry("1.199", 1L).containsEntry("other", 10L);
            assertThat(versions(store, Channel.PRODUCTION))
                    .containsEntry("1.205", 1L)
                    .containsEntry("1.404", 1L)
                    .containsEntry("other", 5L);
        }
    }

    /** A version that was in beta before is new to production when it is released. */
    @ParameterizedTest
    @EnumSource(Databases.class)
    void firstDayOfAVersion_isThatOfTheChannel(Databases database) {
        try (Store store = open(database.url(folder))) {
            report(store, Channel.BETA, 0, 1);
            assertThat(new FigureReader(store, application(store), Channel.BETA).firstSeen(Dimension.VERSION))
                    .containsEntry("1.0", DAY);
            assertThat(new FigureReader(store, application(store), Channel.PRODUCTION).firstSeen(Dimension.VERSION))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void valuesOfAnOlderSchema_countForProduction(Databases database) throws SQLException {
        String url = database.url(folder);
        Dialect dialect = Dialect.of(url);
        Flyway.configure()
                .dataSource(url, null, null)
                .locations(dialect.migrations())
                .placeholders(dialect.placeholders())
                .target("2026.11.25.2")
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO applications (id, name, settings) VALUES (7, 'greet', '{}')");
            for (int i = 0; i < 199; i++) {
                int value = Dimension.FIRST_VALUE + i;
                statement.execute("INSERT INTO dimension_values VALUES (7, " + Dimension.VERSION + ", " + value
                        + ", '1." + i + "')");
                statement.execute("INSERT INTO admitted_values VALUES (7, " + Dimension.VERSION + ", " + YEAR + ", "
                        + value + ", " + DAY + ")");
            }
        }
        try (Store store = open(url)) {
            report(store, Channel.PRODUCTION, 198, 202);
            report(store, Channel.BETA, 198, 202);
            assertThat(versions(store, Channel.PRODUCTION)).isEqualTo(Map.of("1.198", 1L, "1.199", 1L, "other", 2L));
            assertThat(versions(store, Channel.BETA)).hasSize(4).doesNotContainKey("other");
        }
    }
}
