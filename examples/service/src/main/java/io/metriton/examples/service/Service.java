package io.metriton.examples.service;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.Declaration;
import io.metriton.core.Endpoints;
import io.metriton.core.Reporter;
import io.metriton.core.StandardKey;
import io.metriton.core.UpdateNotifier;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A service that does nothing but live, until SIGTERM. It reports once a day, and counts in between. Newer versions and
 * notices go to its log, each once.
 */
public final class Service {
    static final Declaration DECLARATION = Declaration.builder("service", 1)
            .number("uptime_hours", "how long a service runs between restarts")
            .counts("events", "which events are worth work")
            .standard(StandardKey.NEW_INSTALL)
            .build();

    private static final System.Logger LOG = System.getLogger(Service.class.getName());
    private static final String VERSION = "1.0.0";
    private static final URI ENDPOINT = URI.create("https://telemetry.example.org/scout");

    private Service() {}

    /**
     * Runs until the process is told to end.
     *
     * @param args none
     * @throws InterruptedException if the main thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        long start = System.nanoTime();
        BackgroundReporter telemetry = BackgroundReporter.builder(Reporter.builder(DECLARATION, VERSION)
                        .endpoint(endpoint(System.getenv()))
                        .build())
                .onAnswer(UpdateNotifier.to(line -> LOG.log(System.Logger.Level.INFO, "{0}", line), VERSION))
                .daily(() -> Map.of("uptime_hours", hoursSince(start)))
                .build();
        telemetry.count("events", "start");
        CountDownLatch end = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            telemetry.close();
            end.countDown();
        }));
        System.out.println("running");
        end.await();
    }

    /** The author's own collector; a test, or an operator with another, names that in {@code SCOUT_HOST}. */
    private static URI endpoint(Map<String, String> environment) {
        return environment.containsKey("SCOUT_HOST") ? Endpoints.fromEnvironment(environment) : ENDPOINT;
    }

    private static long hoursSince(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toHours();
    }
}
