package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program as its user starts it, in an environment that holds only what a test puts there. */
final class Program {
    private static final int PATIENCE_SECONDS = 120;

    private final Path folder;
    private final List<String> command;
    private final Map<String, String> environment;

    /**
     * A program that is not started yet.
     *
     * @param folder where it runs, and leaves what it prints
     */
    Program(Path folder, Map<String, String> environment, List<String> command) {
        this.folder = folder;
        this.environment = environment;
        this.command = command;
    }

    /** What a program printed, and its exit status. */
    record Outcome(List<String> out, List<String> err, int status) {

        /** Of a program that ended well, and said this and no more. */
        void assertPrinted(String... lines) {
            assertThat(this).isEqualTo(new Outcome(List.of(lines), List.of(), 0));
        }
    }

    Outcome run() throws IOException, InterruptedException {
        return run(PATIENCE_SECONDS);
    }

    /** Runs it for so long at most. */
    Outcome run(int seconds) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new AssertionError("does not end: " + command + ": " + Files.readString(out));
            }
        } finally {
            process.destroyForcibly();
        }
        return new Outcome(Files.readAllLines(out), Files.readAllLines(err), process.exitValue());
    }
}
