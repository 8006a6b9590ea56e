package io.metriton.it;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.Reporter;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The SDK belongs to a container; an application of it happens to be the first to use it. */
public final class HostLoadersChild {
    private HostLoadersChild() {}

    /** Arguments: what to do, and the endpoint. */
    public static void main(String[] args) throws Exception {
        URI endpoint = URI.create(args[1]);
        if (args[0].equals("properties")) {
            properties(endpoint);
            return;
        }
        Container container = new Container(endpoint);
        WeakReference<ClassLoader> application = inApplication(container, args[0]);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (application.get() != null && System.nanoTime() < end) {
            System.gc();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        System.out.println(application.get() == null ? "collected" : "held");
        container.use();
        System.out.println("works");
    }

    /** What a container keeps for all its applications. */
    private static final class Container {
        private final URI endpoint;
        private Reporter reporter;
        private BackgroundReporter background;

        Container(URI endpoint) {
            this.endpoint = endpoint;
        }

        void build() {
            reporter = reporter();
            background = BackgroundReporter.builder(reporter()).withoutOutbox().build();
        }

        void use() throws Exception {
            reporter.report(Map.of("n", 1));
            background.report(Map.of("n", 1)).get(10, TimeUnit.SECONDS);
        }

        private Reporter reporter() {
            return Reporter.builder("container", "1.0.0").endpoint(endpoint).build();
        }
    }

    /** Builds and uses the reporters, or only one of both, on a thread of the application. */
    private static WeakReference<ClassLoader> inApplication(Container container, String what) throws Exception {
        ClassLoader application = new URLClassLoader(new URL[0], HostLoadersChild.class.getClassLoader());
        if (what.equals("used")) {
            container.build();
        }
        Thread thread = new Thread(() -> {
            try {
                if (!what.equals("used")) {
                    container.build();
                }
                if (!what.equals("built")) {
                    container.use();
                }
            } catch (Exception e) {
                System.out.println(e);
            }
        });
        thread.setContextClassLoader(application);
        thread.start();
        thread.join();
        return new WeakReference<>(application);
    }

    /** A host that puts its properties back, as test runners and application servers do, keeps the order to be silent. */
    private static void properties(URI endpoint) throws Exception {
        Properties before = (Properties) System.getProperties().clone();
        try (Reporter reporter =
                Reporter.builder("properties", "1.0.0").endpoint(endpoint).build()) {
            reporter.report(Map.of("n", 1));
            System.setProperties(before);
            reporter.report(Map.of("n", 2));
            System.out.println(reporter.status().enabled() ? "goes on" : "silent");
        }
        try (Reporter other =
                Reporter.builder("properties", "1.0.0").endpoint(endpoint).build()) {
            other.report(Map.of("n", 3));
            System.out.println(other.status().enabled() ? "goes on" : "silent");
        }
    }
}
