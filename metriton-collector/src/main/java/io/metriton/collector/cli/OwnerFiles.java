package io.metriton.collector.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders that only the user of the process may read. */
final class OwnerFiles {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private OwnerFiles() {}

    private static FileAttribute<?>[] mode(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, mode("rwx------"));
        }
    }

    /** Makes a folder if there is none, for the owner of the one above: the service's, although root makes it. */
    static void makeFolderWithin(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        makeFolder(folder);
        giveToOwnerAbove(folder);
    }

    /** The service's, although root made it. */
    static void giveToOwnerAbove(Path made) throws IOException {
        Path above = made.toAbsolutePath().getParent();
        if (POSIX && above != null && !Files.getOwner(above).equals(Files.getOwner(made))) {
            try {
                Files.setOwner(made, Files.getOwner(above));
            } catch (FileSystemException e) {
                // Only root may give it away; what this user makes, this user can use.
            }
        }
    }

    /** Makes an empty file, if there is none. */
    static void makeEmpty(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, mode("rw-------"));
        }
    }

    /**
     * Writes a file so that it is there as a whole or not at all, also after a power cut. A file that was there keeps its
     * owner, its group and its mode: these are the service's, although root changes it.
     */
    static void write(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            writeTemporary(temporary, text);
            keepOwner(file, temporary);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary); // It may hold a secret.
        }
    }

    private static void writeTemporary(Path temporary, String text) throws IOException {
        Files.deleteIfExists(temporary);
        try (FileChannel channel = FileChannel.open(
                temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode("rw-------"))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void keepOwner(Path file, Path temporary) throws IOException {
        if (POSIX && Files.exists(file)) {
            PosixFileAttributes before = Files.readAttributes(file, PosixFileAttributes.class);
            PosixFileAttributeView now = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
            now.setOwner(before.owner());
            now.setGroup(before.group());
            now.setPermissions(before.permissions());
        }
    }
}
