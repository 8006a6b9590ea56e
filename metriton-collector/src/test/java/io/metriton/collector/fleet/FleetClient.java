package io.metriton.collector.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.collector.applications.Applications;
import io.metriton.collector.applications.Json;
import io.metriton.collector.cli.RunningCollector;
import io.metriton.collector.ingest.Arrival;
import io.metriton.collector.ingest.Ingest;
import io.metriton.collector.ingest.Outcome;
import io.metriton.collector.store.PackedCounters;
import io.metriton.collector.store.Retention;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Gives the reports of a fleet to a collector, at their time, and tells oracles of them. */
final class FleetClient implements Fleet.Receiver {

    private static final int PACKED_EVERY = 40;

    static final String SETTINGS =
            "{\"latest_version\": \"1.4\", \"public\": true, \"about\": \"https://example.org/telemetry\","
                    + "\"development_versions\": [\"nightly*\"],"
                    + "\"metadata\": {\"os\": {\"type\": \"text\", \"why\": \"which systems we test on\"},"
                    + "\"java\": {\"type\": \"number\", \"why\": \"which Java we may use\"},"
                    + "\"ci\": {\"type\": \"bool\", \"why\": \"whether people or machines run it\"},"
                    + "\"plugins\": {\"type\": \"set\", \"why\": \"which plug-ins to keep compatible\"},"
                    + "\"commands\": {\"type\": \"counts\", \"why\": \"which commands are worth work\"}}}";

    private final RunningCollector collector;
    private final boolean overHttp;
    private final Applications applications;
    private final Ingest ingest;
    private final List<CompletableFuture<Outcome>> underWay = new ArrayList<>();
    private final Oracle.Shared shared = new Oracle.Shared();
    private final Map<String, Oracle> oracles = new TreeMap<>();
    private boolean alone;

    /** Without HTTP, reports go the same way from their bytes on, many at once, in their order. */
    FleetClient(RunningCollector collector, boolean overHttp) {
        this.collector = collector;
        this.overHttp = overHttp;
        collector.put("fleet", SETTINGS);
        this.applications = new Applications(collector.store);
        this.ingest = collector.otherNode(applications);
    }

    Oracle oracle(String channel) {
        return oracles.computeIfAbsent(channel, c -> new Oracle(shared));
    }

    @Override
    public void report(FleetReport report) {
        oracle(report.channel()).accept(report);
        collector.clock.set(report.arrival());
        String body = Json.write(Map.of(
                "application", "fleet",
                "install_id", report.installId(),
                "version", report.version(),
                "metadata", report.metadata()));
        if (overHttp) {
            post(report, body);
            return;
        }
        Arrival arrival = new Arrival(report.beta(), "", report.idempotencyKey(), report.age());
        underWay.add(ingest.accept(body.getBytes(StandardCharsets.UTF_8), arrival));
        if (underWay.size() == 2_000 || alone) {
            await();
            alone = false;
        }
    }

    private void post(FleetReport report, String body) {
        List<String> headers = new ArrayList<>();
        report.idempotencyKey().ifPresent(key -> headers.addAll(List.of("Idempotency-Key", key)));
        report.age().ifPresent(age -> headers.addAll(List.of("Metriton-Report-Age", age)));
        HttpResponse<String> response =
                collector.post(report.beta() ? "/beta/scout" : "/scout", body, headers.toArray(String[]::new));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    private void await() {
        underWay.forEach(outcome -> assertThat(outcome.join().status()).isEqualTo(200));
        underWay.clear();
    }

    @Override
    public void forget(String installId) {
        await();
        boolean known = false;
        for (Oracle oracle : oracles.values()) {
            known |= oracle.forget(installId);
        }
        if (!installId.isBlank()) {
            String body = Json.write(Map.of("install_id", installId));
            HttpResponse<String> response = collector.send(collector
                    .authorized("/api/v1/applications/fleet/forget")
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
            assertThat(Json.parse(response.body()).path("forgotten").asBoolean())
                    .as(response.body())
                    .isEqualTo(known);
        }
    }

    @Override
    public void dayIsOver(int day) {
        await();
        collector.clock.set(LocalDate.ofEpochDay(day).atTime(LocalTime.MAX).toInstant(ZoneOffset.UTC));
        if (day % PACKED_EVERY == 0) {
            PackedCounters.pack(collector.store, day);
        }
    }

    /** Forgets installations whose newest report is of an earlier day. */
    void forgetBefore(int day) {
        int today = (int)
                LocalDate.ofInstant(collector.clock.instant(), ZoneOffset.UTC).toEpochDay();
        Retention.clean(collector.store, today, today - day);
        oracles.values().forEach(oracle -> oracle.forgetBefore(LocalDate.ofEpochDay(day)));
    }

    /** Changes the type of a key, which loses what was counted by it. */
    void declareJava(boolean text) {
        String type = text ? "text" : "number";
        HttpResponse<String> response =
                collector.put("fleet", SETTINGS.replace("{\"type\": \"number\"", "{\"type\": \"" + type + "\""));
        assertThat(response.statusCode()).isEqualTo(200);
        applications.follow();
        Oracle.declareJava(text, shared, oracles.values());
    }

    /** The next report is given a second time, by the new secret: none may overtake it. */
    void rotateSecret() {
        alone = true;
        collector.rotateSecret();
    }
}
