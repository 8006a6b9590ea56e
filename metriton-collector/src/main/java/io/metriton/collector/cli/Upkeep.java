package io.metriton.collector.cli;

import io.metriton.collector.figures.UtcDay;
import io.metriton.collector.store.DeletedApplications;
import io.metriton.collector.store.PackedCounters;
import io.metriton.collector.store.Retention;
import io.metriton.collector.store.Store;
import io.metriton.collector.web.Services;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done now and then: follow other nodes, store tallies, keep the log of SQLite short, and on a second thread, as it takes long, delete what is too
 * old and pack what does not change any more.
 */
final class Upkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final Services services;
    private final int retentionDays;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2, task -> {
        Thread made = new Thread(task, "metriton-upkeep");
        made.setDaemon(true);
        return made;
    });
    private final CleaningDays days;
    private int cleaned = Integer.MIN_VALUE;

    Upkeep(Services services, int retentionDays) {
        this.services = services;
        this.retentionDays = retentionDays;
        this.days = new CleaningDays(new Waited(services.store()));
        every(2, services.applications()::follow);
        every(4, this::flushTallies);
        every(60, this::clean);
        every(60, this::boundLog);
    }

    private void every(int seconds, Runnable task) {
        var unused = threads.scheduleWithFixedDelay(() -> attempt(task), seconds, seconds, TimeUnit.SECONDS);
    }

    // A task that throws would not be run again.
    private void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            if (!services.store().isUnreachable(e)) {
                LOG.warn("upkeep failed; it is tried again", e);
            }
        }
    }

    /** In the store. */
    private record Waited(Store store) implements CleaningDays.Waited {
        @Override
        public long read() {
            return Retention.waited(store);
        }

        @Override
        public void write(long minutes) {
            Retention.remember(store, minutes);
        }
    }

    private void flushTallies() {
        var unused = services.tallies().flush();
    }

    private void boundLog() {
        if (!services.store().boundLog()) {
            LOG.warn("the log of the database grows, as somebody reads all the time; it is tried again in a minute");
        }
    }

    private void clean() {
        DeletedApplications.clean(services.store()); // One that was cut short is not left until tomorrow.
        int today = UtcDay.today(services.clock());
        if (today != cleaned && days.mayClean(Retention.lastDay(services.store()), today, System.nanoTime())) {
            Retention.clean(services.store(), today, retentionDays);
            PackedCounters.pack(services.store(), today);
            cleaned = today;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
