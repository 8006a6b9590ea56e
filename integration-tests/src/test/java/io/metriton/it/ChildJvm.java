package io.metriton.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Another JVM, which knows of the environment only what a test tells it, and is told what to do line by line. */
final class ChildJvm implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    private final Process process;
    private final BufferedReader out;
    private final PrintWriter in;

    private ChildJvm(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.in = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /**
     * Starts a JVM that starts fast.
     *
     * @param options of the JVM, such as {@code -Dname=value}
     */
    static ChildJvm start(
            Class<?> main, String classPath, Map<String, String> environment, List<String> options, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new ChildJvm(builder.start());
    }

    /** The class path of the tests themselves, whatever the build tool made of it. */
    static String wholeClassPath() {
        return System.getProperty("java.class.path");
    }

    /** A class path of the jars or folders that hold some classes. */
    static String classPathOf(Class<?>... types) {
        return String.join(
                System.getProperty("path.separator"),
                List.of(types).stream()
                        .map(type -> locationOf(type).toString())
                        .distinct()
                        .toList());
    }

    static Path locationOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return Path.of(source.getLocation().getPath());
    }

    void tell(String line) {
        in.println(line);
    }

    /** The next line; null if the JVM has ended. */
    String hear() throws IOException {
        return out.readLine();
    }

    /** All lines until the JVM ends, which must be soon and without an error. */
    List<String> hearAll() throws IOException, InterruptedException {
        List<String> lines = out.lines().toList();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("the child failed: " + lines);
        }
        return lines;
    }

    /** Ends the JVM at once, as {@code kill -9} does, and waits until it is gone. What it said can still be heard. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the child cannot be killed");
        }
    }

    /** Asks the JVM to end in order (SIGTERM). */
    void terminate() {
        process.toHandle().destroy();
    }

    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the child does not end");
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        out.close();
        in.close();
    }
}
