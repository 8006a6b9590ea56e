package io.metriton.benchmarks.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Other processes with the class path of this one. */
final class Jvm {
    private Jvm() {}

    /** What it says on stderr goes to ours. */
    static Process start(Class<?> main, List<String> options, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Machine.java()));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        for (Object each : arguments) {
            command.add(String.valueOf(each));
        }
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Lines of numbers that a program prints until it ends. */
    static List<double[]> numbers(Class<?> main, List<String> options, Object... arguments) throws Exception {
        Process process = start(main, options, arguments);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(main.getSimpleName() + " failed: " + said);
        }
        List<double[]> numbers = new ArrayList<>();
        for (String line : said.lines().toList()) {
            String[] parts = line.split(" ");
            double[] row = new double[parts.length];
            for (int i = 0; i < parts.length; i++) {
                row[i] = Double.parseDouble(parts[i]);
            }
            numbers.add(row);
        }
        return numbers;
    }
}
