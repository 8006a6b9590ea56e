package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.MetritonException;
import io.metriton.core.Reporter;
import io.metriton.testkit.Fault;
import io.metriton.testkit.FaultyEndpoint;
import io.metriton.testkit.ScriptedServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/**
 * Plays every fault to every transport and writes down what the caller of {@code Reporter.report} gets. The document is
 * committed, and has to say what this run says; {@code -Dmetriton.faultMatrix.write} writes it anew.
 */
class FaultMatrixIT {
    private static final Path DOCUMENT = Path.of("..", "docs", "fault-matrix.md");
    private static final int CELLS_AT_ONCE = 8;
    private static final Duration SHORT = Duration.ofSeconds(2);
    /** For what ends by itself, but slowly on a busy machine. */
    private static final Duration LONG = Duration.ofSeconds(15);

    private static final Map<String, String> ANSWERS = answers();

    @Test
    void faultMatrix_isCurrent() throws Exception {
        String matrix = document();
        if (System.getProperty("metriton.faultMatrix.write") != null) {
            Files.createDirectories(DOCUMENT.getParent());
            Files.writeString(DOCUMENT, matrix);
        }
        assertThat(DOCUMENT)
                .as("written anew by -Dmetriton.faultMatrix.write")
                .exists()
                .content(StandardCharsets.UTF_8)
                .isEqualTo(matrix);
    }

    private static Map<String, String> answers() {
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("200 with HTML, as of a hotel's network", answer(200, "<html>log in</html>"));
        answers.put("200 with an empty body", answer(200, ""));
        answers.put("200 with a list", answer(200, "[]"));
        answers.put("204", answer(204, ""));
        answers.put("301, 302, 303", answer(302, "", "Location: /other"));
        answers.put("307, 308 to itself", answer(307, "", "Location: /scout", "Connection: close"));
        answers.put("401", answer(401, "{}", "WWW-Authenticate: Basic realm=\"x\""));
        answers.put("404 with an empty body", answer(404, ""));
        answers.put("404 with a body", answer(404, "no such page"));
        answers.put("408", answer(408, ""));
        answers.put("429 with `Retry-After: 0`", answer(429, "", "Retry-After: 0"));
        answers.put("503 with `Retry-After: 0`", answer(503, "", "Retry-After: 0"));
        answers.put("500 with `disable_scout`", answer(500, "{\"disable_scout\": true}"));
        return answers;
    }

    private static String answer(int status, String body, String... headers) {
        return new String(ScriptedServer.plain(status, body, headers), StandardCharsets.ISO_8859_1);
    }

    private static String document() throws Exception {
        List<String> lines = new ArrayList<>(List.of(
                "# Fault matrix",
                "",
                "What the caller of `Reporter.report` gets when something goes wrong, over each transport, and how many requests",
                "the server saw. Made by `FaultMatrixIT`, which fails when this is not current;",
                "[CONTRIBUTING.md](../CONTRIBUTING.md) has the command that writes it anew.",
                "",
                "Every exception is a `MetritonException`; where it is not one of its subclasses, its cause is named instead.",
                "*Timeout* is a `SocketTimeoutException` when the reporter's time is over (5 s by default). With an `IOException`",
                "nobody can know whether the report arrived, unless its cause is a `NotSentException`, as where a proxy opens no tunnel.",
                "An answer that is cut off, also by the end of the time, counts by its status: after 200 it is a",
                "`MalformedResponseException`, and the report was delivered. Nothing is sent twice but where a 307 or 308 says so.",
                "",
                "| what happens | jdk | okhttp | apache | socket |",
                "|---|---|---|---|---|"));
        ExecutorService cells = Executors.newFixedThreadPool(CELLS_AT_ONCE);
        try {
            List<Row> rows = new ArrayList<>();
            for (Fault fault : Fault.values()) {
                rows.add(row(cells, fault.description(), transport -> inFault(fault, transport)));
            }
            for (Map.Entry<String, String> answer : ANSWERS.entrySet()) {
                rows.add(row(cells, answer.getKey(), transport -> afterAnswer(answer.getValue(), transport)));
            }
            for (Row row : rows) {
                lines.add(row.text());
            }
        } finally {
            cells.shutdownNow();
        }
        return String.join("\n", lines) + "\n";
    }

    private interface Cell {
        String of(Transports transport) throws IOException;
    }

    private record Row(String what, List<Future<String>> cells) {
        String text() throws Exception {
            StringBuilder row = new StringBuilder("| ").append(what).append(" |");
            for (Future<String> each : cells) {
                row.append(' ').append(each.get(1, TimeUnit.MINUTES)).append(" |");
            }
            return row.toString();
        }
    }

    private static Row row(ExecutorService executor, String what, Cell cell) {
        List<Future<String>> cells = new ArrayList<>();
        for (Transports transport : Transports.values()) {
            cells.add(executor.submit(() -> cell.of(transport)));
        }
        return new Row(what, cells);
    }

    private static String inFault(Fault fault, Transports transport) throws IOException {
        try (FaultyEndpoint faulty = fault.open();
                Reporter reporter = Reporter.builder("app", "1.0")
                        .installId("11111111-2222-4333-8444-555555555555")
                        .environment(Map.of())
                        .transport(transport.open(faulty.transportConfig()))
                        .endpoint(faulty.endpoint())
                        .timeout(fault.hangs() ? SHORT : LONG)
                        .build()) {
            // So large that it does not fit into the buffers between a client and a server that does not read.
            String filler = fault == Fault.UNREAD_REQUEST ? "x".repeat(7 << 20) : "x";
            return outcome(reporter, filler) + requests(faulty.requests());
        }
    }

    private static String afterAnswer(String answer, Transports transport) throws IOException {
        try (ScriptedServer server = ScriptedServer.start((index, request, socket) -> {
                    ScriptedServer.write(socket, answer.getBytes(StandardCharsets.ISO_8859_1));
                    socket.close();
                });
                Reporter reporter = Reporter.builder("app", "1.0")
                        .installId("11111111-2222-4333-8444-555555555555")
                        .environment(Map.of())
                        .transport(transport.open())
                        .endpoint(server.uri("/scout"))
                        .timeout(LONG)
                        .build()) {
            String outcome = outcome(reporter, "x");
            String silenced = reporter.status().enabled() ? "" : ", then silence";
            System.setProperty("disable_scout:app@http://127.0.0.1:" + server.port(), "false");
            return outcome + requests(server.requests().size()) + silenced;
        }
    }

    private static String outcome(Reporter reporter, String filler) {
        try {
            return "`Response`, version "
                    + reporter.report(Map.of("filler", filler)).latestVersion();
        } catch (MetritonException e) {
            return e.getClass() == MetritonException.class
                    ? cause(e.getCause())
                    : "`" + e.getClass().getSimpleName() + "`";
        }
    }

    private static String cause(Throwable cause) {
        if (cause instanceof SocketTimeoutException) {
            return "timeout";
        }
        if (cause instanceof ConnectException) {
            return "`ConnectException`";
        }
        if (cause instanceof SSLException) {
            return "`SSLException`";
        }
        return cause instanceof IOException ? "`IOException`" : "**" + cause + "**";
    }

    private static String requests(int count) {
        return count == 1 ? ", 1 request" : ", " + count + " requests";
    }
}
