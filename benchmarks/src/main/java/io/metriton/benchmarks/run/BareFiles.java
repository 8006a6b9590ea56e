package io.metriton.benchmarks.run;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The files of an outbox by hand, and what has to be done with each of them: so that what they cost by themselves is seen. */
final class BareFiles {
    private final Path folder;
    private final Path taken;
    private final int files;

    BareFiles(Path parent, int files) throws IOException {
        this.folder = Files.createTempDirectory(parent, "benchmark-left");
        this.taken = Files.createTempDirectory(parent, "benchmark-own");
        this.files = files;
    }

    /** Each is written under another name, and renamed. Nanoseconds. */
    long put() throws IOException {
        long start = System.nanoTime();
        for (int i = 0; i < files; i++) {
            Path temporary = folder.resolve("report-" + i + ".tmp");
            Files.write(temporary, Exchange.BODY, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            move(temporary, folder.resolve("report-" + i));
        }
        return System.nanoTime() - start;
    }

    /** All are listed, looked at and sorted; then each is read, moved and deleted, and the folders in the end. Nanoseconds. */
    long take() throws IOException {
        long start = System.nanoTime();
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path each : all) {
                if (Files.size(each) > 0) {
                    found.add(each);
                }
            }
        }
        Collections.sort(found);
        for (Path each : found) {
            Path own = taken.resolve(each.getFileName());
            Files.readAllBytes(each);
            move(each, own);
            Files.delete(own);
        }
        Files.delete(folder);
        Files.delete(taken);
        return System.nanoTime() - start;
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
