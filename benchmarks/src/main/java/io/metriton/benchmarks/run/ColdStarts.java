package io.metriton.benchmarks.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Whole processes, each of which reports once: started in turn, in an order that changes, many times. */
final class ColdStarts implements Benchmarks.Benchmark {
    private static final String PACKAGE = "io.metriton.benchmarks.cold.";
    private static final String ID = "11111111-2222-4333-8444-555555555555";

    private final Machine machine;
    private final int rounds;
    private final Path home;
    private final List<Program> programs = new ArrayList<>();

    ColdStarts(Machine machine, boolean quick) throws IOException {
        this.machine = machine;
        this.rounds = quick ? 3 : 15;
        this.home = Files.createTempDirectory("benchmark-home");
    }

    /** A program, and what was measured of it. */
    private static final class Program {
        final String name;
        final String classPath;
        final String main;
        final List<String> options;
        final List<String> arguments;
        final Samples wall = new Samples();
        final Samples cpu = new Samples();
        double memory;
        long classes;

        Program(String name, String classPath, String main, List<String> options, String... arguments) {
            this.name = name;
            this.classPath = classPath;
            this.main = main;
            this.options = options;
            this.arguments = List.of(arguments);
        }

        List<String> command(String java, List<String> more) {
            List<String> command = new ArrayList<>(List.of(java));
            command.addAll(more);
            command.addAll(options);
            command.addAll(List.of("-cp", classPath, PACKAGE + main));
            command.addAll(arguments);
            return command;
        }
    }

    @Override
    public String name() {
        return "cold";
    }

    @Override
    public String run(Path charts) throws Exception {
        Path id = home.resolve(".config").resolve("bench").resolve("id");
        Files.createDirectories(id.getParent());
        Files.writeString(id, ID + "\n");
        try (LoopbackServer server = new LoopbackServer()) {
            list(server);
            measure(Machine.java(), Map.of());
            for (Program each : programs) {
                each.memory = memory(each);
                each.classes = classes(each);
            }
            String plain = table(charts);
            return Benchmarks.Benchmark.heading("Cold: a process that reports once")
                    + "Wall and CPU time of the whole process in ms: median and quartiles of " + rounds
                    + " runs, all programs in turn, in an order that changes. Memory: peak of the resident set in MiB. JVM"
                    + " options: none but a trust store for https. The install ID exists. \"Works 300 ms\" computes that"
                    + " long on its main thread.\n\n" + plain + archives();
        }
    }

    private void list(LoopbackServer server) throws Exception {
        String classes = machine.programs();
        String core = String.join(":", classes, machine.ours("api", "core", "installid-fs"), machine.peer("jackson"));
        String urlconnection = core + ":" + machine.ours("transport-urlconnection");
        String okhttp = machine.peer("okhttp");
        String apache = machine.peer("apache");
        List<String> none = List.of();
        add("empty main", classes, "Empty", none);
        add("bare HttpURLConnection", classes, "BareUrlConnection", none, server.http());
        add("Metriton urlconnection", urlconnection, "Sync", none, server.http());
        add("bare JDK HttpClient", classes, "BareJdk", none, server.http());
        add("Metriton jdk", core + ":" + machine.ours("transport-jdk"), "Sync", none, server.http());
        add("bare OkHttp", classes + ":" + okhttp, "BareOkHttp", none, server.http());
        add(
                "Metriton okhttp",
                String.join(":", core, machine.ours("transport-okhttp"), okhttp),
                "Sync",
                none,
                server.http());
        add("bare HttpClient 5", classes + ":" + apache, "BareApache", none, server.http());
        add(
                "Metriton apache",
                String.join(":", core, machine.ours("transport-apache"), apache),
                "Sync",
                none,
                server.http());
        add("Mixpanel 1.6.1", classes + ":" + machine.peer("mixpanel"), "Mixpanel", none, server.http());
        add("Sentry 8.62.0", classes + ":" + machine.peer("sentry"), "Sentry", none, server.http());
        add("Segment 3.5.4", classes + ":" + machine.peer("segment"), "Segment", none, server.http());
        add("PostHog server 2.3.3", classes + ":" + machine.peer("posthog"), "PostHog", none, server.http());
        add("bare HttpURLConnection, https", classes, "BareUrlConnection", server.trust(), server.https());
        add("Metriton urlconnection, https", urlconnection, "Sync", server.trust(), server.https());
        String outbox = urlconnection + ":" + machine.ours("outbox-fs");
        add("Metriton in background, no outbox", urlconnection, "Background", none, server.http(), "0");
        add("Metriton in background", outbox, "Background", none, server.http(), "0");
        add("Metriton in background, https", outbox, "Background", server.trust(), server.https(), "0");
        add("Metriton in background, endpoint down", outbox, "Background", none, LoopbackServer.down(), "0");
        add("Metriton in background, endpoint silent", outbox, "Background", none, server.silent(), "0");
        add("works 300 ms", classes, "Working", none, "300");
        add("Metriton in background, works 300 ms", outbox, "Background", none, server.http(), "300");
        add("Metriton in background, https, works 300 ms", outbox, "Background", server.trust(), server.https(), "300");
        add("Metriton in background, down, works 300 ms", outbox, "Background", none, LoopbackServer.down(), "300");
        add("Metriton in background, silent, works 300 ms", outbox, "Background", none, server.silent(), "300");
    }

