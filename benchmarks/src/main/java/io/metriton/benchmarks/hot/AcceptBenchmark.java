package io.metriton.benchmarks.hot;

import io.metriton.core.BackgroundReporter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a report that is taken allocates: nothing else is done meanwhile, as the delivery thread waits for the install ID. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AcceptBenchmark {
    private static final int REPORTS = 100_000;

    private CountDownLatch id;
    private BackgroundReporter background;

    /** Starts, with an empty queue. */
    @Setup(Level.Iteration)
    public void start() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        id = release;
        background = BackgroundReporter.builder(CallerBenchmark.reporter()
                        .installIdProvider(context -> {
                            asked.countDown();
                            awaitUninterrupted(release);
                            throw new IllegalStateException("the end");
                        })
                        .transport(request -> {
                            throw new IllegalStateException("not reached");
                        })
                        .build())
                .withoutOutbox()
                .maxReports(REPORTS + 1)
                .maxBytes(1L << 32)
                .build();
        background.report(CallerBenchmark.METADATA);
        asked.await();
    }

    /** Ends. */
    @TearDown(Level.Iteration)
    public void end() {
        id.countDown();
        background.close();
    }

    /** Ours. */
    @Benchmark
    @OperationsPerInvocation(REPORTS)
    public long metritonAccepted() {
        for (int i = 0; i < REPORTS; i++) {
            background.report(CallerBenchmark.METADATA);
        }
        return background.stats().accepted();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
