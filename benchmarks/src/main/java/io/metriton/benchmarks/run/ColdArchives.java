package io.metriton.benchmarks.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starts with archives of classes, which the application's author makes once. */
final class ColdArchives {
    private static final List<String> NAMES = List.of(
            ColdPrograms.EMPTY,
            "bare HttpURLConnection",
            "Metriton socket",
            "Mixpanel 1.6.1",
            "Sentry 8.62.0",
            ColdPrograms.WORKING,
            ColdPrograms.BACKGROUND,
            ColdPrograms.BACKGROUND + ", " + ColdPrograms.WORKING,
            ColdPrograms.DAILY,
            ColdPrograms.DAILY + ", parts found",
            ColdPrograms.DAILY + ", " + ColdPrograms.WORKING);

    private final ColdPrograms programs;
    private final ColdRuns runs;

    /** Times programs with the options of each. */
    interface Timing {
        void measure(String java, Map<Program, List<String>> options) throws Exception;
    }

    ColdArchives(ColdPrograms programs, ColdRuns runs) {
        this.programs = programs;
        this.runs = runs;
    }

    String run(Timing timing) throws Exception {
        String text = run(
                "AppCDS (`-XX:ArchiveClassesAtExit`, then `-XX:SharedArchiveFile`)",
                Machine.java(),
                new String[] {"-XX:ArchiveClassesAtExit=%s", "-XX:SharedArchiveFile=%s"},
                timing);
        String java25 = Machine.java(25);
        if (java25 != null) {
            text += run(
                    "JDK 25 with an AOT cache (`-XX:AOTCacheOutput`, then `-XX:AOTCache`)",
                    java25,
                    new String[] {"-XX:AOTCacheOutput=%s", "-XX:AOTCache=%s"},
                    timing);
        }
        return text;
    }

    private String run(String title, String java, String[] makeAndUse, Timing timing) throws Exception {
        Map<Program, List<String>> options = new LinkedHashMap<>();
        for (String name : NAMES) {
            Program program = programs.named(name).again();
            Path archive =
                    runs.home().resolve("archive-" + options.size() + "-" + Integer.toHexString(java.hashCode()));
            runs.run(program, java, List.of(String.format(makeAndUse[0], archive), "-Xlog:disable"));
            options.put(program, List.of(String.format(makeAndUse[1], archive), "-Xlog:disable"));
        }
        timing.measure(java, options);
        StringBuilder text = new StringBuilder("### " + title + "\n\n| program | wall | CPU |\n|---|---|---|\n");
        for (Program each : options.keySet()) {
            text.append(String.format("| %s | %s | %s |%n", each.name, each.wall.text(), each.cpu.text()));
        }
        return text.append('\n').toString();
    }
}
