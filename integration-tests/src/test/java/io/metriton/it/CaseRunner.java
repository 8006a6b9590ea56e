package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.metriton.api.HttpStatusException;
import io.metriton.api.InstallIdException;
import io.metriton.api.MetritonException;
import io.metriton.api.Notice;
import io.metriton.api.Response;
import io.metriton.core.Endpoints;
import io.metriton.core.Reporter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Plays the operations of a recorded case through the SDK and says what came of each report. */
final class CaseRunner {
    /** The one case that shows how long a report takes at most if nobody says; a busy machine needs longer for others. */
    private static final String OF_THE_DEFAULT_TIMEOUT = "transport/hang-no-deadline";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RecordedCase recorded;
    private final String transport;
    private final Path sandbox;
    private final int port;
    private final List<Map<String, Object>> results = new ArrayList<>();

    CaseRunner(RecordedCase recorded, String transport, Path sandbox, int port) {
        this.recorded = recorded;
        this.transport = transport;
        this.sandbox = sandbox;
        this.port = port;
    }

    /** The results of reports and of questions whether the reporter is disabled, in order. */
    List<Map<String, Object>> run() throws Exception {
        Reporter reporter;
        try {
            reporter = reporter();
        } catch (RuntimeException e) {
            recorded.inputs().get("ops").forEach(op -> {
                if (op.get("op").textValue().equals("report")) {
                    results.add(error(e));
                }
            });
            return results;
        }
        try (reporter) {
            for (JsonNode op : recorded.inputs().get("ops")) {
                play(op, reporter);
            }
        }
        return results;
    }

    private void play(JsonNode op, Reporter reporter) throws Exception {
        switch (op.get("op").textValue()) {
            case "report" -> results.add(report(op, reporter));
            case "concurrent" -> results.addAll(concurrent(op, reporter));
            case "install_id" -> askForInstallId(reporter);
            case "is_disabled" ->
                results.add(Map.of("disabled", !reporter.status().enabled()));
            case "write_file" ->
                Files.writeString(
                        Path.of(RecordedCase.localized(op.get("path").textValue(), sandbox.toString(), port)),
                        op.get("value").textValue());
            default -> {
                // Questions about Go's and Python's own state, which has no counterpart here.
            }
        }
    }

    /** As in Go's cases, whose InstallID() swallows errors: what matters is what the next report does. */
    private static void askForInstallId(Reporter reporter) {
        try {
            assertThat(reporter.installId()).isNotBlank();
        } catch (MetritonException e) {
            assertThat(e).isInstanceOf(InstallIdException.class);
        }
    }

    private Reporter reporter() throws IOException {
        JsonNode inputs = recorded.inputs();
        Map<String, String> environment = recorded.environment(sandbox.toString(), port);
        URI endpoint = endpoint(environment);
        Reporter.Builder builder = Reporter.builder(
                        inputs.get("application").textValue(),
                        inputs.get("version").textValue())
                .environment(environment)
                .transport(transport)
                .endpoint(endpoint);
        if (!recorded.name().equals(OF_THE_DEFAULT_TIMEOUT)) {
            builder.timeout(PATIENCE);
        }
        InstallIdModes.configure(builder, inputs.get("install_id"));
        if (inputs.get("base_metadata").isObject()) {
            builder.baseMetadata(CaseValues.map(inputs.get("base_metadata")));
        }
        if (endpoint.getPort() != port
                && recorded.expect().path("results").path(0).has("ok")) {
            // The recorded endpoint has the standard port, which no test can have: a proxy stands in for it.
            builder.proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", port)));
        }
        for (JsonNode op : inputs.get("ops")) {
            String ctx = op.path("ctx").asText();
            if (ctx.startsWith("deadline")) {
                builder.timeout(ctx.contains(":") ? Duration.ofMillis(number(ctx)) : Duration.ofNanos(1));
            }
        }
        if (inputs.has("client_timeout_ms")) {
            builder.timeout(Duration.ofMillis(inputs.get("client_timeout_ms").asInt()));
        }
        return builder.build();
    }

    private URI endpoint(Map<String, String> environment) {
        String recordedEndpoint = recorded.inputs().get("endpoint").textValue();
        if (recordedEndpoint.isEmpty()) {
            return Endpoints.DEFAULT;
        }
        if (recordedEndpoint.equals("$ScoutPyEndpoint")) {
            return Endpoints.fromEnvironment(environment);
        }
        String local = RecordedCase.localized(recordedEndpoint, sandbox.toString(), port);
        return URI.create(local.contains("://") ? local : "http://127.0.0.1:" + port + local);
    }

    private static Map<String, Object> report(JsonNode op, Reporter reporter) {
        String ctx = op.path("ctx").asText();
        ScheduledExecutorService interrupter = Executors.newSingleThreadScheduledExecutor();
        try {
            Thread caller = Thread.currentThread();
            if (ctx.equals("cancelled")) {
                caller.interrupt();
            } else if (ctx.startsWith("cancel_after")) {
                Future<?> unused = interrupter.schedule(caller::interrupt, number(ctx), TimeUnit.MILLISECONDS);
            }
            return ok(reporter.report(op.get("metadata").isNull() ? null : CaseValues.map(op.get("metadata"))));
        } catch (IOException | RuntimeException e) {
            Map<String, Object> error = error(e);
            if (ctx.startsWith("cancel")) {
                error.put("interrupted", Thread.interrupted());
            }
            return error;
        } finally {
            interrupter.shutdownNow();
        }
    }

    private static List<Map<String, Object>> concurrent(JsonNode op, Reporter reporter) throws Exception {
        int count = op.get("n").asInt();
        ExecutorService callers = Executors.newFixedThreadPool(count);
        try {
            List<Callable<Map<String, Object>>> calls = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                JsonNode call =
                        Json.of(Map.of("metadata", Map.of(op.get("index_key").textValue(), i)));
                calls.add(() -> report(call, reporter));
            }
            List<Map<String, Object>> answers = new ArrayList<>();
            for (Future<Map<String, Object>> each : callers.invokeAll(calls)) {
                answers.add(each.get());
            }
            return answers;
        } finally {
            callers.shutdownNow();
        }
    }

    private static Map<String, Object> ok(Response response) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("latest_version", response.latestVersion());
        fields.put("hard_limit", response.hardLimit());
        fields.put("disable_scout", response.disableScout());
        fields.put("notices", response.notices().stream().map(Notice::value).toList());
        return Map.of("ok", fields);
    }

    private static Map<String, Object> error(Exception e) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("error", e.getClass().getSimpleName());
        if (e instanceof HttpStatusException status) {
            error.put("status", status.status());
        }
        if (e.getCause() != null) {
            error.put("cause", e.getCause().getClass().getSimpleName());
        }
        return error;
    }

    private static int number(String ctx) {
        return Integer.parseInt(ctx.substring(ctx.indexOf(':') + 1));
    }
}
