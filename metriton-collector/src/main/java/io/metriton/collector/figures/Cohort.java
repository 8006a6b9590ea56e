package io.metriton.collector.figures;

/** Counts in which weeks installations report, by the week of their first report. */
final class Cohort {

    private Cohort() {}

    static void add(int firstDay, int day, int delta, Changes changes) {
        int from = Period.WEEK.start(firstDay);
        int weeks = (Period.WEEK.start(day) - from) / 7;
        changes.add(new Counter(Metric.COHORT, Dimension.TOTAL, from, weeks), delta);
    }
}
