package io.metriton.collector.cli;

import io.metriton.collector.store.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A backup: a zip file of the database and the secret. */
final class Archive {

    private static final String SECRET = "secret";

    private Archive() {}

    static void write(Path database, SecretSource secrets, Path file) throws IOException {
        Path copy = file.toAbsolutePath().resolveSibling(file.getFileName() + ".db.tmp");
        Path archive = file.toAbsolutePath().resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.deleteIfExists(copy);
            OwnerFiles.makeEmpty(copy);
            Snapshot.take(database, copy);
            Files.deleteIfExists(archive);
            OwnerFiles.makeEmpty(archive);
            try (OutputStream out = Files.newOutputStream(archive);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                zip.putNextEntry(new ZipEntry(StoreOptions.DATABASE_FILE));
                Files.copy(copy, zip);
                zip.putNextEntry(new ZipEntry(SECRET));
                zip.write(secrets.text().getBytes(StandardCharsets.UTF_8));
            }
            Files.move(archive, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(copy);
            Files.deleteIfExists(archive);
        }
    }

    static void restore(Path file, Path data) throws IOException {
        boolean complete = false;
        try (InputStream in = Files.newInputStream(file);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(SECRET)) {
                    OwnerFiles.write(data.resolve(SECRET), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
                    complete = true;
                } else if (entry.getName().equals(StoreOptions.DATABASE_FILE)) {
                    Path database = data.resolve(StoreOptions.DATABASE_FILE);
                    OwnerFiles.makeEmpty(database);
                    try (OutputStream out = Files.newOutputStream(database)) {
                        zip.transferTo(out);
                    }
                }
            }
        }
        if (!complete || !Files.exists(data.resolve(StoreOptions.DATABASE_FILE))) {
            throw new UsageException("this is no backup of a collector: " + file);
        }
    }
}
