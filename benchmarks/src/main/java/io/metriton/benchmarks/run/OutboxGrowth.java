package io.metriton.benchmarks.run;

import io.metriton.api.Outbox;
import io.metriton.api.StoredReport;
import io.metriton.outbox.fs.FilesystemOutbox;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A process that puts reports into an outbox, and takes them over as a later process does. Prints for each backlog the
 * microseconds of a report to put it, and to take it over and remove it, each of them followed by those by hand ({@link
 * BareFiles}); both together, ours and by hand; the first as a multiple of the second; and the bytes of heap that go with a
 * report that is known to be left.
 */
final class OutboxGrowth {
    private static final URI ENDPOINT = URI.create("http://127.0.0.1:1/scout");
    private static final int AT_ONCE = 20;
    private static final int WARM_UPS = 5;

    /** What is younger than seconds is not taken over: the process that made it may just be sending it. */
    private static final Duration AGE = Duration.ofMinutes(1);

    private final Path parent;
    private final int reports;
    private double bytes;

    private OutboxGrowth(Path parent, int reports) {
        this.parent = parent;
        this.reports = reports;
    }

    /** Arguments: a folder, and backlogs. */
    public static void main(String[] args) throws Exception {
        Path parent = Path.of(args[0]);
        for (int i = 0; i < WARM_UPS; i++) {
            new OutboxGrowth(parent, 1_000).measure();
        }
        for (int i = 1; i < args.length; i++) {
            int reports = Integer.parseInt(args[i]);
            for (int sample = 0; sample < samples(reports); sample++) {
                System.out.println(new OutboxGrowth(parent, reports).measure());
            }
        }
    }

    private static int samples(int reports) {
        return Math.max(1, Math.min(100, 20_000 / reports));
    }

    private String measure() throws IOException {
        Path folder = Files.createTempDirectory(parent, "benchmark-outbox");
        System.gc();
        double put = micros(put(folder));
        double taken = micros(take(folder));
        Files.delete(folder);
        BareFiles bare = new BareFiles(parent, reports);
        System.gc();
        double barePut = micros(bare.put());
        double bareTaken = micros(bare.take());
        double ours = put + taken;
        double byHand = barePut + bareTaken;
        return String.format(
                Locale.ROOT,
                "%d %f %f %f %f %f %f %f %f",
                reports,
                put,
                barePut,
                taken,
                bareTaken,
                ours,
                byHand,
                ours / byHand,
                bytes);
    }

    private double micros(long nanos) {
        return nanos / 1e3 / reports;
    }

    private long put(Path folder) throws IOException {
        long start = System.nanoTime();
        try (FilesystemOutbox outbox = open(folder)) {
            Instant left = Instant.now().minus(AGE);
            for (int i = 0; i < reports; i++) {
                outbox.put(new StoredReport("key-" + i, ENDPOINT, left, Exchange.BODY), Outbox.Durability.PROCESS_END);
            }
        }
        return System.nanoTime() - start;
    }

    private long take(Path folder) throws IOException {
        double before = QueueGrowth.used();
        long start = System.nanoTime();
        try (FilesystemOutbox outbox = open(folder)) {
            List<StoredReport> some = take(outbox);
            long looking = System.nanoTime();
            bytes = reports < 1_000 ? Double.NaN : (QueueGrowth.used() - before) / reports;
            start += System.nanoTime() - looking;
            int taken = 0;
            while (!some.isEmpty()) {
                for (StoredReport each : some) {
                    outbox.remove(each.key());
                    taken++;
                }
                some = take(outbox);
            }
            if (taken != reports) {
                throw new IllegalStateException(taken + " of " + reports);
            }
        }
        return System.nanoTime() - start;
    }

    private static List<StoredReport> take(FilesystemOutbox outbox) throws IOException {
        return outbox.takeOver(ENDPOINT, AT_ONCE).reports();
    }

    private FilesystemOutbox open(Path folder) {
        return FilesystemOutbox.builder(folder)
                .maxReports(reports + 1)
                .maxBytes(1L << 40)
                .build();
    }
}
