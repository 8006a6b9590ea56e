package io.metriton.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.metriton.collector.applications.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process shows: starting from nothing, and other commands beside it. */
class ProcessIT {

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private void add(URI uri, String token) throws Exception {
        HttpResponse<String> response = send(HttpRequest.newBuilder(uri.resolve("/api/v1/applications/greet"))
                .header("Authorization", "Bearer " + token)
                .PUT(HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(response.statusCode()).isEqualTo(201);
    }

    private JsonNode month(URI uri, String token) throws Exception {
        HttpResponse<String> response =
                send(HttpRequest.newBuilder(uri.resolve("/api/v1/applications/greet/active?per=month"))
                        .header("Authorization", "Bearer " + token));
        JsonNode periods = Json.parse(response.body()).path("periods");
        return periods.get(periods.size() - 1);
    }

    private int health(URI uri) throws Exception {
        return send(HttpRequest.newBuilder(uri.resolve("/healthz"))).statusCode();
    }

    private static String token(Path data) throws Exception {
        return Files.readString(data.resolve("admin-token")).strip();
    }

    @Test
    void firstStart_makesFolderSecretAndToken_whichNobodyElseCanRead() throws Exception {
        Path data = folder.resolve("new").resolve("data");
        try (CollectorProcess collector = CollectorProcess.serve(data)) {
            String token = token(data);
            assertThat(token).startsWith("mtc_admin_");
            assertThat(collector.output())
                    .contains("admin token written to")
                    .doesNotContain(token)
                    .doesNotContain(Files.readString(data.resolve("secret")).strip());
            try (Stream<Path> files = Files.list(data)) {
                for (Path file : files.toList()) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(file.toString())
                            .endsWith("------");
                }
            }
            assertThat(health(collector.uri)).isEqualTo(200);
            add(collector.uri, token);
        }
    }

    @Test
    void otherSecret_isRefused() throws Exception {
        CollectorProcess.serve(folder).close();
        Files.writeString(folder.resolve("other"), "another-secret-of-32-characters!");
        List<String> output = CollectorProcess.run(
                "serve",
                "--port",
                "0",
                "--data",
                folder.toString(),
                "--secret-file",
                folder.resolve("other").toString());
        assertThat(output.toString()).contains("filled with another secret");
        assertThat(output).last().isEqualTo("1");
    }

    @Test
    void newSecret_keepsInstallationsWithoutAPause() throws Exception {
        try (CollectorProcess collector = CollectorProcess.serve(folder)) {
            String token = token(folder);
            add(collector.uri, token);
            String before = Files.readString(folder.resolve("secret"));
            report(collector.uri);
            assertThat(CollectorProcess.run("secret", "rotate", "--data", folder.toString()))
                    .last()
                    .isEqualTo("0");
            assertThat(Files.readString(folder.resolve("secret")))
                    .doesNotStartWith(before.strip())
                    .contains(before.strip());
            report(collector.uri);
            assertThat(month(collector.uri, token).path("installs").asInt()).isEqualTo(1);
            assertThat(month(collector.uri, token).path("reports").asInt()).isEqualTo(2);
        }
    }

    private void report(URI uri) throws Exception {
        HttpResponse<String> response = send(HttpRequest.newBuilder(uri.resolve("/scout"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"application\": \"greet\", \"install_id\": \"a\", \"version\": \"1.0\"}")));
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void backupOfARunningCollector_isRestoredElsewhere() throws Exception {
        Path file = folder.resolve("backup.zip");
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        String token;
        try (CollectorProcess collector = CollectorProcess.serve(first)) {
            token = token(first);
            add(collector.uri, token);
            report(collector.uri);
            assertThat(CollectorProcess.run("backup", file.toString(), "--data", first.toString()))
                    .last()
                    .isEqualTo("0");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(CollectorProcess.run("restore", file.toString(), "--data", second.toString()))
                .last()
                .isEqualTo("0");
        assertThat(CollectorProcess.run("restore", file.toString(), "--data", first.toString()))
                .last()
                .isEqualTo("1");
        try (CollectorProcess collector = CollectorProcess.serve(second)) {
            report(collector.uri);
            assertThat(month(collector.uri, token).path("installs").asInt()).isEqualTo(1);
            assertThat(month(collector.uri, token).path("reports").asInt()).isEqualTo(2);
        }
    }

    @Test
    void tokensMadeWhileItRuns_workAtOnceUntilRevoked() throws Exception {
        try (CollectorProcess collector = CollectorProcess.serve(folder)) {
            List<String> made = CollectorProcess.run(
                    "token", "create", "--kind", "read", "--name", "for a test", "--data", folder.toString());
            String token = made.get(made.size() - 2);
            assertThat(token).startsWith("mtc_read_");
            URI list = collector.uri.resolve("/api/v1/applications");
            HttpRequest.Builder request = HttpRequest.newBuilder(list).header("Authorization", "Bearer " + token);
            assertThat(send(request).statusCode()).isEqualTo(200);
            String line = CollectorProcess.run("token", "list", "--data", folder.toString()).stream()
                    .filter(listed -> listed.contains("for a test"))
                    .findFirst()
                    .orElseThrow();
            assertThat(line).doesNotContain(token);
            CollectorProcess.run("token", "revoke", line.split("\t", 2)[0], "--data", folder.toString());
            assertThat(send(request).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void settings_comeFromFlagsThenVariablesThenTheFile() throws Exception {
        Path config = folder.resolve("config");
        Files.writeString(config, "data = " + folder.resolve("d") + "\nlimit-address = 1\n");
        try (CollectorProcess collector = CollectorProcess.serve(folder.resolve("e"), "--config", config.toString())) {
            assertThat(folder.resolve("d")).doesNotExist();
            String token = token(folder.resolve("e"));
            add(collector.uri, token);
            report(collector.uri);
            HttpResponse<String> second = send(HttpRequest.newBuilder(collector.uri.resolve("/scout"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"application\": \"greet\", \"install_id\": \"a\", \"version\": \"1.0\"}")));
            assertThat(second.statusCode()).isEqualTo(429);
        }
        Files.writeString(config, "prot = 1\n");
        assertThat(CollectorProcess.run("serve", "--config", config.toString()).toString())
                .contains("settings that there are not: [prot]");
    }
}
