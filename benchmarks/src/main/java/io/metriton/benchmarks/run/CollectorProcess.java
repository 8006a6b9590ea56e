package io.metriton.benchmarks.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A collector, or what is measured beside it, in a process of its own, with the heap that its documentation gives it. */
final class CollectorProcess implements AutoCloseable {
    static final String HEAP = "-Xmx512m";
    private static final String READY = "listening on ";

    private final Process process;
    private final String uri;

    private CollectorProcess(List<String> command) throws IOException {
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        while (line != null && !line.startsWith(READY)) {
            line = said.readLine();
        }
        if (line == null) {
            throw new IOException("the collector did not start");
        }
        uri = line.substring(READY.length());
    }

    static CollectorProcess serve(CollectorJars jars, Path data, List<String> database) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Machine.java(),
                HEAP,
                "-jar",
                jars.jar().toString(),
                "serve",
                "--port",
                "0",
                "--limit-address",
                "0",
                "--limit-install",
                "0",
                "--data",
                data.toString()));
        command.addAll(database);
        return new CollectorProcess(command);
    }

    /** Answers without storing. */
    static CollectorProcess nothingStored(CollectorJars jars, Path data) throws IOException {
        return new CollectorProcess(List.of(
                Machine.java(),
                HEAP,
                "-cp",
                jars.withTools(),
                "io.metriton.collector.cli.NothingStored",
                data.toString()));
    }

    String uri() {
        return uri;
    }

    /** The most memory that the process ever had, in MiB; Linux only. */
    long peakMemory() throws IOException {
        return java.nio.file.Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
