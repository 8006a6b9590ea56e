package io.metriton.benchmarks.hot;

import io.metriton.core.BackgroundReporter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a count costs the thread that counts: batches of 100, of ten names that were counted before. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CountBenchmark {
    /** How many counts are in a batch. */
    public static final int BATCH = 100;

    private static final int NAMES = 10;

    private final String[] names = new String[NAMES];
    private final Counter[] counters = new Counter[NAMES];
    private final Attributes[] attributes = new Attributes[NAMES];
    private BackgroundReporter background;
    private SdkMeterProvider meters;
    private LongCounter counter;

    /** Each library as its documents have it: Micrometer's counters are looked up once, by tag. */
    @Setup
    public void start() {
        background = BackgroundReporter.builder(CallerBenchmark.reporter().installId("id"))
                .withoutOutbox()
                .daily(Map::of)
                .build();
        meters = SdkMeterProvider.builder()
                .registerMetricReader(PeriodicMetricReader.create(new NoExport()))
                .build();
        counter = meters.get("bench").counterBuilder("commands").build();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        for (int i = 0; i < NAMES; i++) {
            names[i] = "name-" + i;
            counters[i] = registry.counter("commands", "name", names[i]);
            attributes[i] = Attributes.of(AttributeKey.stringKey("name"), names[i]);
        }
    }

    /** What is collected goes nowhere; without a reader, nothing would be counted. */
    private static final class NoExport implements MetricExporter {
        @Override
        public AggregationTemporality getAggregationTemporality(InstrumentType type) {
            return AggregationTemporality.CUMULATIVE;
        }

        @Override
        public CompletableResultCode export(Collection<MetricData> metrics) {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    /** Ends. */
    @TearDown
    public void end() {
        background.close();
        meters.close();
    }

    /** Ours. */
    @Benchmark
    public void metritonCount() {
        for (int i = 0; i < BATCH; i++) {
            background.count("commands", names[i % NAMES]);
        }
    }

    /** Micrometer. */
    @Benchmark
    public void micrometerIncrement() {
        for (int i = 0; i < BATCH; i++) {
            counters[i % NAMES].increment();
        }
    }

    /** OpenTelemetry. */
    @Benchmark
    public void openTelemetryAdd() {
        for (int i = 0; i < BATCH; i++) {
            counter.add(1, attributes[i % NAMES]);
        }
    }
}
