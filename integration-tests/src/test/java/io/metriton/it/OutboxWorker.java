package io.metriton.it;

import io.metriton.api.Outbox;
import io.metriton.api.StoredReport;
import io.metriton.outbox.fs.FilesystemOutbox;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The main class of a process that uses an outbox until it is killed, and writes down what it is about to do and what it has
 * done: lines of {@code <life> <time> <what> <key>}. A life is one open outbox.
 */
final class OutboxWorker {
    static final URI ENDPOINT = URI.create("https://metriton.example.org/scout");

    private final Path root;
    private final String name;
    private final Random random;
    private final OutputStream log;
    private final List<String> owned = new ArrayList<>();
    private FilesystemOutbox outbox;
    private int lives;
    private int reports;

    private OutboxWorker(Path root, Path log) throws IOException {
        this.root = root;
        this.name = log.getFileName().toString();
        this.random = new Random(name.hashCode());
        this.log = Files.newOutputStream(log, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        this.outbox = open(root);
    }

    /** The arguments: the outbox, the log, and {@code put}, or {@code all} for everything that can be done. */
    public static void main(String[] args) throws Exception {
        OutboxWorker worker = new OutboxWorker(Path.of(args[0]), Path.of(args[1]));
        System.out.println("ready");
        System.in.read();
        worker.put();
        System.out.println("kept");
        while (true) {
            if (args[2].equals("put")) {
                worker.put();
            } else {
                worker.step();
            }
        }
    }

    /** So large that none is pushed out. */
    static FilesystemOutbox open(Path root) {
        return FilesystemOutbox.builder(root)
                .maxReports(Integer.MAX_VALUE)
                .maxBytes(Long.MAX_VALUE / 2)
                .build();
    }

    /** Of different lengths, up to some pages. */
    static byte[] bodyOf(String key) {
        return key.repeat(1 + Math.abs(key.hashCode() % 500)).getBytes(StandardCharsets.UTF_8);
    }

    private void step() throws IOException {
        int dice = random.nextInt(100);
        if (dice < 45) {
            put();
        } else if (dice < 80) {
            remove();
        } else if (dice < 94) {
            takeOver();
        } else {
            reopen();
        }
    }

    private void put() throws IOException {
        String key = name + "-" + reports++;
        write("putting", key);
        Instant created = Instant.now().minusSeconds(10); // Else it is left alone, as too young.
        outbox.put(new StoredReport(key, ENDPOINT, created, bodyOf(key)), Outbox.Durability.POWER_LOSS);
        write("put", key);
        if (outbox.claim(key)) {
            write("claimed", key);
            owned.add(key);
        }
    }

    private void remove() throws IOException {
        if (!owned.isEmpty()) {
            String key = owned.remove(random.nextInt(owned.size()));
            write("removing", key);
            outbox.remove(key);
            write("removed", key);
        }
    }

    private void takeOver() throws IOException {
        Outbox.TakenOver taken = outbox.takeOver(ENDPOINT, 1 + random.nextInt(20));
        for (StoredReport report : taken.reports()) {
            write(Arrays.equals(report.body(), bodyOf(report.key())) ? "took" : "damaged", report.key());
            owned.add(report.key());
        }
        if (taken.discarded() > 0) {
            write("discarded", String.valueOf(taken.discarded()));
        }
    }

    private void reopen() throws IOException {
        write("closing", "-");
        outbox.close();
        owned.clear();
        lives++;
        outbox = open(root);
    }

    /** One write each, which outlives this process; the clock is the same for all processes of a machine. */
    private void write(String what, String key) throws IOException {
        String line = name + "/" + lives + " " + System.nanoTime() + " " + what + " " + key + "\n";
        log.write(line.getBytes(StandardCharsets.UTF_8));
    }
}
