package io.metriton.it;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.Reporter;
import io.metriton.outbox.fs.FilesystemOutbox;
import io.metriton.transport.socket.SocketTransportProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A program that reports once a day and counts in between. Arguments: endpoint, folder of the outbox, the time, what it does:
 * {@code once} counts once and ends; {@code forever} counts from four threads until it is killed, {@code short} until it has
 * counted so many times each; then the file to tell in what it has begun to count and what is certain, a seed, and how many.
 */
final class DailyChild {
    static final int THREADS = 4;
    static final int NAMES = 12;

    /** Where in the file it says what is certain; before that, what each thread has begun to count. */
    static final int CERTAIN = THREADS;

    private DailyChild() {}

    static BackgroundReporter daily(String endpoint, Path outbox, Instant time) {
        return BackgroundReporter.builder(Reporter.builder("daily", "1.0")
                        .endpoint(URI.create(endpoint))
                        .installId("11111111-2222-4333-8444-555555555555")
                        .timeout(Duration.ofSeconds(2))
                        .transport(new SocketTransportProvider()))
                .outbox(FilesystemOutbox.builder(outbox).build())
                .clock(Clock.fixed(time, ZoneOffset.UTC))
                .exitBudget(Duration.ofSeconds(20)) // Ten JVMs at once take their time.
                .daily(() -> Map.of("os", "linux"))
                .build();
    }

    public static void main(String[] args) throws Exception {
        BackgroundReporter daily = daily(args[0], Path.of(args[1]), Instant.parse(args[2]));
        System.out.println("started");
        if (args[3].equals("once")) {
            daily.count("commands", "once");
            System.in.read(); // Until it is told to end.
            return;
        }
        ByteBuffer told = map(Path.of(args[4]));
        int many = args[3].equals("forever") ? Integer.MAX_VALUE : Integer.parseInt(args[6]);
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            threads[i] = new Thread(new Counter(daily, told, i, Long.parseLong(args[5]) + i, many));
            threads[i].setDaemon(true);
            threads[i].start();
        }
        while (args[3].equals("forever")) {
            long counted = counted(told);
            if (daily.persist(Duration.ofSeconds(20))) {
                told.putLong(CERTAIN * Long.BYTES, counted);
            }
        }
        for (Thread each : threads) {
            each.join();
        }
    }

    /** Counts, and says before each time that it is about to. */
    private record Counter(BackgroundReporter daily, ByteBuffer told, int number, long seed, int many)
            implements Runnable {
        @Override
        public void run() {
            SplittableRandom random = new SplittableRandom(seed);
            for (long n = 1; n <= many; n++) {
                told.putLong(number * Long.BYTES, n);
                daily.count("commands", "name-" + random.nextInt(NAMES));
                if (n % 500 == 0) {
                    Thread.yield();
                }
            }
        }
    }

    /** All but the last of each thread has been counted for certain. */
    private static long counted(ByteBuffer told) {
        long counted = 0;
        for (int i = 0; i < THREADS; i++) {
            counted += Math.max(0, told.getLong(i * Long.BYTES) - 1);
        }
        return counted;
    }

    static ByteBuffer map(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, (CERTAIN + 1L) * Long.BYTES);
        }
    }
}
