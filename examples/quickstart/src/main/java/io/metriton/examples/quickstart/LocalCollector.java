package io.metriton.examples.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A collector in a process of its own, and what its administrator asks it, once it is ready. {@link #close} ends the
 * process and waits for that.
 */
final class LocalCollector implements AutoCloseable {

    private static final String READY = "listening on ";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final Path data;
    private volatile URI uri = URI.create("http://127.0.0.1/");

    private LocalCollector(Process process, Path data) {
        this.process = process;
        this.data = data;
    }

    /** Starts one on a free port. */
    static LocalCollector start(Path jar, Path data) throws IOException {
        return new LocalCollector(run(jar, data, "serve", "--port", "0").start(), data);
    }

    /** Blocks until it is ready. */
    void awaitReady() throws IOException {
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(READY)) {
                uri = URI.create(line.substring(READY.length()));
                return;
            }
        }
        throw new IOException("the collector did not start: " + Files.readString(log(data)));
    }

    /** Fills a folder with applications that do not exist, and blocks until that is done. */
    static void simulate(Path jar, Path data, int days) throws IOException, InterruptedException {
        Process process = run(jar, data, "demo", "--days", Integer.toString(days))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("nothing could be simulated: " + Files.readString(log(data)));
        }
    }

    private static ProcessBuilder run(Path jar, Path data, String... arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // The second compiler pays for a server that runs for long, and doubles what a start costs.
        List<String> command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1", "-jar", jar.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", data.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(log(data).toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("METRITON_COLLECTOR_"));
        return builder;
    }

    private static Path log(Path data) {
        return data.resolveSibling("collector.log");
    }

    /** Where applications report to. */
    URI endpoint() {
        return uri.resolve("/scout");
    }

    /** A page, for people. */
    URI page(String path) {
        return uri.resolve(path);
    }

    /** The file of the token of its administrator. */
    Path tokenFile() {
        return data.resolve("admin-token");
    }

    /** Changes the settings of an application, or adds it. */
    void put(String application, String settings) throws IOException {
        send(api(application).PUT(HttpRequest.BodyPublishers.ofString(settings)));
    }

    /** Figures of an application, as lines of CSV. */
    List<String> figures(String application, String query) throws IOException {
        return send(api(application + query).header("Accept", "text/csv"))
                .lines()
                .toList();
    }

    private HttpRequest.Builder api(String path) throws IOException {
        return HttpRequest.newBuilder(uri.resolve("/api/v1/applications/" + path))
                .header(
                        "Authorization",
                        "Bearer " + Files.readString(tokenFile()).strip());
    }

    private String send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IOException(response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    long processId() {
        return process.pid();
    }

    /** Blocks until the process ends. */
    void await() throws InterruptedException {
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
