package io.metriton.collector.cli;

import io.metriton.collector.applications.Applications;
import io.metriton.collector.applications.Json;
import io.metriton.collector.applications.SettingsPatch;
import io.metriton.collector.ingest.Arrival;
import io.metriton.collector.ingest.Ingest;
import io.metriton.collector.ingest.Limits;
import io.metriton.collector.ingest.Outcome;
import io.metriton.collector.ingest.SecretKeeper;
import io.metriton.collector.ingest.Tallies;
import io.metriton.collector.journal.StoreJournal;
import io.metriton.collector.privacy.Secrets;
import io.metriton.collector.store.Store;
import io.metriton.collector.store.TallyTable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Reports of installations that are not real, taken by a collector as it takes any: each on its day, some days late, some
 * for the beta endpoint or an application that nobody knows. For one thread.
 */
final class DemoHistory {

    private final Applications applications;
    private final Tallies tallies;
    private final Ingest ingest;
    private final MovingClock clock = new MovingClock();
    private final TreeMap<Integer, List<Late>> underWay = new TreeMap<>();

    /** A report that is offline for a while. */
    private record Late(DemoInstall install, String body, int madeOn) {}

    private static final class MovingClock extends Clock {
        private volatile Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    DemoHistory(Store store, Secrets secrets) {
        this.applications = new Applications(store);
        this.tallies = new Tallies(new TallyTable(store), clock);
        SecretKeeper keeper = new SecretKeeper(() -> secrets);
        this.ingest = new Ingest(
                new Ingest.Parts(applications, new StoreJournal(store), keeper, new Limits(0, 0, clock), tallies),
                clock);
    }

    /** Adds the applications and what they reported. Blocks until all is stored. Returns how many reports that were. */
    int write(int days, Instant now) {
        List<DemoInstall> installs = new ArrayList<>();
        for (DemoApplication application : DemoApplication.values()) {
            applications.put(
                    application.label, SettingsPatch.of(application.label, Json.parse(application.settings(days))));
            for (int i = 0; i < application.installs; i++) {
                installs.add(new DemoInstall(application, i, days));
            }
        }
        LocalDate first = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(days - 1L);
        int reports = 0;
        for (int day = 0; day < days; day++) {
            LocalDate date = first.plusDays(day);
            boolean today = day == days - 1;
            clock.now = today ? now : date.atTime(12, 0).toInstant(ZoneOffset.UTC);
            double share = today ? now.atZone(ZoneOffset.UTC).getHour() / 24.0 : 1;
            reports += live(installs, day, date, share);
        }
        var unused = tallies.flush();
        return reports;
    }

    private int live(List<DemoInstall> installs, int day, LocalDate date, double share) {
        List<CompletableFuture<Outcome>> stored = new ArrayList<>();
        List<Late> arriving = underWay.remove(day);
        for (Late late : arriving == null ? List.<Late>of() : arriving) {
            stored.add(send(late.install(), late.body(), day - late.madeOn()));
        }
        for (DemoInstall install : installs) {
            if (install.isUsed(day, date, share)) {
                String body = install.report(day);
                int delay = install.delay();
                if (delay == 0) {
                    stored.add(send(install, body, 0));
                } else {
                    underWay.computeIfAbsent(day + delay, arrival -> new ArrayList<>())
                            .add(new Late(install, body, day));
                }
            }
        }
        if (share < 1) {
            stored.add(unknown());
        }
        CompletableFuture.allOf(stored.toArray(CompletableFuture[]::new)).join();
        return stored.size();
    }

    private CompletableFuture<Outcome> send(DemoInstall install, String body, int daysLate) {
        Optional<String> age =
                Optional.of(Long.toString(Duration.ofDays(daysLate).toSeconds()));
        return ingest.accept(
                body.getBytes(StandardCharsets.UTF_8), new Arrival(install.isBeta(), "", Optional.empty(), age));
    }

    private CompletableFuture<Outcome> unknown() {
        byte[] body = Json.write(Map.of("application", "acorn-nightly", "install_id", "a", "version", "1"))
                .getBytes(StandardCharsets.UTF_8);
        return ingest.accept(body, new Arrival(false, "", Optional.empty(), Optional.empty()));
    }
}
