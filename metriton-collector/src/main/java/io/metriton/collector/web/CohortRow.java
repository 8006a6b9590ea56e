package io.metriton.collector.web;

import io.metriton.collector.figures.CohortFigures;
import io.metriton.collector.figures.Counting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A week of first reports, as a row of a table.
 *
 * @param start its Monday
 * @param installs how many installations
 * @param cells what share of them reported in which week
 */
public record CohortRow(String start, String installs, List<Cell> cells) {

    /**
     * A share.
     *
     * @param percent of the installations, with an asterisk if it may still change
     * @param shade from 0 for none to 9 for all
     * @param exact how many they are
     */
    public record Cell(String percent, int shade, String exact) {}

    static CohortRow of(CohortFigures figures, int weeks, int today) {
        List<Cell> cells = new ArrayList<>();
        for (int week = 0; week < Math.min(weeks, figures.active().size()); week++) {
            long active = figures.active().get(week);
            double share = figures.installs() == 0 ? 0 : (double) active / figures.installs();
            boolean grows = figures.start() + 7 * week + 6 >= today - Counting.LATE_DAYS;
            cells.add(new Cell(
                    Math.round(share * 100) + (grows ? "%*" : "%"),
                    (int) Math.min(9, Math.round(share * 9)),
                    active + (active == 1 ? " installation" : " installations")));
        }
        return new CohortRow(Days.text(figures.start()), String.format(Locale.ROOT, "%,d", figures.installs()), cells);
    }
}
