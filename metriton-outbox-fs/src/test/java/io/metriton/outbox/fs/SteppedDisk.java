package io.metriton.outbox.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A disk that tells of every step before it is made; what is told may throw. */
class SteppedDisk extends Disk {
    /** What happens before a step. */
    interface Before {
        void step(Path path) throws IOException;
    }

    private final Before before;
    private int forced;

    SteppedDisk(Before before) {
        this.before = before;
    }

    /** How often the disk was waited for; it is not, in fact. */
    int forced() {
        return forced;
    }

    @Override
    FileChannel create(Path file) throws IOException {
        before.step(file);
        return super.create(file);
    }

    @Override
    void write(FileChannel channel, byte[] content) throws IOException {
        before.step(Path.of(""));
        super.write(channel, Arrays.copyOf(content, content.length / 2));
        before.step(Path.of(""));
        super.write(channel, Arrays.copyOfRange(content, content.length / 2, content.length));
    }

    @Override
    void write(Path path, byte[] content) throws IOException {
        before.step(path);
        super.write(path, Arrays.copyOf(content, content.length / 2));
        before.step(path);
        Files.write(path, content);
    }

    @Override
    byte[] readFile(Path path, int max) throws IOException {
        before.step(path);
        return super.readFile(path, max);
    }

    @Override
    void force(FileChannel channel) throws IOException {
        before.step(Path.of(""));
        forced++;
    }

    @Override
    void force(Path folder) {
        forced++;
    }

    @Override
    void move(Path from, Path to) throws IOException {
        before.step(from);
        super.move(from, to);
    }

    @Override
    void link(Path name, Path file) throws IOException {
        before.step(name);
        super.link(name, file);
    }

    @Override
    boolean delete(Path path) throws IOException {
        before.step(path);
        return super.delete(path);
    }

    @Override
    List<String> names(Path folder) throws IOException {
        before.step(folder);
        return super.names(folder);
    }

    @Override
    byte[] read(Path file, int max) throws IOException {
        before.step(file);
        return super.read(file, max);
    }
}
