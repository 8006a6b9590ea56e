package io.metriton.examples.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A temporary folder with the collector that runs in it. {@link #close} ends the collector and deletes the folder; so does
 * the end of the JVM, by Ctrl-C or a signal. Thread-safe.
 */
final class Stage implements AutoCloseable {

    /** How many days are simulated, if any. */
    static final int DAYS = 200;

    private final Path folder;
    private final Thread hook = new Thread(this::clear);
    private Optional<LocalCollector> collector = Optional.empty();

    Stage() throws IOException {
        folder = Files.createTempDirectory("metriton-quickstart");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    Path folder() {
        return folder;
    }

    /** The home of the user who runs the application. */
    Path home() {
        return folder.resolve("home");
    }

    /** Starts the collector, perhaps with a history. Blocks until it is ready. */
    LocalCollector start(Path jar, boolean history) throws IOException, InterruptedException {
        if (!Files.exists(jar)) {
            throw new IOException("there is no collector at "
                    + jar.toAbsolutePath().normalize() + ": name its jar with -Dmetriton.collector.jar");
        }
        Path data = folder.resolve("data");
        if (history) {
            LocalCollector.simulate(jar, data, DAYS);
        }
        long began = System.nanoTime();
        LocalCollector started = LocalCollector.start(jar, data);
        synchronized (this) {
            collector = Optional.of(started);
        }
        started.awaitReady();
        System.out.printf(
                "java -jar %s serve: ready after %.1f s%n", jar.getFileName(), (System.nanoTime() - began) / 1e9);
        return started;
    }

    @Override
    public void close() {
        clear();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM ends already: the hook waits for this call, and finds nothing to do.
        }
    }

    private synchronized void clear() {
        collector.ifPresent(LocalCollector::close);
        collector = Optional.empty();
        delete(folder);
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
