package io.metriton.collector.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metriton.collector.cli.CollectorProcess;
import io.metriton.collector.store.Databases;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every report that was answered with 200 is counted once, whatever happens: all figures are those of an oracle. */
class NothingLostIT {

    private static final List<String> WITHOUT_LIMITS = List.of("--limit-address", "0", "--limit-install", "0");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
    private final Load load = new Load();

    @AfterEach
    void stop() {
        load.close();
    }

    private CollectorProcess serve(Path data, String... database) throws Exception {
        if (database.length > 0) {
            Files.writeString(data.resolve("secret"), "of-all-nodes-that-use-this-database"); // Made for SQLite alone.
        }
        return CollectorProcess.serve(
                data,
                Stream.concat(WITHOUT_LIMITS.stream(), Stream.of(database)).toArray(String[]::new));
    }

    private HttpRequest.Builder authorized(URI uri, Path data) throws IOException {
        String token = Files.readString(data.resolve("admin-token")).strip();
        return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token);
    }

    private String send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isIn(200, 201);
            return response.body();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void declare(URI uri, Path data) throws IOException {
        send(authorized(uri.resolve("/api/v1/applications/fleet"), data)
                .PUT(HttpRequest.BodyPublishers.ofString(FleetClient.SETTINGS)));
    }

    private void assertFigures(URI uri, Path data) {
        load.settle(uri);
        assumeTrue(today.equals(LocalDate.now(ZoneOffset.UTC)), "a day ended meanwhile: days of reports are not known");
        new FleetFigures(path -> get(uri.resolve(path), data), load::oracle, today.minusDays(30)).assertAll(today);
    }

    private String get(URI uri, Path data) {
        try {
            return send(authorized(uri, data));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void killedUnderLoad_losesNothingAndCountsNothingTwice(Databases database) throws Exception {
        String[] options =
                database == Databases.SQLITE ? new String[0] : new String[] {"--database", database.url(folder)};
        CollectorProcess collector = serve(folder, options);
        declare(collector.uri, folder);
        try {
            for (int kill = Integer.getInteger("metriton.kills", 3); kill > 0; kill--) {
                load.run(collector.uri, 200, collector::kill);
                collector.close();
                collector = serve(folder, options);
                assertFigures(collector.uri, folder);
            }
            assertThat(load.statuses()).isEmpty();
        } finally {
            collector.close();
        }
    }

    @Test
    void databaseKilledUnderLoad_isSaidAndGoesOnWhenItIsBack() throws Exception {
        try (OwnPostgres postgres = new OwnPostgres(folder.resolve("postgres"));
                CollectorProcess collector = serve(folder, "--database", postgres.url())) {
            declare(collector.uri, folder);
            for (int kill = Integer.getInteger("metriton.kills", 3) / 5 + 1; kill > 0; kill--) {
                load.run(collector.uri, 200, () -> {
                    postgres.kill();
                    awaitHealth(collector.uri, 503);
                    postgres.start();
                    awaitHealth(collector.uri, 200);
                });
                assertFigures(collector.uri, folder);
            }
            assertThat(load.statuses()).containsExactly(503);
            assertThat(load.cutOff()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void toldToEndUnderLoad_cutsNobodyOffAndLosesNothing(Databases database) throws Exception {
        String[] options =
                database == Databases.SQLITE ? new String[0] : new String[] {"--database", database.url(folder)};
        CollectorProcess collector = serve(folder, options);
        declare(collector.uri, folder);
        try {
            for (int end = Integer.getInteger("metriton.kills", 3) / 5 + 1; end > 0; end--) {
                load.run(collector.uri, 200, collector::terminate);
                assertThat(collector.process.exitValue()).isEqualTo(143);
                collector.close();
                collector = serve(folder, options);
                assertFigures(collector.uri, folder);
            }
            assertThat(load.statuses()).isSubsetOf(503);
            assertThat(load.cutOff()).isEmpty();
        } finally {
            collector.close();
        }
    }

    @Test
    void fullDisk_isSaidAndGoesOnWhenThereIsRoom() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString()).start();
        assumeTrue(mount.waitFor() == 0, "a small file system can be mounted by root only");
        Path data = disk.resolve("data");
        try (CollectorProcess collector = serve(data)) {
            declare(collector.uri, data);
            Path filler = disk.resolve("filler");
            for (int i = 0; i < 3; i++) {
                load.run(collector.uri, 100, () -> {
                    fill(filler);
                    awaitHealth(collector.uri, 503);
                    Files.delete(filler);
                    awaitHealth(collector.uri, 200);
                });
                assertFigures(collector.uri, data);
            }
            assertThat(load.statuses()).containsExactly(503);
            assertThat(load.cutOff()).isEmpty();
        } finally {
            new ProcessBuilder("umount", disk.toString()).start().waitFor();
        }
    }

    private static void fill(Path filler) throws IOException {
        try (var out = Files.newOutputStream(filler)) {
            byte[] zeros = new byte[4096];
            while (true) {
                out.write(zeros);
            }
        } catch (IOException e) {
            // Full: what the test waits for.
        }
    }

    /** A database takes its time to recover; on a full disk, SQLite writes on while its log has room that was used before. */
    private void awaitHealth(URI uri, int status) throws Exception {
        long start = System.nanoTime();
        while (health(uri) != status) {
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("until " + status)
                    .isLessThan(PATIENCE);
        }
    }

    private int health(URI uri) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(uri.resolve("/healthz")).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
