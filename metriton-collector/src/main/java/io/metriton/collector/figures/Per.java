package io.metriton.collector.figures;

import java.util.Optional;

/** By what figures are asked for. */
public enum Per {
    /** Calendar days. */
    DAY("day", Metric.ACTIVE_DAY, Period.DAY, 1),
    /** ISO weeks. */
    WEEK("week", Metric.ACTIVE_WEEK, Period.WEEK, 7),
    /** Calendar months. */
    MONTH("month", Metric.ACTIVE_MONTH, Period.MONTH, 31),
    /** The 7 days that end with a day, for each day. */
    SEVEN_DAYS("7days", Metric.ROLLING_7, Period.DAY, 7),
    /** The 28 days that end with a day, for each day. */
    TWENTY_EIGHT_DAYS("28days", Metric.ROLLING_28, Period.DAY, 28);

    private final String label;
    private final Metric active;
    private final Period step;
    private final int days;

    Per(String label, Metric active, Period step, int days) {
        this.label = label;
        this.active = active;
        this.step = step;
        this.days = days;
    }

    /**
     * The name in the API.
     *
     * @return such as {@code day} or {@code 7days}
     */
    public String label() {
        return label;
    }

    /**
     * Finds one by its name in the API.
     *
     * @param label the name
     * @return empty if there is none
     */
    public static Optional<Per> of(String label) {
        for (Per per : values()) {
            if (per.label.equals(label)) {
                return Optional.of(per);
            }
        }
        return Optional.empty();
    }

    /**
     * Whether a new period starts each day and overlaps with the one before it.
     *
     * @return true for windows of the last days
     */
    public boolean isRolling() {
        return step == Period.DAY && days > 1;
    }

    /**
     * The metric of active installations.
     *
     * @return for windows, one of differences
     */
    public Metric active() {
        return active;
    }

    /**
     * From which day to which the next period starts.
     *
     * @return the calendar's period
     */
    public Period step() {
        return step;
    }

    /**
     * The first day of the period that is named by a day.
     *
     * @param day a day in the period; the last day of a window
     * @return the first day
     */
    public int start(int day) {
        return isRolling() ? day - days + 1 : step.start(day);
    }
}
