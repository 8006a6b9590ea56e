package io.metriton.it;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Says whether a file in the home can be locked, and linked. */
public final class FileSystemChild {
    private FileSystemChild() {}

    public static void main(String[] args) throws IOException {
        Path file = Path.of(System.getenv("HOME"), "probe");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            System.out.println(lock(channel));
        }
        System.out.println(link(file));
    }

    private static String lock(FileChannel channel) {
        try (FileLock lock = channel.lock()) {
            return lock.isValid() ? "locks" : "no locks";
        } catch (IOException e) {
            return "no locks";
        }
    }

    private static String link(Path file) {
        try {
            Files.delete(Files.createLink(file.resolveSibling("linked"), file));
            return "links";
        } catch (IOException e) {
            return "no links";
        }
    }
}
