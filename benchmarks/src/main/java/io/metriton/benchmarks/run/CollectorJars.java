package io.metriton.benchmarks.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The collector as it is shipped, and tools beside it that are compiled with its tests. */
record CollectorJars(Path target) {

    Path jar() throws IOException {
        Path jar = target.resolve("metriton-collector.jar");
        if (!Files.exists(jar)) {
            throw new IOException("build first: there is no " + jar);
        }
        return jar;
    }

    String withTools() throws IOException {
        return jar() + ":" + target.resolve("test-classes");
    }

    /** Runs a tool to its end; returns the lines that it prints. */
    List<String> run(String tool, Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Machine.java(), "-Xmx2g", "-cp", withTools(), tool));
        for (Object each : arguments) {
            command.add(String.valueOf(each));
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(tool + " failed: " + said);
        }
        return said.lines().toList();
    }
}
