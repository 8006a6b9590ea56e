package io.metriton.collector.cli;

import io.metriton.collector.privacy.Secret;
import io.metriton.collector.privacy.Secrets;
import io.metriton.collector.store.Snapshot;
import io.metriton.collector.store.StoreException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A backup: a zip file of the database and the secret. */
final class Archive {

    private Archive() {}

    /** Writes the file; all of it, or nothing. */
    static void write(DataFolder folder, SecretSource secrets, Path file) throws IOException {
        Path libraries = folder.libraries();
        Path copy = file.toAbsolutePath().resolveSibling(file.getFileName() + ".db.tmp");
        Path archive = file.toAbsolutePath().resolveSibling(file.getFileName() + ".tmp");
        OwnerFiles.makeFolderWithin(libraries);
        try {
            Files.deleteIfExists(copy);
            OwnerFiles.makeEmpty(copy);
            Snapshot.take(folder.database(), copy, libraries);
            check(Snapshot.check(copy, libraries), secrets.read());
            Files.deleteIfExists(archive);
            OwnerFiles.makeEmpty(archive);
            try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.WRITE);
                    ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(channel))) {
                zip.putNextEntry(new ZipEntry(DataFolder.DATABASE));
                Files.copy(copy, zip);
                zip.putNextEntry(new ZipEntry(DataFolder.SECRET));
                zip.write(secrets.text().getBytes(StandardCharsets.UTF_8));
                zip.finish();
                channel.force(true);
            }
            Files.move(archive, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(copy);
            Files.deleteIfExists(archive);
        }
    }

    /** Makes a data folder of a backup; all of it, or nothing of it if it is broken. */
    static void restore(Path file, DataFolder folder) throws IOException {
        Path database = folder.database();
        Path copy = folder.path().resolve("restored.db.tmp");
        Path libraries = folder.libraries();
        OwnerFiles.makeFolderWithin(libraries);
        try {
            Files.deleteIfExists(copy);
            OwnerFiles.makeEmpty(copy);
            String secret = extract(file, copy);
            check(Snapshot.check(copy, libraries), Secrets.of(secret));
            OwnerFiles.write(folder.secret(), secret);
            OwnerFiles.giveToOwnerAbove(folder.secret());
            OwnerFiles.giveToOwnerAbove(copy);
            // The last: where it is, all is.
            Files.move(copy, database, StandardCopyOption.ATOMIC_MOVE);
        } catch (ZipException | EOFException | StoreException | IllegalArgumentException e) {
            throw new UsageException("this is no backup of a collector, or is broken: " + file);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /** With another secret than its own, a database is of no use to anybody. */
    private static void check(Optional<String> fingerprint, Secrets secrets) {
        if (fingerprint.isPresent() && !secrets.each(Secret::fingerprint).contains(fingerprint.get())) {
            throw new UsageException(
                    "the secret at hand is not that of the database, which would be lost without it: set"
                            + " METRITON_COLLECTOR_SECRET or METRITON_COLLECTOR_SECRET_FILE as for the collector");
        }
    }

    /** Writes the database to a file for good, and returns the secret; nothing if there is none. */
    private static String extract(Path file, Path copy) throws IOException {
        String secret = "";
        try (InputStream in = Files.newInputStream(file);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(DataFolder.SECRET)) {
                    secret = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                } else if (entry.getName().equals(DataFolder.DATABASE)) {
                    try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                        zip.transferTo(Channels.newOutputStream(channel));
                        channel.force(true);
                    }
                }
            }
        }
        return secret;
    }
}
