package io.metriton.benchmarks.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Our programs of {@code cold}, of another checkout and of this one: in pairs, one directly after the other. */
final class BeforeAfter implements Benchmarks.Benchmark {
    private static final String TEXT = """
            Wall and CPU time of the whole process in ms, of an earlier checkout and of this one: medians of %d rounds. In each round all programs are run in an order that changes, \
            each of both checkouts directly after the other, now the one first and now the other. "Ratio": after to before in the same round, median and quartiles. \
            Rows "first of its day" wait for a delivery now, and did not before.

            | program | wall before | wall after | ratio | CPU before | CPU after | ratio |
            |---|---|---|---|---|---|---|
            """;

    private final Machine before;
    private final Machine after;
    private final int rounds;

    BeforeAfter(Machine before, Machine after, boolean quick, int rounds) {
        this.before = before;
        this.after = after;
        this.rounds = rounds > 0 ? rounds : quick ? 3 : 21;
    }

    @Override
    public String name() {
        return "before";
    }

    @Override
    public String run(Path charts) throws Exception {
        try (LoopbackServer server = new LoopbackServer()) {
            List<Pair> pairs = pairs(new ColdPrograms(before, server), new ColdPrograms(after, server));
            ColdRuns runs = new ColdRuns(server);
            Random random = new Random(1);
            List<Pair> order = new ArrayList<>(pairs);
            for (int round = 0; round <= rounds; round++) {
                Collections.shuffle(order, random);
                for (Pair each : order) {
                    each.run(runs, round % 2 == 0, round > 0); // The first fills the caches of the disk.
                }
            }
            StringBuilder text = new StringBuilder(Benchmarks.Benchmark.heading("Cold, before and after"));
            text.append(String.format(TEXT, rounds));
            pairs.forEach(text::append);
            return text.append('\n').toString();
        }
    }

    private static List<Pair> pairs(ColdPrograms before, ColdPrograms after) throws IOException {
        List<Pair> pairs = new ArrayList<>();
        for (Program each : after.all) {
            Program earlier = before.named(each.name);
            if ((each.name.startsWith("Metriton") || each.name.equals(ColdPrograms.EMPTY)) && earlier.exists()) {
                pairs.add(new Pair(earlier, each));
            }
        }
        return pairs;
    }

    /** A program of both. */
    private static final class Pair {
        private final Program before;
        private final Program after;
        private final Samples wall = new Samples();
        private final Samples cpu = new Samples();

        Pair(Program before, Program after) {
            this.before = before;
            this.after = after;
        }

        void run(ColdRuns runs, boolean beforeFirst, boolean keep) throws Exception {
            double[] first = runs.time(beforeFirst ? before : after, Machine.java(), List.of());
            double[] second = runs.time(beforeFirst ? after : before, Machine.java(), List.of());
            if (keep) {
                add(beforeFirst ? first : second, beforeFirst ? second : first);
            }
        }

        private void add(double[] earlier, double[] later) {
            double[] walls = {earlier[0] * 1_000, later[0] * 1_000};
            double[] cpus = {(earlier[1] + earlier[2]) * 1_000, (later[1] + later[2]) * 1_000};
            before.wall.add(walls[0]);
            after.wall.add(walls[1]);
            wall.add(walls[1] / walls[0]);
            before.cpu.add(cpus[0]);
            after.cpu.add(cpus[1]);
            cpu.add(cpus[1] / cpus[0]);
        }

        @Override
        public String toString() {
            return String.format(
                    "| %s | %s | %s | %s | %s | %s | %s |%n",
                    after.name,
                    Chart.number(before.wall.median()),
                    Chart.number(after.wall.median()),
                    wall.text(),
                    Chart.number(before.cpu.median()),
                    Chart.number(after.cpu.median()),
                    cpu.text());
        }
    }
}
