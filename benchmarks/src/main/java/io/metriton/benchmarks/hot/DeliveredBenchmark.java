package io.metriton.benchmarks.hot;

import com.posthog.server.PostHogConfig;
import com.posthog.server.PostHogInterface;
import com.segment.analytics.Analytics;
import com.segment.analytics.messages.TrackMessage;
import io.metriton.core.BackgroundReporter;
import io.sentry.Sentry;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a report costs the thread that reports, if it is taken, and delivered over http: nobody's queue is ever full. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DeliveredBenchmark {
    private static final String ID = "11111111-2222-4333-8444-555555555555";

    /** Reports are taken faster than they can be sent: so callers wait, unmeasured, while too many are there. */
    abstract static class Client {
        private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

        final CountingEndpoint endpoint;
        private final int most;
        private final int few;
        private final AtomicLong reported = new AtomicLong();

        /** A client of which more than the most wait until no more than a few are left. */
        Client(String marker, int most, int few) {
            this.endpoint = new CountingEndpoint(marker);
            this.most = most;
            this.few = few;
        }

        void awaitRoom() {
            long waiting = waiting();
            long end = System.nanoTime() + PATIENCE;
            for (int enough = most; waiting > enough; waiting = waiting()) {
                enough = few;
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException(waiting + " reports are not delivered");
                }
                LockSupport.parkNanos(100_000);
            }
            if (waiting < 0) {
                throw new IllegalStateException("more is counted than was reported");
            }
            reported.incrementAndGet();
        }

        private long waiting() {
            long counted = endpoint.counted(); // First: it was reported before.
            return reported.get() - counted;
        }
    }

    /** Ours. */
    @State(Scope.Benchmark)
    public static class Metriton extends Client {
        BackgroundReporter background;

        /** A state. */
        public Metriton() {
            super("\"install_id\"", 500, 300);
        }

        /** Starts. */
        @Setup
        public void start() {
            background = BackgroundReporter.builder(CallerBenchmark.reporter()
                            .transport("socket")
                            .endpoint(URI.create("http://" + endpoint.authority() + "/scout"))
                            .build())
                    .withoutOutbox()
                    .build();
        }

        /** Ends. */
        @TearDown
        public void end() {
            background.close();
            endpoint.close();
        }
    }

    /** As its documentation has it; its queue holds 30. */
    @State(Scope.Benchmark)
    public static class SentryClient extends Client {

        /** A state. */
        public SentryClient() {
            super("\"type\":\"event\"", 16, 4);
        }

        /** Starts. */
        @Setup
        public void start() {
            Sentry.init(options -> options.setDsn("http://key@" + endpoint.authority() + "/1"));
        }

        /** Ends. */
        @TearDown
        public void end() {
            Sentry.close();
            endpoint.close();
        }
    }

    /** As its documentation has it; it sends 250 at once. */
    @State(Scope.Benchmark)
    public static class SegmentClient extends Client {
        Analytics analytics;

        /** A state. */
        public SegmentClient() {
            super("\"messageId\"", 500, 300);
        }

        /** Starts. */
        @Setup
        public void start() {
            analytics = Analytics.builder("key")
                    .endpoint("http://" + endpoint.authority())
                    .build();
        }

        /** Ends. */
        @TearDown
        public void end() {
            analytics.shutdown();
            endpoint.close();
        }
    }

    /** As its documentation has it; its queue holds 1,000. */
    @State(Scope.Benchmark)
    public static class PostHogClient extends Client {
        PostHogInterface posthog;

        /** A state. */
        public PostHogClient() {
            super("\"timestamp\"", 500, 300);
        }

        /** Starts. */
        @Setup
        public void start() {
            posthog = com.posthog.server.PostHog.with(PostHogConfig.builder("key")
                    .host("http://" + endpoint.authority())
                    .build());
        }

        /** Ends. */
        @TearDown
        public void end() {
            posthog.close();
            endpoint.close();
        }
    }

    /** Waits before each report. */
    @State(Scope.Thread)
    public static class Paced {
        /** Not measured. */
        @Setup(Level.Invocation)
        public void await(Metriton client) {
            client.awaitRoom();
        }
    }

    /** Waits before each report. */
    @State(Scope.Thread)
    public static class PacedSentry {
        /** Not measured. */
        @Setup(Level.Invocation)
        public void await(SentryClient client) {
            client.awaitRoom();
        }
    }

    /** Waits before each report. */
    @State(Scope.Thread)
    public static class PacedSegment {
        /** Not measured. */
        @Setup(Level.Invocation)
        public void await(SegmentClient client) {
            client.awaitRoom();
        }
    }

    /** Waits before each report. */
    @State(Scope.Thread)
    public static class PacedPostHog {
        /** Not measured. */
        @Setup(Level.Invocation)
        public void await(PostHogClient client) {
            client.awaitRoom();
        }
    }

    /** Ours. */
    @Benchmark
    public Object metritonDelivered(Metriton state, Paced paced) {
        return state.background.report(CallerBenchmark.METADATA);
    }

    /** Sentry's. */
    @Benchmark
    public Object sentryDelivered(SentryClient state, PacedSentry paced) {
        return Sentry.captureMessage("build");
    }

    /** Segment's. */
    @Benchmark
    public Object segmentDelivered(SegmentClient state, PacedSegment paced) {
        return state.analytics.offer(TrackMessage.builder("build").userId(ID).properties(CallerBenchmark.METADATA));
    }

    /** PostHog's. */
    @Benchmark
    public void posthogDelivered(PostHogClient state, PacedPostHog paced) {
        state.posthog.capture(ID, "build");
    }
}
