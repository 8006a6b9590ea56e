package io.metriton.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reports a second of a collector whose store is full, its time to answer, how large the store is, and how fast pages. */
final class CollectorRun implements Benchmarks.Benchmark {
    private static final String LOAD = """
            Reports a second, 256 connections of [wrk](https://github.com/wg/wrk) without a pause, by turns of %d s: a collector that \
            stores nothing (the same server, which reads, checks and answers reports, with a journal that takes each at \
            once), and the collector, whose store holds %,d installations of 400 days and %,d keys of reports; median and \
            quartiles of %d rounds, the ratio is that of the same round. Each report has five keys of metadata and an \
            `Idempotency-Key`. 200 is answered when the report is forced to disk: SQLite with `synchronous=FULL`, PostgreSQL \
            18.6 on the same machine with `fsync` and `synchronous_commit` (`shared_buffers` 512 MB), whose processes have a \
            part of the cores. Both JVMs have been under load for a minute. "At half": %d s with pauses, so that half as many come; ms from a report to its answer. \
            Java of the collector: `%s`. Load (1 min) when a store's part began: %s.

            | store | reports | nothing stored | stored | ratio | p50 | p99 | at half | p50 | p99 | longest | failed |
            |---|---|---|---|---|---|---|---|---|---|---|---|
            """;

    private final CollectorJars jars;
    private final Path folder;
    private final Path script;
    private final boolean quick;
    private final StringBuilder load = new StringBuilder();
    private final StringBuilder sizes =
            new StringBuilder("| store | what | rows | MiB | bytes each |\n|---|---|---|---|---|\n");
    private final StringBuilder reads = new StringBuilder();
    private final Map<String, Double> bars = new LinkedHashMap<>();
    private String busy = "";

    CollectorRun(Path module, boolean quick) {
        this.jars =
                new CollectorJars(module.resolveSibling("metriton-collector").resolve("target"));
        this.folder = module.resolve("target").resolve("collector");
        this.script = module.resolve("src/main/wrk/reports.lua");
        this.quick = quick;
    }

    @Override
    public String name() {
        return "collector";
    }

    private int installations() {
        return quick ? 20_000 : 1_000_000;
    }

    private int keys() {
        return quick ? 500_000 : 30_000_000;
    }

    private int rounds() {
        return quick ? 1 : 3;
    }

    private int seconds() {
        return quick ? 4 : 15;
    }

    @Override
    public String run(Path charts) throws Exception {
        delete(folder);
        Files.createDirectories(folder);
        try (CollectorStore store = CollectorStore.sqlite(jars, folder)) {
            measure(store);
        }
        try (CollectorStore store = CollectorStore.postgres(jars, folder)) {
            measure(store);
        }
        delete(folder);
        Chart.write(charts.resolve("collector.svg"), "Reports a second, stored for good", "", bars);
        String intro = String.format(
                LOAD, seconds(), installations(), keys(), rounds(), seconds(), CollectorProcess.HEAP, busy.strip());
        return Benchmarks.Benchmark.heading("Collector: reports, size, pages") + intro + load
                + "\n![reports a second](results/collector.svg)\n\nSize with indexes, when filled, and after the load.\n\n"
                + sizes
                + "\nPages and calls, one after the other, in ms: median, longest; and KiB of the answer. `bench` is the"
                + " application of all these installations; `wide` has five years of days and 200 values of each key.\n\n"
                + reads + "\n";
    }

    void measure(CollectorStore store) throws Exception {
        busy += store.name() + " " + Files.readString(Path.of("/proc/loadavg")).split(" ")[0] + " ";
        store.fill(installations(), keys());
        addSizes(store, "");
        try (CollectorProcess nothing = store.nothingStored();
                CollectorProcess collector = store.serve()) {
            addReads(store, collector);
            warm(nothing.uri(), collector.uri());
            for (String mode : List.of("new", "today", "twice")) {
                addLoad(store.name(), mode, nothing.uri(), collector.uri());
            }
            System.out.println("peak memory, MiB: " + collector.peakMemory());
        }
        addSizes(store, ", after the load");
    }

    /** Until the compiler of their JVMs, which shares the cores with all else, has little left to do. */
    private void warm(String... uris) throws Exception {
        for (String uri : uris) {
            new Wrk(script, 4 * seconds()).most(uri, "new", "first");
        }
    }

    private void addLoad(String store, String mode, String nothing, String collector) throws Exception {
        Wrk wrk = new Wrk(script, seconds());
        wrk.most(nothing, mode, "warm");
        wrk.most(collector, mode, "warm");
        Samples without = new Samples();
        Samples with = new Samples();
        Samples ratio = new Samples();
        Samples p50 = new Samples();
        Samples p99 = new Samples();
        long failed = 0;
        for (int round = 0; round < rounds(); round++) {
            Wrk.Figures bare = wrk.most(nothing, mode, mode + round);
            Wrk.Figures stored = wrk.most(collector, mode, mode + round);
            without.add(bare.rate());
            with.add(stored.rate());
            ratio.add(stored.rate() / bare.rate());
            p50.add(stored.p50());
            p99.add(stored.p99());
            failed += bare.failed() + stored.failed();
        }
        Wrk.Figures half = wrk.at(with.median() / 2, collector, mode, mode + "half");
        failed += half.failed();
        bars.put(store + ", " + mode + ", nothing stored", without.median());
        bars.put("Metriton " + store + ", " + mode, with.median());
        add(
                load,
                String.format(
                        "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %d |%n",
                        store,
                        mode,
                        without.text(),
                        with.text(),
                        ratio.text(),
                        Chart.number(p50.median()),
                        Chart.number(p99.median()),
                        Chart.number(half.rate()),
                        Chart.number(half.p50()),
                        Chart.number(half.p99()),
                        Chart.number(half.most()),
                        failed));
    }

    private void addSizes(CollectorStore store, String when) throws Exception {
        for (String line : store.sizes()) {
            String[] size = line.split(" ");
            double bytes = Double.parseDouble(size[2]);
            add(
                    sizes,
                    String.format(
                            "| %s | %s%s | %,d | %s | %s |%n",
                            store.name(),
                            size[0],
                            when,
                            Long.parseLong(size[1]),
                            Chart.number(bytes / (1 << 20)),
                            Chart.number(bytes / Math.max(1, Long.parseLong(size[1])))));
        }
    }

    private void addReads(CollectorStore store, CollectorProcess collector) throws Exception {
        add(reads, "| " + store.name() + " | median | longest | KiB |\n|---|---|---|---|\n");
        CollectorReads reader = new CollectorReads(collector.uri(), store.token(), quick ? 5 : 15);
        for (String application : List.of("bench", "wide")) {
            reader.measure(application)
                    .forEach((path, row) -> add(
                            reads,
                            String.format(
                                    "| `%s` | %s | %s | %s |%n",
                                    path, Chart.number(row[0]), Chart.number(row[1]), Chart.number(row[2]))));
        }
        reads.append('\n');
    }

    /** What was measured is not lost when a later part fails. */
    private static void add(StringBuilder part, String line) {
        System.out.print(line);
        part.append(line);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
