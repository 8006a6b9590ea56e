package io.metriton.collector.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code backup FILE}: may be used while a collector runs. */
@Command(
        name = "backup",
        description = "Writes database and secret to one file, also while a collector runs. SQLite only.",
        mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {

    @Mixin
    private StoreOptions options = new StoreOptions();

    @Parameters(paramLabel = "FILE", description = "a new file; it holds the secret, so keep it as one")
    private Path file = Path.of("");

    private final PrintStream out;

    BackupCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        if (options.database().isPresent()) {
            throw new UsageException("this is for SQLite: use pg_dump, and keep the secret beside its file");
        }
        options.requireDatabaseFile();
        if (Files.exists(file)) {
            throw new UsageException("there is a file already: " + file);
        }
        write();
        out.println("backed up to " + file);
        return 0;
    }

    private void write() {
        try {
            Archive.write(options.folder(), options.secrets(System.getenv()), file);
        } catch (NoSuchFileException e) {
            throw new UsageException(
                    "there is no folder for " + file.toAbsolutePath() + ": make it, or name another file");
        } catch (IOException e) {
            throw new UsageException("the backup cannot be written: " + file.toAbsolutePath() + " (" + e.getMessage()
                    + "); make room, or name another file");
        }
    }
}
