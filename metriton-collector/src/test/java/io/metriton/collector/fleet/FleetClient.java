package io.metriton.collector.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.collector.applications.Json;
import io.metriton.collector.cli.RunningCollector;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sends the reports of a fleet over HTTP, each on its day, and tells an oracle of them. */
final class FleetClient {

    static final String SETTINGS =
            "{\"latest_version\": \"1.4\", \"public\": true, \"about\": \"https://example.org/telemetry\","
                    + "\"metadata\": {\"os\": {\"type\": \"text\", \"why\": \"which systems we test on\"},"
                    + "\"java\": {\"type\": \"number\", \"why\": \"which Java we may use\"},"
                    + "\"ci\": {\"type\": \"bool\", \"why\": \"whether people or machines run it\"},"
                    + "\"plugins\": {\"type\": \"set\", \"why\": \"which plug-ins to keep compatible\"},"
                    + "\"commands\": {\"type\": \"counts\", \"why\": \"which commands are worth work\"}}}";

    private final RunningCollector collector;
    private final Map<String, Oracle> oracles = new HashMap<>();
    private final Map<String, Set<String>> admitted = new HashMap<>();

    FleetClient(RunningCollector collector) {
        this.collector = collector;
        collector.put("fleet", SETTINGS);
    }

    Oracle oracle(String channel) {
        return oracles.computeIfAbsent(channel, c -> new Oracle(admitted));
    }

    void send(FleetReport report) {
        oracle(report.channel()).accept(report);
        LocalDate arrival = LocalDate.ofEpochDay(report.arrivalDay());
        collector.clock.set(arrival.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC));
        String body = Json.write(Map.of(
                "application", "fleet",
                "install_id", report.installId(),
                "version", report.version(),
                "metadata", report.metadata()));
        List<String> headers = new ArrayList<>();
        report.idempotencyKey().ifPresent(key -> headers.addAll(List.of("Idempotency-Key", key)));
        long age = (report.arrivalDay() - report.day()) * 86_400L;
        if (age > 0) {
            headers.addAll(List.of("Metriton-Report-Age", Long.toString(age)));
        }
        HttpResponse<String> response =
                collector.post(report.beta() ? "/beta/scout" : "/scout", body, headers.toArray(String[]::new));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }
}
