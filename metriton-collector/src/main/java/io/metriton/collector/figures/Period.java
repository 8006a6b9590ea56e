package io.metriton.collector.figures;

import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/** What days are added up to: one day, an ISO week (from Monday), or a calendar month. */
public enum Period {
    DAY(0, Metric.ACTIVE_DAY, Metric.NEW_DAY, Metric.COUNT, Metric.COUNT_REPORTS) {
        @Override
        public int start(int day) {
            return day;
        }

        @Override
        public int end(int day) {
            return day;
        }
    },
    WEEK(1, Metric.ACTIVE_WEEK, Metric.NEW_WEEK, Metric.COUNT_WEEK, Metric.COUNT_REPORTS_WEEK) {
        @Override
        public int start(int day) {
            // 1970-01-01 was a Thursday, three days after a Monday.
            return day - Math.floorMod(day + 3, 7);
        }

        @Override
        public int end(int day) {
            return start(day) + 6;
        }
    },
    MONTH(2, Metric.ACTIVE_MONTH, Metric.NEW_MONTH, Metric.COUNT_MONTH, Metric.COUNT_REPORTS_MONTH) {
        @Override
        public int start(int day) {
            return day - LocalDate.ofEpochDay(day).getDayOfMonth() + 1;
        }

        @Override
        public int end(int day) {
            return (int) LocalDate.ofEpochDay(day)
                    .with(TemporalAdjusters.lastDayOfMonth())
                    .toEpochDay();
        }
    };

    private final int index;
    private final Metric active;
    private final Metric fresh;
    private final Metric count;
    private final Metric countReports;

    Period(int index, Metric active, Metric fresh, Metric count, Metric countReports) {
        this.index = index;
        this.active = active;
        this.fresh = fresh;
        this.count = count;
        this.countReports = countReports;
    }

    /**
     * The first day of the period that a day is in.
     *
     * @param day any day
     * @return that day or an earlier one
     */
    public abstract int start(int day);

    /**
     * The last day of the period that a day is in.
     *
     * @param day any day
     * @return that day or a later one
     */
    public abstract int end(int day);

    /**
     * The metric of installations that reported in such a period.
     *
     * @return a counter kept for each period
     */
    public Metric active() {
        return active;
    }

    /**
     * The metric of installations whose first report is of such a period.
     *
     * @return a counter kept for each period
     */
    public Metric fresh() {
        return fresh;
    }

    /**
     * The metric of what reports counted in such a period.
     *
     * @return a counter kept for each period
     */
    public Metric count() {
        return count;
    }

    /**
     * The metric of reports that counted something in such a period.
     *
     * @return a counter kept for each period
     */
    public Metric countReports() {
        return countReports;
    }

    /** Its place in lists that hold something for each period. */
    int index() {
        return index;
    }

    boolean same(int one, int other) {
        return start(one) == start(other);
    }
}
