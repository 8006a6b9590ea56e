package io.metriton.examples.service;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.Endpoints;
import io.metriton.core.Reporter;
import io.metriton.core.UpdateNotifier;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A service that does nothing but live, until SIGTERM. Newer versions and notices go to its log, each once. */
public final class Service {
    private static final System.Logger LOG = System.getLogger(Service.class.getName());
    private static final String VERSION = "1.0.0";

    private Service() {}

    /**
     * Runs until the process is told to end.
     *
     * @param args none
     * @throws InterruptedException if the main thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        long start = System.nanoTime();
        BackgroundReporter telemetry = BackgroundReporter.builder(Reporter.builder("service", VERSION)
                        .endpoint(Endpoints.fromEnvironment(System.getenv()))
                        .build())
                .onAnswer(UpdateNotifier.to(line -> LOG.log(System.Logger.Level.INFO, "{0}", line), VERSION))
                .build();
        Heartbeat heartbeat = new Heartbeat(
                telemetry,
                () -> Map.of(
                        "uptime_hours",
                        Duration.ofNanos(System.nanoTime() - start).toHours()),
                Duration.ofHours(24));
        CountDownLatch end = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            heartbeat.close();
            end.countDown();
        }));
        heartbeat.start();
        System.out.println("running");
        end.await();
    }
}
