package io.metriton.collector.figures;

import java.util.List;

/**
 * The installations whose first report is of one week.
 *
 * @param start its Monday
 * @param installs how many there are
 * @param active how many of them reported in that week, in the next, and so on
 */
public record CohortFigures(int start, long installs, List<Long> active) {

    /**
     * Copies the list.
     *
     * @param start its Monday
     * @param installs how many there are
     * @param active how many of them reported in that week, in the next, and so on
     */
    public CohortFigures {
        active = List.copyOf(active);
    }
}
