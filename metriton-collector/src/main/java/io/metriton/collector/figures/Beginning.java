package io.metriton.collector.figures;

import java.util.ArrayList;
import java.util.List;

/** Moves the first day of an installation, when a report comes later that is of an earlier day. */
final class Beginning {

    private Beginning() {}

    /**
     * Moves what was counted as new, and the cohort.
     *
     * @param install as it was, but with the day among its days
     * @param seen the report; its day is before the first
     */
    static Install moved(Install install, Seen seen, Changes changes) {
        List<Said> first = new ArrayList<>();
        for (Period period : Period.values()) {
            first.add(moved(period, install, seen, changes));
        }
        moveCohort(install, seen.day(), changes);
        return new Install(seen.day(), install.days(), install.last(), first);
    }

    private static Said moved(Period period, Install install, Seen seen, Changes changes) {
        Said old = install.first().get(period.index());
        if (period.same(install.firstDay(), seen.day())) {
            return old;
        }
        old.uncount(period.fresh(), period.start(install.firstDay()), changes);
        seen.said().count(period.fresh(), period.start(seen.day()), changes);
        return seen.said();
    }

    // The week of the late report itself is counted under the old cohort already, with all the others.
    private static void moveCohort(Install install, int day, Changes changes) {
        SeenDays days = install.days();
        int last = Period.WEEK.start(days.last());
        for (int week = Period.WEEK.start(day); week <= last; week += 7) {
            if (days.anyIn(week, week + 6)) {
                Cohort.add(install.firstDay(), week, -1, changes);
                Cohort.add(day, week, 1, changes);
            }
        }
    }
}
