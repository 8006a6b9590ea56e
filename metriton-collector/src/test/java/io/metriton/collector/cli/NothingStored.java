package io.metriton.collector.cli;

import io.metriton.collector.applications.Applications;
import io.metriton.collector.ingest.Ingest;
import io.metriton.collector.ingest.Limits;
import io.metriton.collector.ingest.SecretKeeper;
import io.metriton.collector.ingest.Tallies;
import io.metriton.collector.journal.Journal;
import io.metriton.collector.journal.StoreJournal;
import io.metriton.collector.privacy.Secrets;
import io.metriton.collector.store.Receipt;
import io.metriton.collector.store.Store;
import io.metriton.collector.store.Submission;
import io.metriton.collector.store.TallyTable;
import io.metriton.collector.web.CollectorServer;
import io.metriton.collector.web.Listener;
import io.metriton.collector.web.Services;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A collector that answers reports without storing them, for measurements: all that a report meets, but no database. */
final class NothingStored {

    private NothingStored() {}

    /** Arguments: the data folder of a collector with SQLite, which is not changed. Listens on a free port. */
    public static void main(String[] args) throws Exception {
        Path data = Path.of(args[0]);
        Store store = Store.sqlite(new DataFolder(data).database(), new DataFolder(data).libraries());
        Secrets secrets = Secrets.of(Files.readString(data.resolve("secret")));
        Clock clock = Clock.systemUTC();
        Applications applications = new Applications(store);
        SecretKeeper keeper = new SecretKeeper(() -> secrets);
        Tallies tallies = new Tallies(new TallyTable(store), clock);
        Journal journal = new Forgetful(new StoreJournal(store));
        Ingest ingest =
                new Ingest(new Ingest.Parts(applications, journal, keeper, new Limits(0, 0, clock), tallies), clock);
        CollectorServer server = new CollectorServer(
                new Listener("127.0.0.1", 0, Set.of()),
                new Services(store, applications, journal, keeper, ingest, tallies, clock),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        System.out.println("listening on http://127.0.0.1:" + server.port());
        System.out.flush();
        Thread.currentThread().join();
    }

    private record Forgetful(Journal journal) implements Journal {

        @Override
        public CompletableFuture<Receipt> append(Submission submission) {
            return CompletableFuture.completedFuture(Receipt.COUNTED);
        }

        @Override
        public CompletableFuture<OptionalInt> forget(String secret, List<byte[]> keys) {
            return journal.forget(secret, keys);
        }
    }
}
