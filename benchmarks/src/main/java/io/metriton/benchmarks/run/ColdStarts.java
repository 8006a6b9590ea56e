package io.metriton.benchmarks.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Whole processes, each of which reports once: started in turn, in an order that changes, many times. */
final class ColdStarts implements Benchmarks.Benchmark {
    private static final String TEXT = """
            Wall and CPU time of the whole process in ms: median and quartiles of %d runs, all programs in turn, in an order that \
            changes. Memory: peak of the resident set in MiB. Programs and libraries come from jars; JVM options: none but a trust store for https. The install ID exists; \
            the outbox is empty, and holds that something was delivered today, as for all but the first run of a day; "first of its day" \
            has no such date, and waits for its delivery. After each run in background with an outbox, the report was with the endpoint or in the outbox. \
            "Daily, a later run" counts once, and is not the first of its day; its parts are named in code, or found on the class path. \
            "Works 300 ms" computes that long on its main thread. Amplitude speaks https only, and its program has to exit by itself: \
            shut down or not, a thread pool of its own would keep it for a minute.

            """;

    private final Machine machine;
    private final int rounds;

    ColdStarts(Machine machine, boolean quick, int rounds) {
        this.machine = machine;
        this.rounds = rounds > 0 ? rounds : quick ? 3 : 21;
    }

    @Override
    public String name() {
        return "cold";
    }

    @Override
    public String run(Path charts) throws Exception {
        try (LoopbackServer server = new LoopbackServer()) {
            ColdPrograms programs = new ColdPrograms(machine, server);
            ColdRuns runs = new ColdRuns(server);
            Map<Program, List<String>> options = new LinkedHashMap<>();
            programs.all.forEach(each -> options.put(each, List.of()));
            measure(runs, Machine.java(), options);
            for (Program each : programs.all) {
                each.memory = runs.memory(each);
                each.classes = runs.classes(each);
            }
            chart(programs, charts);
            return Benchmarks.Benchmark.heading("Cold: a process that reports once")
                    + String.format(TEXT, rounds)
                    + table(programs)
                    + ratios(programs)
                    + background(programs)
                    + new ColdArchives(programs, runs).run((java, archived) -> measure(runs, java, archived));
        }
    }

    private void measure(ColdRuns runs, String java, Map<Program, List<String>> options) throws Exception {
        Random random = new Random(1);
        List<Program> order = new ArrayList<>(options.keySet());
        for (int round = 0; round <= rounds; round++) {
            Collections.shuffle(order, random);
            for (Program each : order) {
                double[] seconds = runs.time(each, java, options.get(each));
                if (round > 0) { // The first fills the caches of the disk.
                    each.wall.add(seconds[0] * 1_000);
                    each.cpu.add((seconds[1] + seconds[2]) * 1_000);
                }
            }
        }
    }

    private static String table(ColdPrograms programs) {
        StringBuilder text = new StringBuilder("| program | wall | CPU | memory | classes |\n|---|---|---|---|---|\n");
        for (Program each : programs.all) {
            text.append(String.format(
                    "| %s | %s | %s | %s | %d |%n",
                    each.name, each.wall.text(), each.cpu.text(), Chart.number(each.memory), each.classes));
        }
        return text.append('\n').toString();
    }

    private static void chart(ColdPrograms programs, Path charts) throws IOException {
        Map<String, Double> bars = new LinkedHashMap<>();
        for (Program each : programs.all) {
            if (!each.name.contains(",") && !each.name.equals(ColdPrograms.WORKING)) {
                bars.put(each.name, each.wall.median());
            }
        }
        Chart.write(charts.resolve("cold.svg"), "A process that reports once: wall time", "ms", bars);
    }

    private static String ratios(ColdPrograms programs) {
        StringBuilder text = new StringBuilder("| ours | theirs | wall | CPU |\n|---|---|---|---|\n");
        for (Program[] pair : programs.pairs) {
            text.append(String.format(
                    "| %s | %s | %s x | %s x |%n",
                    pair[0].name,
                    pair[1].name,
                    Chart.number(pair[0].wall.median() / pair[1].wall.median()),
                    Chart.number(pair[0].cpu.median() / pair[1].cpu.median())));
        }
        return text.append('\n').toString();
    }

    private static String background(ColdPrograms programs) {
        StringBuilder text =
                new StringBuilder("| in background, or daily | longer than without telemetry (wall) |\n|---|---|\n");
        for (Program each : programs.all) {
            if (each.name.startsWith(ColdPrograms.BACKGROUND) || each.name.startsWith(ColdPrograms.DAILY)) {
                Program without = programs.named(
                        each.name.endsWith(ColdPrograms.WORKING) ? ColdPrograms.WORKING : ColdPrograms.EMPTY);
                text.append(String.format(
                        "| %s | %s ms |%n",
                        each.name.substring("Metriton ".length()),
                        Chart.number(each.wall.median() - without.wall.median())));
            }
        }
        return text.append('\n').toString();
    }
}
