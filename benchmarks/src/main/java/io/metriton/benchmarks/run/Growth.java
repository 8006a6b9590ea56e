package io.metriton.benchmarks.run;

import io.metriton.api.Outbox;
import io.metriton.api.StoredReport;
import io.metriton.api.TransportResponse;
import io.metriton.core.BackgroundReporter;
import io.metriton.core.Reporter;
import io.metriton.outbox.fs.FilesystemOutbox;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** What a report costs when many wait: time and memory for each must stay the same. */
final class Growth implements Benchmarks.Benchmark {
    private static final URI ENDPOINT = URI.create("http://127.0.0.1:1/scout");

    private final int rounds;
    private final List<Integer> backlogs;
    private final List<Integer> stored;

    Growth(boolean quick) {
        this.rounds = quick ? 1 : 3;
        this.backlogs = quick ? List.of(1_000, 10_000) : List.of(10, 100, 1_000, 10_000, 100_000, 1_000_000);
        this.stored = quick ? List.of(1_000) : List.of(10, 100, 1_000, 10_000, 100_000);
    }

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String run(Path charts) throws Exception {
        StringBuilder text = new StringBuilder(Benchmarks.Benchmark.heading("Growth: a backlog"));
        text.append(
                        "Queue: microseconds a report takes from `report` until the endpoint has it, all waiting behind the first,"
                                + " and bytes of heap while it waits; median of ")
                .append(rounds)
                .append(".\n\n")
                .append("| waiting reports | µs each | bytes each |\n|---|---|---|\n");
        for (int backlog : backlogs) {
            queue(Math.min(backlog, 100_000)); // To warm up.
            Samples time = new Samples();
            Samples memory = new Samples();
            for (int i = 0; i < rounds; i++) {
                double[] each = queue(backlog);
                time.add(each[0]);
                memory.add(each[1]);
            }
            text.append("| ")
                    .append(backlog)
                    .append(" | ")
                    .append(time.text())
                    .append(" | ")
                    .append(Chart.number(memory.median()))
                    .append(" |\n");
        }
        text.append(
                "\nOutbox on disk, not forced: microseconds to put a report, and for a later process to take it over (20 at"
                        + " a time) and to remove it.\n\n| reports | put | take over and remove |\n|---|---|---|\n");
        outbox(1_000);
        for (int reports : stored) {
            double[] each = outbox(reports);
            text.append("| ")
                    .append(reports)
                    .append(" | ")
                    .append(Chart.number(each[0]))
                    .append(" | ")
                    .append(Chart.number(each[1]))
                    .append(" |\n");
        }
        return text.append('\n').toString();
    }

    private static double[] queue(int reports) throws Exception {
        CountDownLatch up = new CountDownLatch(1);
        TransportResponse answer = TransportResponse.builder().status(204).build();
        long before = memory();
        long start = System.nanoTime();
        try (BackgroundReporter background = BackgroundReporter.builder(Reporter.builder("bench", "1.0")
                        .environment(Map.of())
                        .installId("id")
                        .endpoint(ENDPOINT)
                        .timeout(Duration.ofDays(1))
                        .transport(request -> {
                            try {
                                up.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            return answer;
                        })
                        .build())
                .withoutOutbox()
                .maxReports(reports + 1)
                .maxBytes(1L << 34)
                .build()) {
            Map<String, Object> metadata = Map.of("action", "build", "n", 1);
            for (int i = 0; i < reports; i++) {
                background.report(metadata);
            }
            long reported = System.nanoTime() - start;
            double held = memory() - before;
            start = System.nanoTime();
            up.countDown();
            if (!background.flush(Duration.ofMinutes(5))) {
                throw new IllegalStateException("not delivered: " + background.stats());
            }
            return new double[] {(System.nanoTime() - start + reported) / 1e3 / reports, held / reports};
        }
    }

    private static double[] outbox(int reports) throws Exception {
        Path folder = Files.createTempDirectory("benchmark-outbox");
        byte[] body = "{\"application\":\"bench\",\"install_id\":\"id\",\"version\":\"1.0\",\"metadata\":{\"n\":1}}"
                .getBytes(StandardCharsets.UTF_8);
        double put;
        try (FilesystemOutbox outbox = open(folder, reports)) {
            Instant now = Instant.now();
            long start = System.nanoTime();
            for (int i = 0; i < reports; i++) {
                outbox.put(new StoredReport("key-" + i, ENDPOINT, now, body), Outbox.Durability.PROCESS_END);
            }
            put = (System.nanoTime() - start) / 1e3 / reports;
        }
        try (FilesystemOutbox outbox = open(folder, reports)) {
            long start = System.nanoTime();
            int taken = 0;
            for (List<StoredReport> some = take(outbox); !some.isEmpty(); some = take(outbox)) {
                for (StoredReport each : some) {
                    outbox.remove(each.key());
                    taken++;
                }
            }
            if (taken != reports) {
                throw new IllegalStateException(taken + " of " + reports);
            }
            return new double[] {put, (System.nanoTime() - start) / 1e3 / reports};
        }
    }

    private static List<StoredReport> take(FilesystemOutbox outbox) throws Exception {
        return outbox.takeOver(ENDPOINT, 20).reports();
    }

    private static FilesystemOutbox open(Path folder, int reports) {
        return FilesystemOutbox.builder(folder)
                .maxReports(reports + 1)
                .maxBytes(1L << 34)
                .build();
    }

    private static long memory() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
