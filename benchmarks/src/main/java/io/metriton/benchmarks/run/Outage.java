package io.metriton.benchmarks.run;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.Reporter;
import io.metriton.outbox.fs.FilesystemOutbox;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** What 10,000 reports cost who reports, while the endpoint is up and while it is down. */
final class Outage implements Benchmarks.Benchmark {
    private static final int REPORTS = 10_000;
    private static final int WARM_UPS = 4;

    private final int rounds;

    Outage(boolean quick) {
        this.rounds = quick ? 5 : 11;
    }

    @Override
    public String name() {
        return "outage";
    }

    @Override
    public String run(Path charts) throws Exception {
        StringBuilder text =
                new StringBuilder(Benchmarks.Benchmark.heading("Outage: the caller's time while the endpoint is down"));
        text.append("Nanoseconds of one `BackgroundReporter.report` on the caller's thread, as quantiles of ")
                .append(REPORTS)
                .append(" reports; median of ")
                .append(rounds)
                .append(" rounds (least–most), up and down in turn.\n\n")
                .append("| | p50 up | p50 down | p99.9 up | p99.9 down |\n|---|---|---|---|---|\n");
        try (LoopbackServer server = new LoopbackServer()) {
            for (boolean outbox : new boolean[] {false, true}) {
                for (int pause : new int[] {0, 100}) {
                    Samples[] samples = {new Samples(), new Samples(), new Samples(), new Samples()};
                    for (int round = 0; round < rounds + WARM_UPS; round++) {
                        long[] up = reports(server.http(), outbox, pause);
                        long[] down = reports(LoopbackServer.down(), outbox, pause);
                        if (round >= WARM_UPS) {
                            samples[0].add(up[REPORTS / 2]);
                            samples[1].add(down[REPORTS / 2]);
                            samples[2].add(up[(int) (REPORTS * 0.999)]);
                            samples[3].add(down[(int) (REPORTS * 0.999)]);
                        }
                    }
                    text.append("| ")
                            .append(outbox ? "with" : "without")
                            .append(" outbox, ")
                            .append(pause == 0 ? "at once" : "one in " + pause + " µs");
                    for (Samples each : samples) {
                        text.append(" | ")
                                .append(Chart.number(each.median()))
                                .append(" (")
                                .append(Chart.number(each.at(0)))
                                .append("–")
                                .append(Chart.number(each.at(1)))
                                .append(")");
                    }
                    text.append(" |\n");
                }
            }
        }
        return text.append('\n').toString();
    }

    private static long[] reports(String endpoint, boolean outbox, int pauseMicros) throws Exception {
        Path folder = Files.createTempDirectory("benchmark-outbox");
        BackgroundReporter.Builder builder = BackgroundReporter.builder(Reporter.builder("bench", "1.0")
                .environment(Map.of())
                .installId("id")
                .transport("socket")
                .endpoint(URI.create(endpoint))
                .build());
        BackgroundReporter background =
                (outbox ? builder.outbox(FilesystemOutbox.builder(folder).build()) : builder.withoutOutbox()).build();
        long[] nanos = new long[REPORTS];
        for (int i = 0; i < REPORTS; i++) {
            Map<String, Object> metadata = Map.of("n", i, "action", "build");
            long start = System.nanoTime();
            background.report(metadata);
            nanos[i] = System.nanoTime() - start;
            while (System.nanoTime() - start < pauseMicros * 1_000L) {
                Thread.onSpinWait();
            }
        }
        background.close(Duration.ofMillis(200));
        Arrays.sort(nanos);
        return nanos;
    }
}
