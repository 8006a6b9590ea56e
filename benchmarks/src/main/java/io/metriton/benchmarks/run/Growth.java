package io.metriton.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a report costs when many wait: time and memory for each must stay the same. */
final class Growth implements Benchmarks.Benchmark {
    /** A heap for a million of them, which is there from the start and is seldom collected. */
    private static final List<String> JVM =
            List.of("-XX:+UseParallelGC", "-Xms6g", "-Xmx6g", "-Xmn4g", "-XX:+AlwaysPreTouch");

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long ROOM = 8L << 30;

    /** The bound of an outbox. */
    private static final int MOST_STORED = 1_000;

    private static final String QUEUE = """
            Microseconds of a report; "growth" is what it costs in all as a multiple of that at 1,000. Medians (and quartiles); \
            short backlogs are repeated many times. Processes with 6 GiB of heap (`-XX:+UseParallelGC -Xmn4g`).

            Queue: on the caller's thread, and for its delivery (encoding, a transport that answers at once, telling the future) while \
            the others wait behind the first, which was held up. Bytes of heap that it takes before and after it is encoded.

            | waiting | report | deliver | growth | bytes waiting | bytes encoded |
            |---|---|---|---|---|---|
            """;
    private static final String BOUNDED = """

            With the limits that are the default, of %,.0f reports %,.0f are refused, and the others take %,.0f KiB of heap.

            """;
    private static final String OUTBOX = """
            Outbox in files (%s), not forced: to put a report; and for a later process to take it over (20 at a time) and remove it. \
            By hand: what has to be done with the files of that, so that the file system's own growth is seen: make and rename; \
            list, look at the size, read, move, delete. An outbox holds 1,000 reports at most, and lists them with each report that is put, \
            so that the bound holds for all processes. Bytes of heap that go with a report of which it is known that it was left.

            | reports | put | by hand | take over, remove | by hand | growth | by hand | ours : by hand | bytes |
            |---|---|---|---|---|---|---|---|---|
            """;

    private final int rounds;
    private final List<Integer> backlogs;

    Growth(boolean quick) {
        this.rounds = quick ? 1 : 3;
        this.backlogs = quick ? List.of(10, 1_000, 10_000) : List.of(10, 100, 1_000, 10_000, 100_000, 1_000_000);
    }

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String run(Path charts) throws Exception {
        StringBuilder text = new StringBuilder(Benchmarks.Benchmark.heading("Growth: a backlog"));
        text.append(QUEUE);
        queue(text);
        outbox(text, folder());
        return text.append('\n').toString();
    }

    /**
     * Rather not on a disk, which after so many files is busy with itself: ext4, say, looks again at all that were just
     * deleted.
     */
    private static Path folder() throws IOException {
        return Files.isDirectory(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ROOM
                ? MEMORY
                : Path.of(System.getProperty("java.io.tmpdir"));
    }

    private void queue(StringBuilder text) throws Exception {
        List<Object> arguments = new ArrayList<>(List.of(rounds));
        arguments.addAll(backlogs);
        List<double[]> lines = Jvm.numbers(QueueGrowth.class, JVM, arguments.toArray());
        double[] bounded = lines.remove(lines.size() - 1);
        GrowthRows rows = new GrowthRows(lines);
        for (int each : rows.backlogs()) {
            text.append(String.format(
                    "| %,d | %s | %s | %s | %s | %s |%n",
                    each,
                    rows.median(each, 0),
                    rows.text(each, 1),
                    rows.growth(each, 2),
                    rows.median(each, 3),
                    rows.median(each, 4)));
        }
        text.append(String.format(BOUNDED, bounded[0], bounded[1], bounded[2] / 1_024));
    }

    private void outbox(StringBuilder text, Path folder) throws Exception {
        text.append(String.format(OUTBOX, Files.getFileStore(folder).type()));
        List<Object> arguments = new ArrayList<>(List.of(folder));
        backlogs.stream().filter(each -> each <= MOST_STORED).forEach(arguments::add);
        GrowthRows rows = new GrowthRows(Jvm.numbers(OutboxGrowth.class, JVM, arguments.toArray()));
        for (int each : rows.backlogs()) {
            text.append(String.format(
                    "| %,d | %s | %s | %s | %s | %s | %s | %s | %s |%n",
                    each,
                    rows.text(each, 0),
                    rows.median(each, 1),
                    rows.text(each, 2),
                    rows.median(each, 3),
                    rows.growth(each, 4),
                    rows.growth(each, 5),
                    rows.text(each, 6),
                    rows.median(each, 7)));
        }
    }
}
