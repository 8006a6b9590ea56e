package io.metriton.outbox.fs;

import io.metriton.api.support.OwnFiles;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The file operations of this module, each about one call of the operating system. Not final, so that tests can end a
 * process, or fill a disk, at each of them. Stateless.
 */
class Disk {

    /**
     * Makes a folder and those above it, for the user alone (0700, as the XDG Base Directory Specification wants it); those
     * that are there stay as they are. Returns those that were made.
     */
    List<Path> createFolders(Path folder) throws IOException {
        return OwnFiles.createFolders(folder, "rwx------");
    }

    /** Makes a file for the user alone. */
    FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                OwnFiles.mode(file, "rw-------"));
    }

    void write(FileChannel channel, byte[] content) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    void force(FileChannel channel) throws IOException {
        channel.force(true);
    }

    /** Forces what is in a file. One that is gone is another process's now, and needs no more. */
    void forceFile(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            force(channel);
        } catch (NoSuchFileException e) {
            // As it says above.
        }
    }

    /** Makes new names in a folder survive a power failure. */
    void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no folders, and not every file system can do this: then it is as safe as it gets.
        }
    }

    void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Gives a file a second name; FileAlreadyExistsException if something has that name. */
    void link(Path name, Path file) throws IOException {
        Files.createLink(name, file);
    }

    /** False if there is nothing. */
    boolean delete(Path path) throws IOException {
        return Files.deleteIfExists(path);
    }

    /** Not for a link to one. */
    final boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * The names in a folder. First by File, which is ten times as fast in a JVM that has just started; then by Files, which
     * says what is wrong.
     */
    List<String> names(Path folder) throws IOException {
        if (folder.getFileSystem() == FileSystems.getDefault()) {
            String[] names = folder.toFile().list();
            if (names != null) {
                return Arrays.asList(names);
            }
            if (folder.toFile().exists() && !folder.toFile().isDirectory()) { // To open a pipe would hang.
                throw new NotDirectoryException(folder.toString());
            }
        }
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                names.add(entry.getFileName().toString());
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    /** The size of a regular file; negative if it is something else, such as a link or a pipe. */
    long size(Path path) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return attributes.isRegularFile() ? attributes.size() : -1;
    }

    /** When a file was last written, in milliseconds. */
    long modified(Path path) throws IOException {
        return Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toMillis();
    }

    /**
     * Writes a small file for the user alone, which survives the end of the process. By File, which loads no class of channels
     * and sockets: half of what that costs a JVM that has just started.
     */
    void write(Path path, byte[] content) throws IOException {
        File file = path.toFile();
        if (!file.createNewFile()) { // Also where a link is, which would be followed.
            throw new FileAlreadyExistsException(path.toString());
        }
        try (FileOutputStream out = new FileOutputStream(file)) {
            file.setReadable(false, false);
            file.setReadable(true, true);
            file.setWritable(false, false);
            file.setWritable(true, true);
            out.write(content);
        }
    }

    /** As {@link #read}, for a file that is known to be no link, by File. */
    byte[] readFile(Path path, int max) throws IOException {
        try (InputStream in = new FileInputStream(path.toFile())) {
            return in.readNBytes(max);
        } catch (FileNotFoundException e) {
            if (path.toFile().exists()) {
                throw e;
            }
            throw new NoSuchFileException(path.toString());
        }
    }

    /** What is in a file, but of a large one no more than {@code max} bytes. */
    byte[] read(Path file, int max) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(max);
        }
    }
}