    private void add(String name, String classPath, String main, List<String> options, String... arguments) {
        programs.add(new Program(name, classPath, main, options, arguments));
    }

    private void measure(String java, Map<Program, List<String>> more) throws Exception {
        Random random = new Random(1);
        List<Program> order = new ArrayList<>(more.isEmpty() ? programs : more.keySet());
        for (int round = 0; round <= rounds; round++) {
            Collections.shuffle(order, random);
            for (Program each : order) {
                double[] seconds = time(each.command(java, more.getOrDefault(each, List.of())));
                if (round > 0) { // The first fills the caches of the disk.
                    each.wall.add(seconds[0] * 1_000);
                    each.cpu.add((seconds[1] + seconds[2]) * 1_000);
                }
            }
        }
    }

    /** Wall, user and system time in seconds, by the shell, which alone is told what a child has used. */
    private double[] time(List<String> command) throws Exception {
        List<String> timed = new ArrayList<>(List.of("bash", "-c", "TIMEFORMAT='%3R %3U %3S'; time \"$@\"", "bash"));
        timed.addAll(command);
        Process process = start(timed);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        String last = said.substring(said.lastIndexOf('\n') + 1); // HttpClient 5 speaks of SLF4J first.
        if (process.waitFor() != 0 || !last.matches("[0-9.]+ [0-9.]+ [0-9.]+")) {
            throw new IOException(String.join(" ", command) + " said " + said);
        }
        return Stream.of(last.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        builder.environment().put("HOME", home.toString());
        return builder.start();
    }

    /** By looking at what the kernel says until the process is gone; in a run of its own, as looking costs time, too. */
    private double memory(Program program) throws Exception {
        Samples peaks = new Samples();
        for (int run = 0; run < 3; run++) {
            Process process = start(program.command(Machine.java(), List.of()));
            Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
            double peak = 0;
            while (process.isAlive() && Files.exists(status)) {
                peak = Math.max(peak, highWater(status));
            }
            process.waitFor();
            peaks.add(peak / 1_024);
        }
        return peaks.median();
    }

    private static double highWater(Path status) {
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // It has just ended.
        }
    }

