package io.metriton.collector.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code restore FILE}: into a data folder that has no collector yet. */
@Command(name = "restore", description = "Makes a data folder of what backup wrote.", mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {

    @Mixin
    private StoreOptions options = new StoreOptions();

    @Parameters(paramLabel = "FILE", description = "what backup wrote")
    private Path file = Path.of("");

    private final PrintStream out;

    RestoreCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UsageException("there is no such file: " + file);
        }
        Path data = options.makeData();
        if (Files.exists(options.databaseFile())) {
            throw new UsageException(
                    "there is a collector in " + data.toAbsolutePath() + " already: name an empty folder with --data");
        }
        Archive.restore(file, data);
        out.println("restored to " + data);
        return 0;
    }
}
