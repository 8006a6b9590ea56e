package io.metriton.it;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.Reporter;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A program that reports from eight threads as fast as the queue takes it, and says which reports it knows to be stored.
 * Arguments: endpoint, number of this run, file to count in, what to do in the end ({@code forever}, {@code main}, {@code
 * exit}, {@code term}, {@code drain}), how many reports a thread.
 */
final class DeliveryChild {
    static final int THREADS = 8;
    static final int RUN = 10_000_000;
    static final int THREAD = 1_000_000;

    private DeliveryChild() {}

    public static void main(String[] args) throws Exception {
        BackgroundReporter background = BackgroundReporter.builder(Reporter.builder("killed", "1.0")
                        .endpoint(URI.create(args[0]))
                        .installId("11111111-2222-4333-8444-555555555555")
                        .timeout(Duration.ofSeconds(2))
                        .transport("urlconnection")
                        .build())
                .build();
        if (args[3].equals("drain")) {
            drain(background);
        }
        ByteBuffer counts = map(Path.of(args[2]));
        ConcurrentLinkedQueue<Integer> accepted = new ConcurrentLinkedQueue<>();
        int reports = Integer.parseInt(args[4]);
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            int first = Integer.parseInt(args[1]) * RUN + i * THREAD;
            int place = i * Integer.BYTES;
            threads[i] = new Thread(() -> report(background, first, reports, accepted, counts, place));
            threads[i].setDaemon(true);
            threads[i].start();
        }
        System.out.println("started");
        if (args[3].equals("forever")) {
            while (true) {
                confirm(background, accepted);
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("accepted " + accepted.size());
        if (args[3].equals("exit")) {
            System.exit(0);
        } else if (args[3].equals("term")) {
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    private static void report(
            BackgroundReporter background,
            int first,
            int count,
            ConcurrentLinkedQueue<Integer> accepted,
            ByteBuffer counts,
            int place) {
        for (int i = 0; i < count; i++) {
            CompletableFuture<?> future = background.report(Map.of("n", first + i));
            if (future.isCompletedExceptionally()) {
                i--; // The queue is full: once more.
                Thread.onSpinWait();
            } else {
                accepted.add(first + i);
                counts.putInt(place, i + 1);
            }
        }
    }

    private static void confirm(BackgroundReporter background, ConcurrentLinkedQueue<Integer> accepted) {
        List<Integer> before = List.copyOf(accepted);
        if (background.persist(Duration.ofSeconds(10))) {
            StringBuilder line = new StringBuilder("stored");
            before.forEach(n -> line.append(' ').append(n));
            accepted.removeAll(before);
            System.out.println(line.append('.')); // The line may be cut off when the process is killed.
        }
    }

    /** Delivers what all the others left, until it is killed. */
    private static void drain(BackgroundReporter background) {
        while (true) {
            background.report(Map.of("n", -1));
            background.flush(Duration.ofMinutes(1));
        }
    }

    private static ByteBuffer map(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, THREADS * Integer.BYTES);
        }
    }
}
