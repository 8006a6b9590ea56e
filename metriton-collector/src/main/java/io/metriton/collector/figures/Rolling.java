package io.metriton.collector.figures;

import java.util.OptionalInt;

/**
 * Windows of the last days, kept as differences: the figure of a day is the sum of all differences up to it, so one
 * more seen day changes two counters, however long the window is.
 */
final class Rolling {

    /** The days of the longest window. */
    static final int LONGEST = 28;

    private Rolling() {}

    /**
     * Adds a day that was not seen yet.
     *
     * @param before the nearest seen day before it
     * @param day the day
     * @param after the nearest seen day after it
     */
    static void add(OptionalInt before, int day, OptionalInt after, Changes changes) {
        add(Metric.ROLLING_7, 7, before, day, after, changes);
        add(Metric.ROLLING_28, LONGEST, before, day, after, changes);
    }

    // Windows that end on these days hold the day, and neither of its neighbours.
    private static void add(
            Metric metric, int length, OptionalInt before, int day, OptionalInt after, Changes changes) {
        int from = before.isPresent() ? Math.max(day, before.getAsInt() + length) : day;
        int to = after.isPresent() ? Math.min(day + length, after.getAsInt()) : day + length;
        if (from < to) {
            changes.add(metric, from, 1);
            changes.add(metric, to, -1);
        }
    }
}
