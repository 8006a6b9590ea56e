package io.metriton.collector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.collector.figures.Dimension;
import io.metriton.collector.figures.Per;
import io.metriton.collector.figures.PeriodFigures;
import io.metriton.collector.privacy.Secrets;
import java.io.PrintWriter;
import java.io.StringWriter;
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
import java.util.concurrent.CompletionException;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoreIT {

    private static final int DAY = 20_000;
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

    private static Submission submission(Store store, String id, int day, String version) {
        return new Submission(
                new ApplicationTable(store).all().get(0).id(),
                Channel.PRODUCTION,
                SECRETS.current().fingerprint(),
                List.of(SECRETS.current().installKey("greet", id)),
                List.of(),
                day,
                day,
                version,
                Map.of(),
                Map.of());
    }

    private static PeriodFigures day(Store store, int day) {
        int application = new ApplicationTable(store).all().get(0).id();
        FigureReader.Range range = new FigureReader.Range(Per.DAY, day, day, day);
        return new FigureReader(store, application, Channel.PRODUCTION)
                .active(range, OptionalInt.of(Dimension.VERSION), false)
                .get(0);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void newerSchema_isRefused(Databases database) {
        String url = database.url(folder);
        try (Store store = open(url)) {
            store.change(connection -> Jdbi.open(connection)
                    .execute("INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
                            + " installed_by, installed_on, execution_time, success) SELECT 99, '2099.1.1', 'later',"
                            + " 'SQL', 'V2099.1.1__later.sql', installed_by, installed_on, 1, success"
                            + " FROM flyway_schema_history WHERE installed_rank = 1"));
        }
        assertThatThrownBy(() -> Store.open(url))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("2099.1.1")
                .hasMessageContaining("start the jar that was used last, or a newer one");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void otherSecret_isRefused(Databases database) {
        try (Store store = open(database.url(folder))) {
            assertThatThrownBy(() -> new SecretTable(store).settle(Secrets.of("another-secret-of-tests")))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("another secret");
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void valuesBeyondTheLimit_areOthersUntilTheNextYear(Databases database) {
        int lastOfTheYear = (int) LocalDate.of(2026, 12, 31).toEpochDay();
        try (Store store = open(database.url(folder))) {
            List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
            for (int i = 0; i < 250; i++) {
                receipts.add(store.writer().append(submission(store, "i" + i, lastOfTheYear, "1." + i)));
            }
            receipts.add(store.writer().append(submission(store, "i249", lastOfTheYear + 1, "1.249")));
            receipts.forEach(CompletableFuture::join);
            Map<String, Long> by = day(store, lastOfTheYear).by();
            assertThat(by).hasSize(201).containsEntry("1.199", 1L).containsEntry("other", 50L);
            assertThat(day(store, lastOfTheYear + 1).by()).isEqualTo(Map.of("1.249", 1L));
        }
    }

    /** What fails is logged with its causes. */
    @ParameterizedTest
    @EnumSource(Databases.class)
    void failures_repeatNothingOfAReport(Databases database) {
        String url = database.url(folder);
        try (Store store = open(url);
                Store other = Store.open(url)) {
            store.writer().append(submission(store, "a", DAY, "1")).join();
            int application = new ApplicationTable(store).all().get(0).id();
            // The number that the next version gets, behind the back of the writer, which knows all numbers.
            other.change(connection -> Jdbi.open(connection)
                    .execute(
                            "INSERT INTO dimension_values (application, dimension, value, text)"
                                    + " SELECT application, dimension, value + 1, 'taken' FROM dimension_values"
                                    + " WHERE application = ?",
                            application));
            StringWriter log = new StringWriter();
            try {
                store.writer()
                        .append(submission(store, "b", DAY, "said-by-somebody"))
                        .join();
            } catch (CompletionException e) {
                e.printStackTrace(new PrintWriter(log));
            }
            assertThat(log.toString()).contains("dimension_values").doesNotContain("said-by-somebody");
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void retention_deletesInstallationsAndKeepsFigures(Databases database) {
        try (Store store = open(database.url(folder))) {
            store.writer().append(submission(store, "old", DAY, "1")).join();
            store.writer().append(submission(store, "new", DAY + 1, "1")).join();
            Retention.clean(store, DAY + 401, 400);
            assertThat(installs(store)).isEqualTo(1);
            assertThat(day(store, DAY).installs()).isEqualTo(1);
        }
    }

    /** The process ended in the middle of it; the name was given again. */
    @ParameterizedTest
    @EnumSource(Databases.class)
    void deletionThatWasCutShort_isFinishedAndHurtsNobodyElse(Databases database) {
        try (Store store = open(database.url(folder))) {
            store.writer().append(submission(store, "old", DAY, "1")).join();
            store.writer().append(submission(store, "both", DAY, "1")).join();
            ApplicationTable applications = new ApplicationTable(store);
            store.change(connection -> applications.delete(connection, "greet"));
            store.change(connection -> {
                applications.save(connection, "greet", "{}", List.of());
                return true;
            });
            store.writer().append(submission(store, "both", DAY + 1, "2")).join();
            assertThat(day(store, DAY).installs()).isZero();

            DeletedApplications.clean(store);
            assertThat(installs(store)).isEqualTo(1);
            assertThat(day(store, DAY + 1).by()).isEqualTo(Map.of("2", 1L));
            int gone = applications.all().get(0).id() - 1;
            for (String table : List.of("counters", "packed_counters", "dimension_values", "admissions")) {
                assertThat(rows(store, table + " WHERE application = " + gone))
                        .as(table)
                        .isZero();
            }
            assertThat(rows(store, "deleted_applications")).isZero();
        }
    }

    /** As {@code VACUUM} in a shell. What could not begin must not make the next be written without a transaction. */
    @Test
    @Tag("long")
    void lockThatSomebodyHolds_failsReportsAsLongAsItIsHeld() throws SQLException {
        String url = Databases.SQLITE.url(folder);
        try (Store store = open(url);
                Connection other = DriverManager.getConnection(url);
                Statement shell = other.createStatement()) {
            shell.execute("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> store.writer()
                            .append(submission(store, "one", DAY, "1"))
                            .join())
                    .hasCauseInstanceOf(StoreException.class);
            shell.execute("COMMIT");
            for (String id : List.of("two", "three")) {
                assertThat(store.writer()
                                .append(submission(store, id, DAY, "1"))
                                .join())
                        .isEqualTo(Receipt.COUNTED);
            }
            assertThat(day(store, DAY).by()).isEqualTo(Map.of("1", 2L));
            assertThat(installs(store)).isEqualTo(2);
        }
    }

    private static long rows(Store store, String of) {
        return store.jdbi()
                .withHandle(handle -> handle.select("SELECT COUNT(*) FROM " + of)
                        .mapTo(Long.class)
                        .one());
    }

    private static int installs(Store store) {
        return store.jdbi()
                .withHandle(handle -> handle.select("SELECT COUNT(*) FROM installs")
                        .mapTo(Integer.class)
                        .one());
    }

    /** One report that the store cannot take is answered with a failure; those beside it are stored. */
    @ParameterizedTest
    @EnumSource(Databases.class)
    void reportThatCannotBeStored_takesNoOtherWithIt(Databases database) {
        try (Store store = open(database.url(folder))) {
            List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Submission good = submission(store, "i" + i, DAY, "1");
                Submission bad = new Submission(
                        good.application(),
                        good.channel(),
                        good.secret(),
                        good.installKeys(),
                        good.reportHashes(),
                        DAY,
                        DAY,
                        "1",
                        Map.of(),
                        null);
                receipts.add(store.writer().append(i == 7 ? bad : good));
            }
            int failures = 0;
            for (CompletableFuture<Receipt> receipt : receipts) {
                failures += receipt.handle((stored, failure) -> failure == null ? 0 : 1)
                        .join();
            }
            assertThat(failures).isEqualTo(1);
            assertThat(day(store, DAY).installs()).isEqualTo(19);
        }
    }

    /** Its machine answers, and does no work: a container that is paused, a machine that is suspended. */
    @Test
    @Tag("long")
    void nodeThatIsFrozen_keepsTheLockForLessThanClientsWait() throws SQLException {
        String url = Databases.POSTGRESQL.url(folder);
        try (Store store = open(url);
                Connection gone = DriverManager.getConnection(url)) {
            gone.setAutoCommit(false);
            Dialect.POSTGRESQL.lockForWriting(gone);
            Submission submission = submission(store, "one", DAY, "1.0");
            assertThat(store.writer().append(submission).join()).isEqualTo(Receipt.COUNTED);
            assertThatThrownBy(gone::commit)
                    .isInstanceOf(SQLException.class)
                    .matches(e -> Store.isFull(e) || store.isUnreachable(e), "it may be tried again");
        }
    }

    /** A long statement of somebody else, as of a backup. */
    @Test
    @Tag("long")
    void nodeThatKeepsTheLock_isWaitedForLessThanClientsWait() throws Exception {
        String url = Databases.POSTGRESQL.url(folder);
        try (Store store = open(url);
                Connection busy = DriverManager.getConnection(url)) {
            busy.setAutoCommit(false);
            Dialect.POSTGRESQL.lockForWriting(busy);
            Thread works = new Thread(() -> {
                try (Statement statement = busy.createStatement()) {
                    statement.execute("SELECT pg_sleep(25)");
                } catch (SQLException e) {
                    // It is cancelled below.
                }
            });
            works.start();
            Submission submission = submission(store, "one", DAY, "1.0");
            assertThatThrownBy(store.writer().append(submission)::join)
                    .hasRootCauseMessage("ERROR: canceling statement due to lock timeout");
            busy.abort(Runnable::run);
            works.join();
            assertThat(store.writer().append(submission).join()).isEqualTo(Receipt.COUNTED);
        }
    }
}
