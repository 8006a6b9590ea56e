package io.metriton.benchmarks.run;

/** A kind of run: how many reports were to be heard, how many were, how many wait in homes, and what the run took. */
final class ArrivalRow {
    final Samples walls = new Samples();
    private final String tool;
    private final String run;
    private final Samples without;
    private long expected;
    private long heard;
    private long waiting;
    private boolean waits;

    /**
     * Nothing measured yet.
     *
     * @param tool and its endpoint
     * @param run which, and how long it works
     * @param without what the same takes without telemetry
     */
    ArrivalRow(String tool, String run, Samples without) {
        this.tool = tool;
        this.run = run;
        this.without = without;
    }

    void add(double wall) {
        walls.add(wall);
    }

    void count(long expectedNow, long heardNow) {
        expected += expectedNow;
        heard += heardNow;
    }

    /** How many reports wait in the home afterwards. */
    void left(long reports) {
        waits = true;
        waiting += reports;
    }

    @Override
    public String toString() {
        double free = without.median();
        return String.format(
                "| %s | %s | %d of %d | %s | %s (%s–%s) |%n",
                tool,
                run,
                heard,
                expected,
                waits ? String.valueOf(waiting) : "",
                millis(walls.median() - free),
                millis(walls.at(0.25) - free),
                millis(walls.at(0.75) - free));
    }

    private static String millis(double value) {
        return String.valueOf(Math.round(value));
    }
}
