package io.metriton.collector.cli;

import io.metriton.collector.privacy.Secrets;
import io.metriton.collector.store.SecretTable;
import io.metriton.collector.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where everything is kept: options of every command. */
final class StoreOptions {

    private static final String POSTGRESQL = "jdbc:postgresql:";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "metriton-data",
            description = "folder of database, secret and first token; made if it is not there (./metriton-data)")
    private Path data = Path.of("metriton-data");

    @Option(
            names = "--database",
            paramLabel = "URL",
            description = "jdbc:postgresql://HOST/NAME?user=…; left out: SQLite in the data folder")
    private @Nullable String database;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "file of the secret that keys of installations are made with (DIR/secret)")
    private @Nullable Path secretFile;

    @SuppressWarnings("UnusedVariable") // Defaults reads it before the options are parsed; here it is for --help.
    @Option(names = "--config", paramLabel = "FILE", description = "properties file of these settings: port = 8080")
    private @Nullable Path config;

    /** Named by the user, and not that of the data folder. */
    Optional<Path> secretFile() {
        return Optional.ofNullable(secretFile);
    }

    Path data() {
        return data;
    }

    Optional<String> database() {
        return Optional.ofNullable(database);
    }

    Path databaseFile() {
        return folder().database();
    }

    DataFolder folder() {
        return new DataFolder(data);
    }

    /** The data folder, made if it is not there. */
    Path makeData() {
        try {
            OwnerFiles.makeFolder(data);
            return data;
        } catch (IOException e) {
            throw new UsageException("the data folder cannot be made: " + data.toAbsolutePath() + " (" + e
                    + "); name another with --data");
        }
    }

    Store open() {
        if (database().isPresent() && !database().get().startsWith(POSTGRESQL)) {
            throw new UsageException("--database must begin with " + POSTGRESQL
                    + "//, or be left out for SQLite, which is in the folder of --data");
        }
        makeData();
        return database().map(Store::open).orElseGet(this::openFile);
    }

    // SQLite gives its other files the mode of the first.
    private Store openFile() {
        try {
            OwnerFiles.makeFolderWithin(folder().libraries());
            UnpackedLibraries.removeOld(folder().libraries());
            OwnerFiles.makeEmpty(databaseFile());
        } catch (IOException e) {
            throw new UsageException("the data folder cannot be written: " + data.toAbsolutePath() + " ("
                    + e.getMessage() + "); name another with --data");
        }
        return Store.sqlite(databaseFile(), folder().libraries());
    }

    /** What a command works on that does not make a new store. */
    Store openExisting() {
        if (database().isEmpty()) {
            requireDatabaseFile();
        }
        return open();
    }

    /** For a command that makes no new store. */
    void requireDatabaseFile() {
        if (Files.isDirectory(data) && !Files.isExecutable(data)) {
            throw notReadable(data);
        }
        if (!Files.exists(databaseFile())) {
            throw new UsageException("there is no collector in " + data.toAbsolutePath()
                    + ": name its folder with --data, or start one with serve");
        }
    }

    static UsageException notReadable(Path path) {
        return new UsageException(
                "this user may not read " + path.toAbsolutePath() + ": run it as the collector's user");
    }

    SecretSource secrets(Map<String, String> environment) {
        String secret = environment.getOrDefault(Defaults.PREFIX + "SECRET", "");
        if (!secret.isEmpty() && secretFile != null) {
            throw new UsageException("both METRITON_COLLECTOR_SECRET and the file " + secretFile.toAbsolutePath()
                    + " are set, and there is one secret: leave one of them out");
        }
        Path file = secretFile == null ? folder().secret() : secretFile;
        return new SecretSource(secret, file, secretFile == null && database == null);
    }

    /** The secrets, made if this is a new store, and held against those of the store. */
    static Secrets settle(SecretSource source, Store store) {
        SecretTable table = new SecretTable(store);
        if (!table.isSettled()) {
            source.makeIfMissing();
        }
        Secrets secrets = source.read();
        table.settle(secrets);
        return secrets;
    }
}
