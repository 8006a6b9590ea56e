package io.metriton.testkit;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A JVM with the class path of the tests, which is told lines, and tells some. Confined to one thread. */
final class ChildProcess implements AutoCloseable {
    /** Begins a line that is for the test; what the code under test prints itself is not. */
    static final String PREFIX = "metriton-contract: ";

    private static final int PATIENCE_SECONDS = 30;

    private final Process process;
    private final Path log;
    private final PrintWriter in;
    private final BufferedReader out;

    private ChildProcess(List<String> command, Path log) throws IOException {
        this.log = log;
        this.process = new ProcessBuilder(command)
                .redirectError(Redirect.to(log.toFile()))
                .start();
        this.in = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts one.
     *
     * @param main its main class
     * @param options of the JVM
     * @param needed classes that have to be on its class path
     * @param log gets what it writes to stderr
     */
    static ChildProcess start(
            Class<?> main, List<String> options, List<Class<?>> needed, List<String> arguments, Path log)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(main, needed), main.getName()));
        command.addAll(arguments);
        return new ChildProcess(command, log);
    }

    private static String classPath(Class<?> main, List<Class<?>> needed) {
        Set<String> classPath = new LinkedHashSet<>(
                List.of(System.getProperty("java.class.path", ""), System.getProperty("jdk.module.path", "")));
        List<Class<?>> types = new ArrayList<>(needed);
        types.add(main);
        for (Class<?> type : types) {
            CodeSource source = type.getProtectionDomain().getCodeSource();
            if (source != null) {
                classPath.add(new File(source.getLocation().getPath()).toString());
            }
        }
        classPath.remove("");
        return String.join(File.pathSeparator, classPath);
    }

    /** Tells it a line. */
    void tell(String line) {
        in.println(line);
    }

    /** The next line that is for us. */
    String hear() throws Exception {
        Callable<@Nullable String> next = () -> {
            String line = out.readLine();
            while (line != null && !line.startsWith(PREFIX)) {
                line = out.readLine();
            }
            return line;
        };
        String line = bounded(next);
        if (line == null) {
            throw new AssertionError("the process ended: " + Files.readString(log));
        }
        return line.substring(PREFIX.length());
    }

    /** Of its own: on two cores the common pool has one, which a process that is silent would hold. */
    private static void onThread(Runnable task) {
        Thread thread = new Thread(task, "line of a process");
        thread.setDaemon(true);
        thread.start();
    }

    private @Nullable String bounded(Callable<@Nullable String> read) throws Exception {
        CompletableFuture<@Nullable String> line = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return read.call();
                    } catch (Exception e) {
                        throw new UncheckedIOException(new IOException(e));
                    }
                },
                ChildProcess::onThread);
        try {
            return line.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("a process has no answer after " + PATIENCE_SECONDS + " seconds", e);
        }
    }

    /** Kills it, and waits until it has ended. */
    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        in.close();
        out.close();
    }
}
