package io.metriton.benchmarks.run;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A data folder of a collector and its database, on disk. PostgreSQL writes for good, which for tests it does not. */
final class CollectorStore implements AutoCloseable {
    private static final String SETTINGS = """
            {"public": true, "metadata": {"os": {"type": "text", "why": ""}, "java": {"type": "number", "why": ""}, \
            "ci": {"type": "bool", "why": ""}, "plugins": {"type": "set", "why": ""}, \
            "commands": {"type": "counts", "why": ""}}}""";

    private final CollectorJars jars;
    private final Path data;
    private final EmbeddedPostgres postgres;
    private final HttpClient client = HttpClient.newHttpClient();

    private CollectorStore(CollectorJars jars, Path data, EmbeddedPostgres postgres) {
        this.jars = jars;
        this.data = data;
        this.postgres = postgres;
    }

    static CollectorStore sqlite(CollectorJars jars, Path folder) {
        return new CollectorStore(jars, folder.resolve("sqlite"), null);
    }

    static CollectorStore postgres(CollectorJars jars, Path folder) throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgres-files"))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "4GB")
                .start();
        return new CollectorStore(jars, folder.resolve("postgres"), postgres);
    }

    String name() {
        return postgres == null ? "SQLite" : "PostgreSQL";
    }

    private String url() {
        return postgres == null
                ? "jdbc:sqlite:" + data.resolve("collector.db")
                : postgres.getJdbcUrl("postgres", "postgres");
    }

    CollectorProcess serve() throws IOException {
        if (postgres == null) {
            return CollectorProcess.serve(jars, data, List.of());
        }
        Files.createDirectories(data);
        Files.writeString(data.resolve("secret"), "of-all-nodes-that-use-this-database"); // Made for SQLite alone.
        return CollectorProcess.serve(jars, data, List.of("--database", url()));
    }

    /** The same applications, and nothing stored. */
    CollectorProcess nothingStored() throws IOException, InterruptedException {
        Path empty = data.resolveSibling(data.getFileName() + "-empty");
        try (CollectorProcess made = CollectorProcess.serve(jars, empty, List.of())) {
            declare(made.uri(), empty);
        }
        return CollectorProcess.nothingStored(jars, empty);
    }

    void fill(int installations, int keys) throws IOException, InterruptedException {
        try (CollectorProcess made = serve()) {
            declare(made.uri(), data);
        }
        jars.run("io.metriton.collector.store.Filler", url(), data, installations, keys);
    }

    /** Lines of what, rows and bytes. */
    List<String> sizes() throws IOException, InterruptedException {
        return jars.run("io.metriton.collector.store.Sizes", url());
    }

    String token() throws IOException {
        return token(data);
    }

    private static String token(Path data) throws IOException {
        return Files.readString(data.resolve("admin-token")).strip();
    }

    private void declare(String uri, Path data) throws IOException, InterruptedException {
        for (String application : List.of("bench", "wide")) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(uri + "/api/v1/applications/" + application))
                    .header("Authorization", "Bearer " + token(data))
                    .PUT(HttpRequest.BodyPublishers.ofString(SETTINGS))
                    .build();
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IOException(response.body());
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }
}
