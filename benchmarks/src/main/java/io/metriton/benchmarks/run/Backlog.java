package io.metriton.benchmarks.run;

import io.metriton.api.Transport;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import io.metriton.core.BackgroundReporter;
import io.metriton.core.Reporter;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A background reporter without an outbox, and an endpoint that takes reports only as far as it is allowed to. */
final class Backlog implements AutoCloseable {
    private static final Map<String, Object> METADATA = Map.of("action", "build", "n", 1);

    private final Gate gate = new Gate();
    private final BackgroundReporter background;

    Backlog(UnaryOperator<BackgroundReporter.Builder> limits) {
        Reporter reporter = Reporter.builder("bench", "1.0")
                .environment(Map.of())
                .installId("id")
                .endpoint(URI.create("http://127.0.0.1:1/scout"))
                .timeout(Duration.ofDays(1))
                .transport(gate)
                .build();
        background = limits.apply(BackgroundReporter.builder(reporter).withoutOutbox())
                .build();
    }

    /** Waits at the endpoint, and holds up all that come after. */
    void first() {
        gate.awaited(1);
        background.report(METADATA);
        gate.await();
    }

    void report(int reports) {
        for (int i = 0; i < reports; i++) {
            background.report(METADATA);
        }
    }

    /** The endpoint takes one; then the next waits there, and all that wait are encoded. */
    void letOneIn() {
        gate.awaited(1);
        gate.open.release();
        gate.await();
    }

    /** The endpoint takes all that wait: one is there, and so many are still to come. Then all of them are delivered. */
    void letIn(int more) {
        gate.awaited(more);
        gate.open.release(more + 1);
        gate.await(); // Not in flush, which is woken by each report that is delivered: that is no part of delivering.
        if (!background.flush(Duration.ofMinutes(1))) {
            throw new IllegalStateException("not delivered: " + background.stats());
        }
    }

    long refused() {
        return background.stats().refused();
    }

    @Override
    public void close() {
        background.close(Duration.ZERO);
    }

    private static final class Gate implements Transport {
        private static final TransportResponse TAKEN =
                TransportResponse.builder().status(204).build();

        final Semaphore open = new Semaphore(0);
        private final AtomicInteger stillToCome = new AtomicInteger();
        private final Semaphore allCame = new Semaphore(0);

        /** To be called before they can come. */
        void awaited(int reports) {
            stillToCome.set(reports);
        }

        void await() {
            allCame.acquireUninterruptibly();
        }

        @Override
        public TransportResponse send(TransportRequest request) throws InterruptedIOException {
            if (stillToCome.decrementAndGet() == 0) {
                allCame.release();
            }
            try {
                open.acquire();
                return TAKEN;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }

        @Override
        public void close() {}
    }
}
