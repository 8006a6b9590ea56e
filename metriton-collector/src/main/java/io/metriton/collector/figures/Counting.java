package io.metriton.collector.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Counts one report after the other, so that each figure is what counting all installations by sets would give.
 *
 * <p>In every period an installation is counted once, under what it said last in it. A late report, whose day is before
 * the newest of its installation, adds periods in which nothing was seen yet; it changes nothing in the others.
 */
public final class Counting {

    /** How many days before today may still get reports. */
    public static final int LATE_DAYS = 30;

    /** So many days before a late report decide whether it counts: a month begins that far back, windows do later. */
    private static final int LOOK_BACK = 30;

    private Counting() {}

    /**
     * Counts a report of an installation.
     *
     * @param known what is kept of the installation; null if nothing
     * @param seen the report
     * @param changes takes the changes of counters
     * @return what is to be kept from now on
     */
    public static Install count(@Nullable Install known, Seen seen, Changes changes) {
        report(seen, changes);
        if (known == null) {
            return first(seen, changes);
        }
        if (seen.day() >= known.days().last()) {
            return newest(known, seen, changes);
        }
        // Neither happens unless the clock of the server was set back: then the report is counted, and its day is not.
        boolean unknowable = !known.days().remembers(seen.day() - LOOK_BACK)
                || (seen.day() < known.firstDay() && known.first().isEmpty());
        return unknowable ? known : late(known, seen, changes);
    }

    /**
     * Counts a report that names no installation.
     *
     * @param seen the report
     * @param changes takes the changes of counters
     */
    public static void countWithoutId(Seen seen, Changes changes) {
        report(seen, changes);
        changes.add(Metric.WITHOUT_ID, seen.day(), 1);
    }

    private static void report(Seen seen, Changes changes) {
        changes.add(Metric.REPORTS, seen.day(), 1);
        for (Period period : Period.values()) {
            int start = period.start(seen.day());
            seen.counts()
                    .forEach((key, names) -> names.forEach((name, count) -> {
                        changes.add(new Counter(period.count(), key, start, name), count);
                        changes.add(new Counter(period.countReports(), key, start, name), 1);
                    }));
        }
    }

    private static Install first(Seen seen, Changes changes) {
        List<Said> said = new ArrayList<>();
        for (Period period : Period.values()) {
            seen.said().count(period.active(), period.start(seen.day()), changes);
            seen.said().count(period.fresh(), period.start(seen.day()), changes);
            said.add(seen.said());
        }
        Cohort.add(seen.day(), seen.day(), 1, changes);
        Rolling.add(OptionalInt.empty(), seen.day(), OptionalInt.empty(), changes);
        return new Install(seen.day(), SeenDays.of(seen.day()), said, said);
    }

    private static Install newest(Install known, Seen seen, Changes changes) {
        int before = known.days().last();
        List<Said> last = new ArrayList<>();
        List<Said> first = new ArrayList<>();
        for (Period period : Period.values()) {
            boolean counted = period.same(before, seen.day());
            Said old = known.last().get(period.index());
            Said said = counted ? old.then(seen.said()) : seen.said();
            int start = period.start(seen.day());
            if (counted) {
                old.move(said, period.active(), start, changes);
            } else {
                said.count(period.active(), start, changes);
            }
            last.add(said);
            boolean fresh = period.same(known.firstDay(), seen.day());
            if (fresh) {
                old.move(said, period.fresh(), start, changes);
            }
            if (!known.first().isEmpty()) {
                first.add(fresh ? said : known.first().get(period.index()));
            }
        }
        if (!Period.WEEK.same(before, seen.day())) {
            Cohort.add(known.firstDay(), seen.day(), 1, changes);
        }
        if (seen.day() > before) {
            Rolling.add(OptionalInt.of(before), seen.day(), OptionalInt.empty(), changes);
        }
        // A day before the first one can be reported for as long as the first is among the last that may grow.
        // One day more, as a report of the day before may be on its way at midnight.
        boolean movable = seen.day() - known.firstDay() <= LATE_DAYS;
        return new Install(known.firstDay(), known.days().with(seen.day()), last, movable ? first : List.of());
    }

    private static Install late(Install known, Seen seen, Changes changes) {
        SeenDays days = known.days();
        int day = seen.day();
        if (days.contains(day)) {
            return known;
        }
        for (Period period : Period.values()) {
            if (!days.anyIn(period.start(day), period.end(day))) {
                seen.said().count(period.active(), period.start(day), changes);
                if (period == Period.WEEK) {
                    Cohort.add(known.firstDay(), day, 1, changes);
                }
            }
        }
        Rolling.add(days.before(day, Rolling.LONGEST), day, days.after(day), changes);
        Install seenToo = new Install(known.firstDay(), days.with(day), known.last(), known.first());
        return day < known.firstDay() ? Beginning.moved(seenToo, seen, changes) : seenToo;
    }
}
