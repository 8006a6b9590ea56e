package io.metriton.collector.figures;

/** What is counted. The codes are stored, so they never change their meaning. */
public enum Metric {
    /** Installations that reported on a day. */
    ACTIVE_DAY(1),
    /** Installations that reported in a week; kept under its Monday. */
    ACTIVE_WEEK(2),
    /** Installations that reported in a month; kept under its first day. */
    ACTIVE_MONTH(3),
    /** Installations that reported for the first time on a day. */
    NEW_DAY(4),
    /** Installations that reported for the first time in a week. */
    NEW_WEEK(5),
    /** Installations that reported for the first time in a month. */
    NEW_MONTH(6),
    /** Reports of a day, of installations or without an ID. */
    REPORTS(7),
    /** Reports of a day that named no installation. */
    WITHOUT_ID(8),
    /** By how much the installations of the last 7 days are more than the day before. */
    ROLLING_7(9),
    /** By how much the installations of the last 28 days are more than the day before. */
    ROLLING_28(10),
    /** Installations of a week of first reports (the day) that reported so many weeks later (the value). */
    COHORT(11),
    /** What reports of a day counted under a name (the value). */
    COUNT(12),
    /** How many reports of a day counted something under a name (the value). */
    COUNT_REPORTS(13),
    /** What reports of a week counted under a name (the value); kept under its Monday. */
    COUNT_WEEK(14),
    /** How many reports of a week counted something under a name (the value). */
    COUNT_REPORTS_WEEK(15),
    /** What reports of a month counted under a name (the value); kept under its first day. */
    COUNT_MONTH(16),
    /** How many reports of a month counted something under a name (the value). */
    COUNT_REPORTS_MONTH(17);

    private final int code;

    Metric(int code) {
        this.code = code;
    }

    /**
     * The number under which a store keeps the metric.
     *
     * @return a small positive number
     */
    public int code() {
        return code;
    }
}
