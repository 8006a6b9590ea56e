package io.metriton.benchmarks.run;

/**
 * A process in which more and more reports wait. Prints for each backlog the microseconds of a report on the caller's
 * thread, those of its delivery, both together, and the bytes of heap that it takes before and after it is encoded: NaN
 * where that was not measured.
 */
final class QueueGrowth {
    private static final int WARM_UP = 200_000;

    private QueueGrowth() {}

    /** Arguments: how many rounds, and backlogs. */
    public static void main(String[] args) {
        int[] backlogs = new int[args.length - 1];
        for (int i = 0; i < backlogs.length; i++) {
            backlogs[i] = Integer.parseInt(args[i + 1]);
        }
        int most = backlogs[backlogs.length - 1] + 1;
        try (Backlog backlog = new Backlog(limits -> limits.maxReports(most).maxBytes(1L << 40))) {
            time(backlog, WARM_UP / 1_000, 1_000, false);
            memory(backlog, 1_000, false);
            for (int round = 0; round < Integer.parseInt(args[0]); round++) {
                for (int reports : backlogs) {
                    time(backlog, samples(reports), reports, true);
                    if (reports >= 1_000) { // Else what the JVM itself has meanwhile is more.
                        memory(backlog, reports, true);
                    }
                }
            }
        }
        bounded(most);
    }

    /** Short ones many times: what does not depend on their length, such as waking a thread, is part of them. */
    private static int samples(int reports) {
        return Math.max(1, Math.min(100, 200_000 / reports));
    }

    private static void time(Backlog backlog, int samples, int reports, boolean print) {
        System.gc();
        for (int i = 0; i < samples; i++) {
            backlog.first();
            long start = System.nanoTime();
            backlog.report(reports);
            long reported = System.nanoTime();
            backlog.letIn(reports);
            long delivered = System.nanoTime();
            if (print) {
                double micros = 1e3 * reports;
                print(
                        reports,
                        (reported - start) / micros,
                        (delivered - reported) / micros,
                        (delivered - start) / micros,
                        Double.NaN,
                        Double.NaN);
            }
        }
    }

    private static void memory(Backlog backlog, int reports, boolean print) {
        backlog.first();
        double before = used();
        backlog.report(reports);
        double waiting = (used() - before) / reports;
        backlog.letOneIn();
        double encoded = (used() - before) / reports;
        backlog.letIn(reports - 1);
        if (print) {
            print(reports, Double.NaN, Double.NaN, Double.NaN, waiting, encoded);
        }
    }

    /** With the limits that are the default. The last line: reports, how many were refused, bytes in all. */
    private static void bounded(int reports) {
        try (Backlog backlog = new Backlog(limits -> limits)) {
            backlog.first();
            double before = used();
            backlog.report(reports);
            backlog.letOneIn();
            print(reports, backlog.refused(), used() - before);
        }
    }

    private static void print(double... numbers) {
        StringBuilder line = new StringBuilder();
        for (double each : numbers) {
            line.append(line.isEmpty() ? "" : " ").append(each);
        }
        System.out.println(line);
    }

    /** Bytes of heap that are reachable. */
    static double used() {
        for (int i = 0; i < 2; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
