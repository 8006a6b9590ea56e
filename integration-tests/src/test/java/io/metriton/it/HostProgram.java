package io.metriton.it;

import io.metriton.api.Response;
import io.metriton.core.BackgroundReporter;
import io.metriton.core.Reporter;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The programs of {@link HostsIT}, each as its name says; the first argument chooses one, the second is the endpoint. */
public final class HostProgram {
    static final int HOOKS = 5;
    private static final File DESCRIPTORS = new File("/proc/self/fd");

    private HostProgram() {}

    public static void main(String[] args) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, e) -> System.out.println("uncaught in " + thread.getName() + ": " + e));
        URI endpoint = URI.create(args[1]);
        switch (args[0]) {
            case "report" -> report(endpoint);
            case "tool" -> toolThousandTimes(endpoint, Integer.parseInt(args[2]));
            case "plug-in" -> plugInWhoseLoaderIsClosed(endpoint, args[2], Long.parseLong(args[3]));
            case "overwritten" -> overwritten(endpoint, Path.of(args[2]), Path.of(args[3]), Long.parseLong(args[4]));
            case "group" -> toolInAGroupThatIsDestroyed(endpoint, Long.parseLong(args[2]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void report(URI endpoint) throws Exception {
        try (Reporter reporter = reporter(endpoint)) {
            Response answer = reporter.report(Map.of("action", "start"));
            reporter.report(Map.of("action", "again"));
            System.out.println(reporter.status().transport().orElse("none") + ": " + answer.latestVersion() + ", "
                    + answer.notices().size() + " notice, "
                    + (reporter.status().enabled() ? "goes on" : "is silent"));
        }
    }

    /** What a build daemon does with a tool that never closes what it makes, as the README says it need not. */
    private static void toolThousandTimes(URI endpoint, int times) throws Exception {
        tool(endpoint); // What is there once for all.
        System.gc();
        String before = counts();
        int most = Thread.getAllStackTraces().size() + 3;
        for (int i = 0; i < times; i++) {
            tool(endpoint);
        }
        for (int i = 0; i < 20 && (i < 2 || Thread.getAllStackTraces().size() > most); i++) {
            System.gc(); // What is forgotten goes in two collections, as threads end in between.
            Thread.sleep(100);
        }
        System.out.println("before: " + before);
        System.out.println("after: " + counts());
    }

    private static void tool(URI endpoint) throws Exception {
        BackgroundReporter background =
                BackgroundReporter.builder(reporter(endpoint)).build();
        background.report(Map.of("action", "run")).get(30, TimeUnit.SECONDS);
    }

    private static String counts() {
        String[] files = DESCRIPTORS.list();
        return Thread.getAllStackTraces().size() + " threads, " + (files == null ? 0 : files.length) + " files, "
                + System.getProperties().size() + " properties";
    }

    /** Its host closes the class loader, and knows nothing of what is in it. */
    private static void plugInWhoseLoaderIsClosed(URI endpoint, String classPath, long goesOnMillis) throws Exception {
        addHooks();
        List<URL> jars = new ArrayList<>();
        for (String each : classPath.split(File.pathSeparator, -1)) {
            jars.add(new File(each).toURI().toURL());
        }
        try (URLClassLoader loader =
                new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> plugIn = loader.loadClass("io.metriton.it.HostProgram$PlugIn");
            @SuppressWarnings("unchecked")
            Consumer<URI> instance = (Consumer<URI>) plugIn.getConstructor().newInstance();
            instance.accept(endpoint);
        }
        System.out.println("closed");
        Thread.sleep(goesOnMillis);
    }

    /** Those of the host, which have to run at its end, whatever its guests do. */
    private static void addHooks() {
        for (int i = 0; i < HOOKS; i++) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
        }
    }

    /** As exec:java does with a program that has ended. Since Java 19 a group cannot be destroyed any more. */
    @SuppressWarnings("removal")
    private static void toolInAGroupThatIsDestroyed(URI endpoint, long runsMillis) throws Exception {
        addHooks();
        ThreadGroup group = new ThreadGroup("tool");
        Thread tool = new Thread(group, () -> new PlugIn().accept(endpoint));
        tool.start();
        tool.join();
        Thread.sleep(runsMillis);
        group.destroy();
        System.out.println("destroyed");
    }

    /** Reports in the background, to an endpoint that may be down, and closes nothing. */
    public static final class PlugIn implements Consumer<URI> {
        public PlugIn() {}

        @Override
        public void accept(URI endpoint) {
            CompletableFuture<?> unused =
                    BackgroundReporter.builder(reporter(endpoint)).build().report(Map.of("action", "plugged in"));
        }
    }

    /** An installer replaces the jar of a program that runs. */
    private static void overwritten(URI endpoint, Path jar, Path other, long goesOnMillis) throws Exception {
        addHooks();
        new PlugIn().accept(endpoint);
        try (var out = Files.newOutputStream(jar)) {
            Files.copy(other, out); // In place: the file that the JVM has open.
        }
        System.out.println("overwritten");
        Thread.sleep(goesOnMillis);
    }

    private static Reporter reporter(URI endpoint) {
        return Reporter.builder("host", "1.0.0")
                .endpoint(endpoint)
                .timeout(Duration.ofSeconds(30))
                .installId("the-id")
                .build();
    }
}
