package io.metriton.benchmarks.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Starts programs, one at a time, in a home of their own. */
final class ColdRuns {
    private static final String ID = "11111111-2222-4333-8444-555555555555";

    private final Path home = Files.createTempDirectory("benchmark-home");
    private final KeptReports kept;

    ColdRuns(LoopbackServer server) throws IOException {
        this.kept = new KeptReports(server, home);
        Path id = home.resolve(".config").resolve("bench").resolve("id");
        Files.createDirectories(id.getParent());
        Files.writeString(id, ID + "\n");
    }

    /** A place for files. */
    Path home() {
        return home;
    }

    /** Wall, user and system time in seconds, by the shell, which alone is told what a child has used. */
    double[] time(Program program, String java, List<String> more) throws Exception {
        List<String> timed = new ArrayList<>(List.of("bash", "-c", "TIMEFORMAT='%3R %3U %3S'; time \"$@\"", "bash"));
        timed.addAll(program.command(java, more));
        kept.before(program);
        Process process = start(timed);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        String last = said.substring(said.lastIndexOf('\n') + 1); // HttpClient 5 speaks of SLF4J first.
        if (process.waitFor() != 0 || !last.matches("[0-9.]+ [0-9.]+ [0-9.]+")) {
            throw new IOException(String.join(" ", timed) + " said " + said);
        }
        kept.after(program);
        return Stream.of(last.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    /**
     * Peak in MiB, by looking at what the kernel says until the process is gone; in a run of its own, as looking costs time.
     */
    double memory(Program program) throws Exception {
        Samples peaks = new Samples();
        for (int run = 0; run < 3; run++) {
            kept.before(program);
            Process process = start(program.command(Machine.java(), List.of()));
            Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
            double peak = 0;
            while (process.isAlive() && Files.exists(status)) {
                peak = Math.max(peak, highWater(status));
            }
            process.waitFor();
            kept.after(program);
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

    /** How many classes it loads. */
    long classes(Program program) throws Exception {
        Path log = home.resolve("classes.log");
        Files.deleteIfExists(log);
        run(program, Machine.java(), List.of("-Xlog:class+load:file=" + log));
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(" source: ")).count();
        }
    }

    /** Once, for its effect. */
    void run(Program program, String java, List<String> more) throws Exception {
        kept.before(program);
        start(program.command(java, more)).waitFor();
        kept.after(program);
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        builder.environment().put("HOME", home.toString());
        return builder.start();
    }
}
