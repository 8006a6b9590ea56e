package io.metriton.collector.web.chart;

import java.util.List;

/**
 * What a chart shows: values of some series for the same periods. Immutable.
 *
 * @param title what it shows, for those who cannot see it
 * @param periods the name of each period
 * @param series what is drawn; the first is at the bottom of a stack
 * @param previous the values of the periods before these; empty for none
 * @param marks what happened in some of the periods
 * @param open from which period on values may still grow; their number if none may
 */
public record Chart(
        String title, List<String> periods, List<Series> series, List<Long> previous, List<Mark> marks, int open) {

    /**
     * Copies the lists.
     *
     * @param title what it shows
     * @param periods the name of each period
     * @param series what is drawn
     * @param previous the values of the periods before these
     * @param marks what happened in some of the periods
     * @param open from which period on values may still grow
     */
    public Chart {
        periods = List.copyOf(periods);
        series = List.copyOf(series);
        previous = List.copyOf(previous);
        marks = List.copyOf(marks);
    }

    /**
     * The values of something, one for each period.
     *
     * @param name what it is
     * @param values as many as there are periods
     */
    public record Series(String name, List<Long> values) {}

    /**
     * Something that happened.
     *
     * @param period the number of the period
     * @param label what happened
     */
    public record Mark(int period, String label) {}

    /** Whether there is nothing to see. */
    boolean isEmpty() {
        return highestLine() == 0;
    }

    /** The greatest value of a line. */
    long highestLine() {
        long highest = previous.stream().mapToLong(n -> n).max().orElse(0);
        for (Series line : series) {
            highest = Math.max(
                    highest, line.values().stream().mapToLong(n -> n).max().orElse(0));
        }
        return highest;
    }

    /** The greatest height of a stack. */
    long highestStack() {
        long highest = previous.stream().mapToLong(n -> n).max().orElse(0);
        for (int i = 0; i < periods.size(); i++) {
            highest = Math.max(highest, total(i));
        }
        return highest;
    }

    long total(int period) {
        return series.stream().mapToLong(one -> one.values().get(period)).sum();
    }
}
