package io.metriton.collector.cli;

import io.metriton.collector.applications.Applications;
import io.metriton.collector.ingest.Ingest;
import io.metriton.collector.ingest.Limits;
import io.metriton.collector.ingest.SecretKeeper;
import io.metriton.collector.ingest.Tallies;
import io.metriton.collector.journal.Journal;
import io.metriton.collector.journal.StoreJournal;
import io.metriton.collector.privacy.Secrets;
import io.metriton.collector.store.Store;
import io.metriton.collector.store.TallyTable;
import io.metriton.collector.web.CollectorServer;
import io.metriton.collector.web.Listener;
import io.metriton.collector.web.Services;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.function.Supplier;

/** A collector that runs. {@link #close} stops it so that no report that was answered is lost, and none is cut off. */
final class Collector implements AutoCloseable {

    private final Store store;
    private final Tallies tallies;
    private final Upkeep upkeep;
    private final CollectorServer server;

    /**
     * How a collector behaves.
     *
     * @param listener where it listens
     * @param limitAddress reports of an address a minute; 0 for any number
     * @param limitInstall reports of an installation an hour; 0 for any number
     * @param retentionDays after how many days without a report an installation is deleted
     */
    record Behaviour(Listener listener, int limitAddress, int limitInstall, int retentionDays) {}

    /** Starts, on a store that is closed with it. */
    Collector(Store store, Supplier<Secrets> secrets, Behaviour behaviour, Clock clock) {
        this.store = store;
        Applications applications = new Applications(store);
        Journal journal = new StoreJournal(store);
        this.tallies = new Tallies(new TallyTable(store), clock);
        SecretKeeper keeper = new SecretKeeper(secrets);
        Limits limits = new Limits(behaviour.limitAddress(), behaviour.limitInstall(), clock);
        Ingest ingest = new Ingest(new Ingest.Parts(applications, journal, keeper, limits, tallies), clock);
        Services services = new Services(store, applications, journal, keeper, ingest, tallies, clock);
        this.upkeep = new Upkeep(services, behaviour.retentionDays());
        this.server = new CollectorServer(
                behaviour.listener(), services, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        try {
            server.close();
            upkeep.close();
            var unused = tallies.flush();
        } finally {
            store.close();
        }
    }
}
