package io.metriton.benchmarks.hot;

import com.posthog.server.PostHogConfig;
import com.posthog.server.PostHogInterface;
import com.segment.analytics.Analytics;
import com.segment.analytics.messages.TrackMessage;
import io.metriton.api.TransportResponse;
import io.metriton.core.BackgroundReporter;
import io.metriton.core.Reporter;
import io.sentry.Sentry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a report costs the thread that reports. The peers report to an endpoint that takes connections and says nothing: their
 * queues are full.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallerBenchmark {
    static final Map<String, Object> METADATA =
            Map.of("action", "build", "files", 12, "cached", true, "duration", 3.5, "goal", "verify");
    private static final String ID = "11111111-2222-4333-8444-555555555555";

    /** A background reporter that delivers at once what it takes. */
    @State(Scope.Benchmark)
    public static class Empty {
        /** Reports are taken faster than they can be sent: so callers wait, unmeasured, while more than these are there. */
        private static final int MOST = 32;

        final AtomicLong reported = new AtomicLong();
        volatile long delivered;
        BackgroundReporter background;

        /** Starts. */
        @Setup
        public void start() {
            TransportResponse answer = TransportResponse.builder().status(204).build();
            background = BackgroundReporter.builder(reporter()
                            .transport(request -> {
                                delivered++; // By the delivery thread alone.
                                return answer;
                            })
                            .build())
                    .withoutOutbox()
                    .build();
        }

        void awaitRoom() {
            long before = reported.getAndIncrement();
            while (before - delivered > MOST) {
                Thread.onSpinWait();
            }
        }

        /** Ends. */
        @TearDown
        public void end() {
            background.close();
        }
    }

    /** Waits before each report. */
    @State(Scope.Thread)
    public static class Paced {
        /** Not measured. */
        @Setup(Level.Invocation)
        public void await(Empty shared) {
            shared.awaitRoom();
        }
    }

    /** A background reporter whose queue is full. */
    @State(Scope.Benchmark)
    public static class Full {
        final CountDownLatch silent = new CountDownLatch(1);
        BackgroundReporter background;

        /** Starts, and fills the queue. */
        @Setup
        public void start() {
            background = BackgroundReporter.builder(reporter()
                            .transport(request -> {
                                try {
                                    silent.await();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                                throw new IOException("silent");
                            })
                            .build())
                    .withoutOutbox()
                    .build();
            for (int i = 0; i < 1_001; i++) {
                background.report(METADATA);
            }
        }

        /** Ends. */
        @TearDown
        public void end() {
            background.close();
        }
    }

    static Reporter.Builder reporter() {
        return Reporter.builder("bench", "1.0")
                .environment(Map.of())
                .installId(ID)
                .endpoint(URI.create("http://127.0.0.1:1/scout"));
    }

    /** An endpoint that says nothing. */
    private static String silentEndpoint() {
        try {
            return "http://127.0.0.1:" + new ServerSocket(0, 50, InetAddress.getLoopbackAddress()).getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sentry as its documentation has it. */
    @State(Scope.Benchmark)
    public static class SentryClient {
        /** Starts. */
        @Setup
        public void start() {
            String dsn = silentEndpoint().replace("http://", "http://key@") + "/1";
            Sentry.init(options -> options.setDsn(dsn));
        }

        /** Ends. */
        @TearDown
        public void end() {
            Sentry.close();
        }
    }

    /** Segment as its documentation has it. */
    @State(Scope.Benchmark)
    public static class SegmentClient {
        Analytics analytics;

        /** Starts. */
        @Setup
        public void start() {
            analytics = Analytics.builder("key").endpoint(silentEndpoint()).build();
        }
    }

    /** PostHog as its documentation has it. */
    @State(Scope.Benchmark)
    public static class PostHogClient {
        PostHogInterface posthog;

        /** Starts. */
        @Setup
        public void start() {
            posthog = com.posthog.server.PostHog.with(
                    PostHogConfig.builder("key").host(silentEndpoint()).build());
        }
    }

    /** Ours, what is taken is delivered. */
    @Benchmark
    public Object metritonEmpty(Empty state, Paced paced) {
        return state.background.report(METADATA);
    }

    /** Ours, refused. */
    @Benchmark
    public Object metritonFull(Full state) {
        return state.background.report(METADATA);
    }

    /** Sentry's. */
    @Benchmark
    public Object sentryCaptureMessage(SentryClient state) {
        return Sentry.captureMessage("build");
    }

    /** Segment's, which drops when its queue is full; enqueue would block. */
    @Benchmark
    public Object segmentOffer(SegmentClient state) {
        return state.analytics.offer(TrackMessage.builder("build").userId(ID).properties(METADATA));
    }

    /** PostHog's. */
    @Benchmark
    public void posthogCapture(PostHogClient state) {
        state.posthog.capture(ID, "build");
    }
}
