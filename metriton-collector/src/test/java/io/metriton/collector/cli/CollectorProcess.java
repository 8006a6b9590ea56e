package io.metriton.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The jar, as a process of its own. */
public final class CollectorProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    public final Process process;
    public final URI uri;
    private final Path out;
    private final Path errors;

    private CollectorProcess(Process process, URI uri, Path out, Path errors) {
        this.process = process;
        this.uri = uri;
        this.out = out;
        this.errors = errors;
    }

    static ProcessBuilder command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-jar",
                System.getProperty("metriton.collector.jar")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith(Defaults.PREFIX));
        return builder;
    }

    /** Runs a command to its end, and returns what it printed on both streams; its last line is the exit code. */
    static List<String> run(String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile("collector", ".txt");
        Process process = command(arguments)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        List<String> lines = new ArrayList<>(Files.readAllLines(output));
        lines.add(String.valueOf(process.exitValue()));
        Files.delete(output);
        return lines;
    }

    public static CollectorProcess serve(Path data, String... options) throws IOException, InterruptedException {
        return serve("", data, options);
    }

    /** With an option of the JVM, such as the size of its heap. */
    public static CollectorProcess serve(String jvmOption, Path data, String... options)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("collector", ".out");
        Path errors = Files.createTempFile("collector", ".err");
        List<String> arguments = new ArrayList<>(List.of("serve", "--port", "0", "--data", data.toString()));
        arguments.addAll(List.of(options));
        ProcessBuilder builder = command(arguments.toArray(String[]::new));
        builder.command().addAll(1, jvmOption.isEmpty() ? List.of() : List.of(jvmOption));
        Process process = builder.redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            for (String line : Files.readAllLines(out)) {
                if (line.startsWith("listening on ")) {
                    URI uri = URI.create(line.substring("listening on ".length()));
                    return new CollectorProcess(process, uri, out, errors);
                }
            }
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        process.destroyForcibly();
        throw new AssertionError("not ready: " + Files.readString(out) + Files.readString(errors));
    }

    public String output() {
        try {
            return Files.readString(out) + Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM. */
    public void terminate() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Files.deleteIfExists(out);
        Files.deleteIfExists(errors);
    }
}