    private long classes(Program program) throws Exception {
        Path log = home.resolve("classes.log");
        Files.deleteIfExists(log);
        start(program.command(Machine.java(), List.of("-Xlog:class+load:file=" + log)))
                .waitFor();
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(" source: ")).count();
        }
    }

    private String table(Path charts) throws IOException {
        StringBuilder text = new StringBuilder("| program | wall | CPU | memory | classes |\n|---|---|---|---|---|\n");
        Map<String, Double> bars = new LinkedHashMap<>();
        for (Program each : programs) {
            text.append("| ")
                    .append(each.name)
                    .append(" | ")
                    .append(each.wall.text())
                    .append(" | ")
                    .append(each.cpu.text())
                    .append(" | ")
                    .append(Chart.number(each.memory))
                    .append(" | ")
                    .append(each.classes)
                    .append(" |\n");
            if (!each.name.contains(",") && !each.name.startsWith("works")) {
                bars.put(each.name, each.wall.median());
            }
        }
        Chart.write(charts.resolve("cold.svg"), "A process that reports once: wall time", "ms", bars);
        return text.append('\n').append(ratios()).toString();
    }

    private String ratios() {
        StringBuilder text = new StringBuilder("| ours | theirs | wall | CPU |\n|---|---|---|---|\n");
        String[][] pairs = {
            {"Metriton urlconnection", "bare HttpURLConnection"},
            {"Metriton urlconnection", "Mixpanel 1.6.1"},
            {"Metriton urlconnection", "Sentry 8.62.0"},
            {"Metriton urlconnection", "Segment 3.5.4"},
            {"Metriton urlconnection", "PostHog server 2.3.3"},
            {"Metriton urlconnection, https", "bare HttpURLConnection, https"},
            {"Metriton jdk", "bare JDK HttpClient"},
            {"Metriton okhttp", "bare OkHttp"},
            {"Metriton apache", "bare HttpClient 5"}
        };
        for (String[] pair : pairs) {
            Program ours = named(pair[0]);
            Program theirs = named(pair[1]);
            text.append("| ")
                    .append(pair[0])
                    .append(" | ")
                    .append(pair[1])
                    .append(" | ")
                    .append(Chart.number(ours.wall.median() / theirs.wall.median()))
                    .append(" x | ")
                    .append(Chart.number(ours.cpu.median() / theirs.cpu.median()))
                    .append(" x |\n");
        }
        text.append("\n| in background | longer than without telemetry (wall) |\n|---|---|\n");
        for (Program each : programs) {
            if (each.name.startsWith("Metriton in background")) {
                Program without = named(each.name.endsWith("works 300 ms") ? "works 300 ms" : "empty main");
                text.append("| ")
                        .append(each.name.substring(9))
                        .append(" | ")
                        .append(Chart.number(each.wall.median() - without.wall.median()))
                        .append(" ms |\n");
            }
        }
        return text.append('\n').toString();
    }

    private Program named(String name) {
        return programs.stream()
                .filter(each -> each.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The same with class-data archives, which the application's author makes once. Classes come from jars there. */
    private String archives() throws Exception {
        Path jar = home.resolve("programs.jar");
        Process packed = new ProcessBuilder(
                        Path.of(Machine.java()).resolveSibling("jar").toString(),
                        "cf",
                        jar.toString(),
                        "-C",
                        machine.programs(),
                        ".")
                .inheritIO()
                .start();
        packed.waitFor();
        StringBuilder text = new StringBuilder();
        text.append(archive(
                "AppCDS (`-XX:ArchiveClassesAtExit`, then `-XX:SharedArchiveFile`)",
                Machine.java(),
                jar,
                "-XX:ArchiveClassesAtExit=%s",
                "-XX:SharedArchiveFile=%s"));
        String java25 = Machine.java(25);
        if (java25 != null) {
            text.append(archive(
                    "JDK 25 with an AOT cache (`-XX:AOTCacheOutput`, then `-XX:AOTCache`)",
                    java25,
                    jar,
                    "-XX:AOTCacheOutput=%s",
                    "-XX:AOTCache=%s"));
        }
        return text.toString();
    }

    private String archive(String title, String java, Path jar, String make, String use) throws Exception {
        List<String> names = List.of(
                "empty main",
                "bare HttpURLConnection",
                "Metriton urlconnection",
                "Mixpanel 1.6.1",
                "Sentry 8.62.0",
                "works 300 ms",
                "Metriton in background",
                "Metriton in background, works 300 ms");
        Map<Program, List<String>> options = new LinkedHashMap<>();
        for (String name : names) {
            Program plain = named(name);
            Program each = new Program(
                    plain.name,
                    plain.classPath.replace(machine.programs(), jar.toString()),
                    plain.main,
                    plain.options,
                    plain.arguments.toArray(new String[0]));
            Path archive = home.resolve("archive-" + options.size() + "-" + Integer.toHexString(java.hashCode()));
            start(each.command(java, List.of(String.format(make, archive), "-Xlog:disable")))
                    .waitFor();
            options.put(each, List.of(String.format(use, archive), "-Xlog:disable"));
        }
        measure(java, options);
        StringBuilder text = new StringBuilder("### " + title + "\n\n| program | wall | CPU |\n|---|---|---|\n");
        for (Program each : options.keySet()) {
            text.append("| ")
                    .append(each.name)
                    .append(" | ")
                    .append(each.wall.text())
                    .append(" | ")
                    .append(each.cpu.text())
                    .append(" |\n");
        }
        return text.append('\n').toString();
    }
}
