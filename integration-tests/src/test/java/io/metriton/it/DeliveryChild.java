package io.metriton.it;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.Reporter;
import io.metriton.outbox.fs.FilesystemOutbox;
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
import java.util.concurrent.locks.LockSupport;

/**
 * A program that reports from eight threads, and says which reports it knows to be stored. Arguments: endpoint, folder of the
 * outbox, how it ends ({@code forever}, {@code main}, {@code exit}, {@code term}, {@code hook}, {@code interrupted}, {@code
 * hasty}, {@code drain}), number of this run, file to count in, how many reports a thread, how many microseconds between two.
 */
final class DeliveryChild {
    static final int THREADS = 8;
    private static final int RUN = 100_000;

    private final BackgroundReporter background;
    private final ConcurrentLinkedQueue<Integer> accepted = new ConcurrentLinkedQueue<>();

    private DeliveryChild(String endpoint, String folder) {
        this.background = BackgroundReporter.builder(Reporter.builder("killed", "1.0")
                        .endpoint(URI.create(endpoint))
                        .installId("11111111-2222-4333-8444-555555555555")
                        .timeout(Duration.ofSeconds(2))
                        .transport("socket")
                        .build())
                .outbox(FilesystemOutbox.builder(Path.of(folder))
                        .maxReports(RUN)
                        .maxBytes(1L << 30)
                        .build())
                .build();
    }

    /** What the report of a thread says. */
    static int number(int run, int thread, int report) {
        return run * RUN + thread * (RUN / THREADS) + report;
    }

    public static void main(String[] args) throws Exception {
        DeliveryChild child = new DeliveryChild(args[0], args[1]);
        if (args[2].equals("drain")) {
            child.drain();
        } else {
            child.live(
                    args[2],
                    Integer.parseInt(args[3]),
                    map(Path.of(args[4])),
                    Integer.parseInt(args[5]),
                    Long.parseLong(args[6]) * 1_000);
        }
    }

    private void live(String end, int run, ByteBuffer counts, int reports, long pauseNanos) throws Exception {
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            threads[i] = new Thread(() -> {
                for (int n = 0; n < reports; n++) {
                    report(number(run, thread, n));
                    counts.putInt(thread * Integer.BYTES, n + 1);
                    LockSupport.parkNanos(pauseNanos);
                }
            });
            threads[i].setDaemon(true);
            threads[i].start();
        }
        System.out.println("started");
        while (end.equals("forever")) {
            confirm();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("accepted " + accepted.size());
        if (end.equals("hook")) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> background.close(Duration.ofSeconds(10))));
        } else if (end.equals("interrupted")) {
            Thread.currentThread().interrupt();
            background.close();
        } else if (end.equals("hasty")) {
            background.close(Duration.ZERO);
        } else if (end.equals("exit")) {
            System.exit(0);
        } else if (end.equals("term")) {
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    /** If the queue is full, once more. */
    private void report(int number) {
        CompletableFuture<?> future = background.report(Map.of("n", number));
        while (future.isCompletedExceptionally()) {
            LockSupport.parkNanos(100_000);
            future = background.report(Map.of("n", number));
        }
        accepted.add(number);
    }

    private void confirm() {
        List<Integer> before = List.copyOf(accepted);
        if (before.isEmpty()) {
            LockSupport.parkNanos(1_000_000);
        } else if (background.persist(Duration.ofSeconds(10))) {
            StringBuilder line = new StringBuilder("stored");
            before.forEach(n -> line.append(' ').append(n));
            accepted.removeAll(before);
            System.out.println(line.append('.')); // The line may be cut off when the process is killed.
        }
    }

    /** Delivers what all the others left, until it is killed. */
    private void drain() {
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
