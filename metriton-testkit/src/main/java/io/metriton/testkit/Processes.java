package io.metriton.testkit;

import io.metriton.api.InstallIdContext;
import io.metriton.api.InstallIdProvider;
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

/** JVMs with the class path of the tests, which ask for an install ID at the same moment. Confined to one thread. */
final class Processes implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    private final List<Child> children = new ArrayList<>();
    private final Path folder;
    private int rounds;

    private Processes(Path folder) {
        this.folder = folder;
    }

    static Processes start(int count, Class<? extends InstallIdProvider> provider, Class<?> test, Path folder)
            throws Exception {
        Processes processes = new Processes(folder);
        try {
            for (int i = 0; i < count; i++) {
                processes.children.add(new Child(command(provider, test), folder.resolve("process" + i + ".log")));
            }
            for (Child child : processes.children) {
                child.expect("ready");
            }
            return processes;
        } catch (Exception | AssertionError e) {
            processes.close();
            throw e;
        }
    }

    /** What each process says, see {@link Attempt}. */
    List<String> ask(InstallIdContext context) throws Exception {
        Path file = folder.resolve("context" + rounds++ + ".properties");
        ContractContext.write(context, file);
        for (Child child : children) {
            child.in.println(file);
        }
        List<String> answers = new ArrayList<>();
        for (Child child : children) {
            answers.add(child.hear());
        }
        return answers;
    }

    @Override
    public void close() throws IOException {
        for (Child child : children) {
            child.process.destroyForcibly();
        }
        for (Child child : children) {
            // The folder of its files is deleted after the test.
            child.process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
            child.in.close();
            child.out.close();
        }
    }

    private static List<String> command(Class<? extends InstallIdProvider> provider, Class<?> test) {
        Set<String> classPath = new LinkedHashSet<>(
                List.of(System.getProperty("java.class.path", ""), System.getProperty("jdk.module.path", "")));
        for (Class<?> type : List.of(provider, test, InstallIdProcess.class, InstallIdProvider.class)) {
            CodeSource source = type.getProtectionDomain().getCodeSource();
            if (source != null) {
                classPath.add(new File(source.getLocation().getPath()).toString());
            }
        }
        classPath.remove("");
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                String.join(File.pathSeparator, classPath),
                InstallIdProcess.class.getName(),
                provider.getName());
    }

    private static final class Child {
        private final Process process;
        private final Path log;
        private final PrintWriter in;
        private final BufferedReader out;

        Child(List<String> command, Path log) throws IOException {
            this.log = log;
            this.process = new ProcessBuilder(command)
                    .redirectError(Redirect.to(log.toFile()))
                    .start();
            this.in = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
            this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        void expect(String line) throws Exception {
            String heard = hear();
            if (!heard.equals(line)) {
                throw new AssertionError("the provider cannot be made in another process (" + heard
                        + "): make it public with a public constructor without parameters, or override"
                        + " whyNotInAnotherProcess()");
            }
        }

        /** The next line that is for us; what the provider prints itself is not. */
        String hear() throws Exception {
            Callable<@Nullable String> next = () -> {
                String line = out.readLine();
                while (line != null && !line.startsWith(InstallIdProcess.PREFIX)) {
                    line = out.readLine();
                }
                return line;
            };
            String line = bounded(next);
            if (line == null) {
                throw new AssertionError("the process ended: " + Files.readString(log));
            }
            return line.substring(InstallIdProcess.PREFIX.length());
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
                    Child::onThread);
            try {
                return line.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new AssertionError("a process has no answer after " + PATIENCE_SECONDS + " seconds", e);
            }
        }
    }
}
