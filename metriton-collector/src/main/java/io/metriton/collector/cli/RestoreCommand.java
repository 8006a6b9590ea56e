package io.metriton.collector.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
        if (options.database().isPresent()) {
            throw new UsageException("this is for SQLite, and a collector would use the database that is set: leave out"
                    + " --database, METRITON_COLLECTOR_DATABASE and \"database\" in the file of --config");
        }
        if (options.secretFile().isPresent()) {
            throw new UsageException(
                    "the secret of a backup goes into the data folder, and a collector would use the file"
                            + " that is set: leave out --secret-file, METRITON_COLLECTOR_SECRET_FILE and \"secret-file\" in the file of"
                            + " --config");
        }
        if (!Files.isRegularFile(file)) {
            throw new UsageException("there is no such file: " + file);
        }
        if (!Files.isReadable(file)) {
            throw StoreOptions.notReadable(file);
        }
        Path data = options.data();
        List<String> there = Files.isDirectory(data) ? leftovers(data) : List.of();
        if (!there.isEmpty()) {
            throw new UsageException("there is a collector in " + data.toAbsolutePath() + " already (" + there.get(0)
                    + "): name an empty folder with --data");
        }
        restore(data);
        out.println("restored to " + data);
        return 0;
    }

    private void restore(Path data) throws IOException {
        MadeFolders made = new MadeFolders(options.folder().libraries());
        boolean restored = false;
        try {
            options.makeData();
            Archive.restore(file, options.folder());
            restored = true;
        } catch (IOException e) {
            throw new UsageException("the backup cannot be restored to " + data.toAbsolutePath() + " (" + e
                    + "); make room, or name another folder with --data");
        } finally {
            if (!restored) {
                made.remove();
            }
        }
    }

    /** What belongs to a collector, or belonged to one: SQLite would apply an old log to the new database. */
    private static List<String> leftovers(Path data) {
        try (Stream<Path> files = Files.list(data)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(DataFolder.DATABASE) || name.equals(DataFolder.SECRET))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw StoreOptions.notReadable(data);
        }
    }
}
