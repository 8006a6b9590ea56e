package io.metriton.collector.figures;

import java.util.List;

/**
 * All that is kept of one installation in one channel.
 *
 * @param firstDay the day of its first report
 * @param days the days on which it reported
 * @param last under what it is counted in the day, week and month of its newest report, in the order of {@link Period}
 * @param first under what it is counted as new in the day, week and month of its first report; empty once that can no
 *     longer move, because every day that may still grow is after it
 */
public record Install(int firstDay, SeenDays days, List<Said> last, List<Said> first) {

    /**
     * Copies the lists.
     *
     * @param firstDay the day of its first report
     * @param days the days on which it reported
     * @param last three of them
     * @param first three or none
     */
    public Install {
        last = List.copyOf(last);
        first = List.copyOf(first);
    }
}
