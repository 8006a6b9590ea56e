package io.metriton.collector.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.collector.applications.Applications;
import io.metriton.collector.applications.Json;
import io.metriton.collector.applications.SettingsPatch;
import io.metriton.collector.journal.Journal;
import io.metriton.collector.privacy.Secrets;
import io.metriton.collector.store.Databases;
import io.metriton.collector.store.Receipt;
import io.metriton.collector.store.Store;
import io.metriton.collector.store.Submission;
import io.metriton.collector.store.TallyTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report has an answer, whatever fails on its way: nobody waits for one that never comes. */
class IngestTest {

    private static final byte[] REPORT = "{\"application\": \"greet\", \"install_id\": \"one\", \"version\": \"1\"}"
            .getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private Store store;

    @BeforeEach
    void open() {
        store = Store.open(Databases.SQLITE.url(folder));
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** Gives one receipt after the other, then fails. */
    private record Receipts(Iterator<Receipt> receipts) implements Journal {

        @Override
        public CompletableFuture<Receipt> append(Submission submission) {
            return CompletableFuture.completedFuture(receipts.next());
        }

        @Override
        public CompletableFuture<OptionalInt> forget(String secret, List<byte[]> keys) {
            throw new UnsupportedOperationException();
        }
    }

    private CompletableFuture<Outcome> accept(SecretKeeper secrets, Receipt... receipts) {
        Applications applications = new Applications(store);
        applications.put("greet", SettingsPatch.of("greet", Json.parse("{}")));
        return accept(applications, new Receipts(List.of(receipts).iterator()), secrets, Duration.ofMinutes(1));
    }

    private CompletableFuture<Outcome> accept(
            Applications applications, Journal journal, SecretKeeper secrets, Duration patience) {
        Clock clock = Clock.systemUTC();
        Tallies tallies = new Tallies(new TallyTable(store), clock);
        return new Ingest(
                        new Ingest.Parts(applications, journal, secrets, new Limits(0, 0, clock), tallies),
                        clock,
                        patience)
                .accept(REPORT, new Arrival(false, "192.0.2.1", Optional.empty(), Optional.empty()));
    }

    private static Secrets secrets() {
        return Secrets.of("the-secret-of-tests");
    }

    /** Somebody else holds the lock of the database: a request of over a minute would be answered with 500 in plain text. */
    @Test
    void reportThatWaitsForTooLong_isA503() {
        Applications applications = new Applications(store);
        applications.put("greet", SettingsPatch.of("greet", Json.parse("{}")));
        Journal waiting = new Journal() {
            @Override
            public CompletableFuture<Receipt> append(Submission submission) {
                return new CompletableFuture<>();
            }

            @Override
            public CompletableFuture<OptionalInt> forget(String secret, List<byte[]> keys) {
                throw new UnsupportedOperationException();
            }
        };
        SecretKeeper keeper = new SecretKeeper(IngestTest::secrets);

        assertThatThrownBy(accept(applications, waiting, keeper, Duration.ofMillis(20))::join)
                .hasRootCauseInstanceOf(Refused.class)
                .hasRootCauseMessage("the report could not be stored; try again");
    }

    @Test
    void secretThatWasChanged_isReadAgain() throws Exception {
        Outcome outcome = accept(new SecretKeeper(IngestTest::secrets), Receipt.SECRET_CHANGED, Receipt.COUNTED)
                .get(30, TimeUnit.SECONDS);
        assertThat(outcome.status()).isEqualTo(200);
    }

    @Test
    void secretThatCannotBeReadAgain_failsTheReport() {
        Iterator<Secrets> once = List.of(secrets()).iterator();
        CompletableFuture<Outcome> outcome = accept(new SecretKeeper(once::next), Receipt.SECRET_CHANGED);
        assertThatThrownBy(() -> outcome.get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(Refused.class)
                .hasMessageContaining("could not be stored");
    }

    @Test
    void journalThatFailsTheSecondTime_failsTheReport() {
        CompletableFuture<Outcome> outcome = accept(new SecretKeeper(IngestTest::secrets), Receipt.SECRET_CHANGED);
        assertThatThrownBy(() -> outcome.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(Refused.class);
    }
}
