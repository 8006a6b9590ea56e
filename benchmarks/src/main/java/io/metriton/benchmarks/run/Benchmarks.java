package io.metriton.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the benchmarks and writes {@code RESULTS.md} and its charts. Arguments: the folder of this module; which of {@code
 * cold}, {@code before}, {@code arrives}, {@code hot}, {@code throughput}, {@code growth}, {@code outage}, {@code collector},
 * {@code footprint} or {@code all}; {@code quick} for a look that is not worth keeping; how many rounds of {@code cold}, {@code
 * before} and {@code arrives}, 0 for as many as usual; another checkout for {@code before}, or {@code none}.
 */
public final class Benchmarks {
    private static final String NONE = "none";

    private Benchmarks() {}

    /** See the class. */
    public static void main(String[] args) throws Exception {
        Path module = Path.of(args[0]).toAbsolutePath();
        boolean quick = args.length > 2 && args[2].equals("quick");
        int rounds = args.length > 3 ? Integer.parseInt(args[3]) : 0;
        String before = args.length > 4 ? args[4] : NONE;
        Machine machine = new Machine(module);
        List<Benchmark> benchmarks = new ArrayList<>(List.of(
                new ColdStarts(machine, quick, rounds),
                new Arrivals(machine, quick, rounds),
                new HotPath(machine, quick),
                new Throughput(quick),
                new Growth(quick),
                new Outage(quick),
                new CollectorRun(module, quick),
                new Footprint(machine)));
        if (!before.equals(NONE)) {
            benchmarks.add(new BeforeAfter(machine.of(Path.of(before)), machine, quick, rounds));
        }
        for (Benchmark each : benchmarks) {
            if (args[1].equals("all") || args[1].equals(each.name())) {
                System.out.println("== " + each.name());
                Path part = module.resolve("results").resolve(each.name() + ".md");
                Files.createDirectories(part.getParent());
                String text = each.run(quick ? Files.createTempDirectory("benchmark-charts") : part.getParent());
                System.out.println(text);
                if (!quick) {
                    Files.writeString(part, text);
                }
            }
        }
        if (!quick) {
            join(module, machine);
        }
    }

    /** Parts may be run on different days; each says when. */
    private static void join(Path module, Machine machine) throws IOException {
        List<String> text = new ArrayList<>(List.of(
                "# Results",
                "",
                "Written by the benchmarks themselves; how to run them: [README.md](README.md). " + machine.describe(),
                ""));
        for (String part : List.of(
                "cold", "before", "arrives", "hot", "throughput", "growth", "outage", "collector", "footprint")) {
            Path file = module.resolve("results").resolve(part + ".md");
            if (Files.exists(file)) {
                text.add(Files.readString(file));
            }
        }
        Files.write(module.resolve("RESULTS.md"), text);
    }

    /** One kind of measurement. */
    interface Benchmark {
        /** As on the command line. */
        String name();

        /** Measures, and says what came out, in Markdown; charts go into a folder. */
        String run(Path charts) throws Exception;

        /** A heading that says when this was run. */
        static String heading(String title) {
            return "## " + title + "\n\nRun on " + LocalDate.now(ZoneOffset.UTC) + ".\n\n";
        }
    }
}
