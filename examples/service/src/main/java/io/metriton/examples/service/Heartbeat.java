package io.metriton.examples.service;

import io.metriton.core.BackgroundReporter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Reports once a day that a service runs, not at the same second as all the others. Thread-safe. Runs from {@link #start} until {@link #close}.
 */
final class Heartbeat implements AutoCloseable {
    private static final double JITTER = 0.1;

    private final BackgroundReporter telemetry;
    private final Supplier<Map<String, ?>> metadata;
    private final Duration period;
    private final ScheduledThreadPoolExecutor clock;

    Heartbeat(BackgroundReporter telemetry, Supplier<Map<String, ?>> metadata, Duration period) {
        this.telemetry = telemetry;
        this.metadata = metadata;
        this.period = period;
        this.clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void start() {
        beat();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Answers go to the listener.
    private void beat() {
        telemetry.report(metadata.get());
        double factor = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        clock.schedule(this::beat, (long) (period.toMillis() * factor), TimeUnit.MILLISECONDS);
    }

    /** Stops, and gives what is not delivered half a second; the rest lies in the outbox. */
    @Override
    public void close() {
        clock.shutdown();
        telemetry.close();
    }
}
