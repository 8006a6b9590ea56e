package io.metriton.benchmarks.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Runs tools to their end and says how long they took, in milliseconds of wall time. */
final class ArrivalProcess {
    private static final double MILLI = 1e6;

    private ArrivalProcess() {}

    /** One that ends by itself. */
    static double run(Program tool, Path home) throws Exception {
        return runAtOnce(tool, home, 1).get(0);
    }

    /** So many at once. */
    static List<Double> runAtOnce(Program tool, Path home, int many) throws Exception {
        List<CompletableFuture<Double>> walls = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Path said = Files.createTempFile(home, "said", ".txt");
            ProcessBuilder builder = builder(tool, home).redirectOutput(said.toFile());
            long start = System.nanoTime();
            walls.add(builder.start().onExit().thenApply(ended -> {
                double wall = (System.nanoTime() - start) / MILLI;
                if (ended.exitValue() != 0) {
                    throw new IllegalStateException(tool.name + " ended with " + ended.exitValue() + ", see " + said);
                }
                return wall;
            }));
        }
        List<Double> millis = new ArrayList<>();
        for (CompletableFuture<Double> each : walls) {
            millis.add(each.get());
        }
        return millis;
    }

    /** One that gets SIGTERM so long after it said that it has reported; the time is that from the signal to the end. */
    static double terminate(Program tool, Path home, long afterMillis) throws Exception {
        Process process = builder(tool, home).start();
        try (BufferedReader said = process.inputReader(StandardCharsets.US_ASCII)) {
            if (said.readLine() == null) {
                throw new IOException(tool.name + " did not report");
            }
            Thread.sleep(afterMillis);
            long start = System.nanoTime();
            process.destroy();
            process.waitFor();
            return (System.nanoTime() - start) / MILLI;
        }
    }

    private static ProcessBuilder builder(Program tool, Path home) {
        ProcessBuilder builder = new ProcessBuilder(tool.command(Machine.java(), List.of())).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        builder.environment().put("HOME", home.toString());
        return builder;
    }
}
