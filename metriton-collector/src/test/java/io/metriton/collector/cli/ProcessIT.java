package io.metriton.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.metriton.collector.applications.Json;
import io.metriton.collector.store.Databases;
import java.io.IOException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What only a process shows: starting from nothing, being killed, told to end, or out of room. */
class ProcessIT {

    private static final String[] WITHOUT_LIMITS = {"--limit-address", "0", "--limit-install", "0"};

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

    @ParameterizedTest
    @EnumSource(Databases.class)
    void killedUnderLoad_losesNothingThatWasAnsweredAndCountsNothingTwice(Databases database) throws Exception {
        String[] options = database == Databases.SQLITE
                ? WITHOUT_LIMITS
                : Stream.concat(Stream.of(WITHOUT_LIMITS), Stream.of("--database", database.url(folder)))
                        .toArray(String[]::new);
        CollectorProcess collector = CollectorProcess.serve(folder, options);
        String token = token(folder);
        add(collector.uri, token);
        try (Load load = new Load()) {
            for (int kill = Integer.getInteger("metriton.kills", 3); kill > 0; kill--) {
                CollectorProcess killed = collector;
                load.run(collector.uri, 60, killed::kill);
                collector = CollectorProcess.serve(folder, options);
                load.resend(collector.uri);
                assertThat(load.unanswered()).isZero();
                JsonNode month = month(collector.uri, token);
                assertThat(month.path("installs").asInt()).isEqualTo(load.reports());
                assertThat(month.path("reports").asInt()).isEqualTo(load.reports());
            }
            assertThat(load.statuses()).isEmpty();
        } finally {
            collector.close();
        }
    }

    @Test
    void toldToEndUnderLoad_storesWhatItAnswered() throws Exception {
        CollectorProcess collector = CollectorProcess.serve(folder, WITHOUT_LIMITS);
        String token = token(folder);
        add(collector.uri, token);
        try (Load load = new Load()) {
            load.run(collector.uri, 200, collector::terminate);
            assertThat(collector.process.exitValue()).isEqualTo(143);
            assertThat(load.statuses()).isSubsetOf(503);
            int answered = load.answered();
            try (CollectorProcess next = CollectorProcess.serve(folder, WITHOUT_LIMITS)) {
                JsonNode month = month(next.uri, token);
                assertThat(month.path("installs").asInt()).isBetween(answered, load.reports());
                load.resend(next.uri);
                assertThat(month(next.uri, token).path("reports").asInt()).isEqualTo(load.reports());
            }
        }
    }

    @Test
    void fullDisk_isSaidAndGoesOnWhenThereIsRoom() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk.toString()).start();
        assumeTrue(mount.waitFor() == 0, "a small file system can be mounted by root only");
        try (CollectorProcess collector = CollectorProcess.serve(disk.resolve("data"), WITHOUT_LIMITS);
                Load load = new Load()) {
            String token = token(disk.resolve("data"));
            add(collector.uri, token);
            Path filler = disk.resolve("filler");
            load.run(collector.uri, 50, () -> {
                fill(filler);
                awaitHealth(collector.uri, 503);
            });
            assertThat(load.statuses()).containsExactly(503);
            Files.delete(filler);
            awaitHealth(collector.uri, 200);
            load.resend(collector.uri);
            assertThat(load.unanswered()).isZero();
            assertThat(month(collector.uri, token).path("installs").asInt()).isEqualTo(load.reports());
        } finally {
            new ProcessBuilder("umount", disk.toString()).start().waitFor();
        }
    }

    private static void fill(Path filler) throws Exception {
        try (var out = Files.newOutputStream(filler)) {
            byte[] zeros = new byte[4096];
            while (true) {
                out.write(zeros);
            }
        } catch (IOException e) {
            // Full.
        }
    }

    private void awaitHealth(URI uri, int status) throws Exception {
        for (int tries = 0; health(uri) != status; tries++) {
            assertThat(tries).as("tries until " + status).isLessThan(1000);
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
