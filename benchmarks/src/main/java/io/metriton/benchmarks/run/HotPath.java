package io.metriton.benchmarks.run;

import io.metriton.benchmarks.hot.AcceptBenchmark;
import io.metriton.benchmarks.hot.CallerBenchmark;
import io.metriton.benchmarks.hot.CodecBenchmark;
import io.metriton.benchmarks.hot.CountBenchmark;
import io.metriton.benchmarks.hot.DeliveredBenchmark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;

/** JMH: what a report costs the thread that reports, and what encoding and decoding cost. */
final class HotPath implements Benchmarks.Benchmark {
    private final boolean quick;

    HotPath(Machine machine, boolean quick) {
        this.quick = quick;
    }

    @Override
    public String name() {
        return "hot";
    }

    @Override
    public String run(Path charts) throws Exception {
        StringBuilder text = new StringBuilder(Benchmarks.Benchmark.heading("Hot: the caller's thread"));
        text.append(
                        "JMH sample time of one call, in nanoseconds, and bytes that the process allocates meanwhile, for one; with five"
                                + " entries of metadata. \"Delivered\": nobody's queue is full; a library delivers over http to an"
                                + " endpoint that answers at once, and if more than 500 are left (Sentry, whose queue holds 30: 16),"
                                + " callers wait, unmeasured, until it has come down to 300 (4). \"Empty\": a transport that"
                                + " answers at once takes the place of http, and at most 32 are left. The others: the queue is full"
                                + " and the endpoint silent.\n\n")
                .append("| call | threads | p50 | p99.9 | bytes |\n|---|---|---|---|---|\n");
        Map<String, Double> bars = new LinkedHashMap<>();
        for (int threads : new int[] {1, 8}) {
            List<RunResult> results = new ArrayList<>(run(DeliveredBenchmark.class, threads));
            results.addAll(run(CallerBenchmark.class, threads));
            for (RunResult each : results) {
                Result<?> time = each.getPrimaryResult();
                String name = each.getParams().getBenchmark().replaceAll(".*\\.", "");
                double median = time.getStatistics().getPercentile(50);
                text.append("| ")
                        .append(name)
                        .append(" | ")
                        .append(threads)
                        .append(" | ")
                        .append(Chart.number(median))
                        .append(" | ")
                        .append(Chart.number(time.getStatistics().getPercentile(99.9)))
                        .append(" | ")
                        .append(bytes(each))
                        .append(" |\n");
                if (threads == 1) {
                    bars.put(name.startsWith("metriton") ? "Metriton " + name.substring(8) : name, median);
                }
            }
        }
        for (RunResult each : run(AcceptBenchmark.class, 1)) {
            text.append("\nA report that is taken, on the caller's thread alone: ")
                    .append(bytes(each))
                    .append(" bytes.\n");
        }
        Chart.write(charts.resolve("hot.svg"), "One report on the caller's thread: median", "ns", bars);
        text.append("\nA batch of ")
                .append(CountBenchmark.BATCH)
                .append(" counts, of names that were counted before; nanoseconds for each count.\n\n")
                .append("| count | threads | mean | p99.9 | bytes a batch |\n|---|---|---|---|---|\n");
        for (int threads : new int[] {1, 8}) {
            for (RunResult each : run(CountBenchmark.class, threads)) {
                Statistics batch = each.getPrimaryResult().getStatistics();
                text.append("| ")
                        .append(each.getParams().getBenchmark().replaceAll(".*\\.", ""))
                        .append(" | ")
                        .append(threads)
                        .append(" | ")
                        .append(Chart.number(batch.getMean() / CountBenchmark.BATCH))
                        .append(" | ")
                        .append(Chart.number(batch.getPercentile(99.9) / CountBenchmark.BATCH))
                        .append(" | ")
                        .append(bytes(each))
                        .append(" |\n");
            }
        }
        text.append("\nEncode a report with five entries, decode a usual answer; JMH average time in nanoseconds.\n\n")
                .append("| | ns | bytes |\n|---|---|---|\n");
        for (RunResult each : run(CodecBenchmark.class, 1)) {
            text.append("| ")
                    .append(each.getParams().getBenchmark().replaceAll(".*\\.", ""))
                    .append(" | ")
                    .append(Chart.number(each.getPrimaryResult().getScore()))
                    .append(" | ")
                    .append(bytes(each))
                    .append(" |\n");
        }
        return text.append('\n').toString();
    }

    private Collection<RunResult> run(Class<?> benchmark, int threads) throws Exception {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(benchmark.getName() + ".*")
                .threads(threads)
                .forks(1)
                .warmupIterations(quick ? 1 : 3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(quick ? 1 : 5)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
        return new Runner(options.build()).run();
    }

    private static String bytes(RunResult result) {
        Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
        allocated = allocated == null ? result.getSecondaryResults().get("·gc.alloc.rate.norm") : allocated;
        return allocated == null ? "" : Chart.number(allocated.getScore());
    }
}
