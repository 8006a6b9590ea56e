package io.metriton.collector.store;

import io.metriton.collector.figures.CohortFigures;
import io.metriton.collector.figures.Counting;
import io.metriton.collector.figures.Metric;
import io.metriton.collector.figures.NameFigures;
import io.metriton.collector.figures.Per;
import io.metriton.collector.figures.Period;
import io.metriton.collector.figures.PeriodFigures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Reads the figures of one application and channel from its counters, never from installations. What one call returns is
 * of one moment, so that parts sum up to the whole; that of several is within {@link Store#atOneMoment}. Thread-safe.
 */
public final class FigureReader {

    private final Store store;
    private final int application;
    private final Channel channel;

    /**
     * Reads figures.
     *
     * @param store where they are
     * @param application the number of the application
     * @param channel which figures
     */
    public FigureReader(Store store, int application, Channel channel) {
        this.store = store;
        this.application = application;
        this.channel = channel;
    }

    /**
     * Which periods are asked for.
     *
     * @param per how long they are
     * @param from a day of the first
     * @param to a day of the last; periods that start after {@code today} are left out
     * @param today the current day
     */
    public record Range(Per per, int from, int to, int today) {

        /**
         * How many periods there are.
         *
         * @return 0 or more
         */
        public int size() {
            return days().size();
        }

        /** A day of each period by which its counter is kept: its start; the last day of a window. */
        private List<Integer> days() {
            List<Integer> days = new ArrayList<>();
            Period step = per.step();
            for (int day = step.start(from); day <= Math.min(to, today); day = step.end(day) + 1) {
                days.add(day);
            }
            return days;
        }

        private int end(int day) {
            return per.step().end(day);
        }

        private boolean complete(int day) {
            return end(day) < today - Counting.LATE_DAYS;
        }
    }

    /**
     * How many installations reported in each period.
     *
     * @param range the periods
     * @param by the key by which they are divided
     * @param partial whether the parts of that key do not sum up to the whole, as those of sets
     * @return all periods, the oldest first
     */
    public List<PeriodFigures> active(Range range, OptionalInt by, boolean partial) {
        return store.jdbi().inTransaction(handle -> {
            CounterTable counters = new CounterTable(handle, store.dialect(), application, channel);
            int first = range.per().step().start(range.from());
            int last = range.end(Math.min(range.to(), range.today()));
            Map<Integer, Long> installs = range.per().isRolling()
                    ? rolling(counters, range)
                    : counters.totals(range.per().active(), first, last);
            Map<Integer, Long> reports = summed(counters.totals(Metric.REPORTS, first, last), range);
            Map<Integer, Map<String, Long>> parts =
                    by.isPresent() ? counters.parts(range.per().active(), by.getAsInt(), first, last) : Map.of();
            return periods(range, installs, reports, parts, by.isPresent() && !partial);
        });
    }

    /**
     * How many installations reported for the first time in each period.
     *
     * @param range the periods; no windows
     * @param by the key by which they are divided
     * @param partial whether the parts of that key do not sum up to the whole, as those of sets
     * @return all periods, the oldest first
     */
    public List<PeriodFigures> fresh(Range range, OptionalInt by, boolean partial) {
        return store.jdbi().inTransaction(handle -> {
            CounterTable counters = new CounterTable(handle, store.dialect(), application, channel);
            Metric metric = range.per().step().fresh();
            int last = Math.min(range.to(), range.today());
            int first = range.per().step().start(range.from());
            Map<Integer, Long> installs = counters.totals(metric, first, last);
            Map<Integer, Map<String, Long>> parts =
                    by.isPresent() ? counters.parts(metric, by.getAsInt(), first, last) : Map.of();
            return periods(range, installs, Map.of(), parts, by.isPresent() && !partial);
        });
    }

    private static Map<Integer, Long> rolling(CounterTable counters, Range range) {
        Map<Integer, Long> deltas = counters.totals(range.per().active(), range.from(), range.to());
        long sum = counters.sumBefore(range.per().active(), range.from());
        Map<Integer, Long> figures = new TreeMap<>();
        for (int day : range.days()) {
            sum += deltas.getOrDefault(day, 0L);
            figures.put(day, sum);
        }
        return figures;
    }

    private static Map<Integer, Long> summed(Map<Integer, Long> days, Range range) {
        Map<Integer, Long> sums = new TreeMap<>();
        days.forEach((day, n) -> sums.merge(range.per().step().start(day), n, Long::sum));
        return sums;
    }

    private static List<PeriodFigures> periods(
            Range range,
            Map<Integer, Long> installs,
            Map<Integer, Long> reports,
            Map<Integer, Map<String, Long>> parts,
            boolean whole) {
        List<PeriodFigures> periods = new ArrayList<>();
        for (int day : range.days()) {
            long all = installs.getOrDefault(day, 0L);
            Map<String, Long> by = parts.getOrDefault(day, Map.of());
            long rest = all - by.values().stream().mapToLong(n -> n).sum();
            if (whole && rest > 0) {
                by = new TreeMap<>(by);
                by.merge(PeriodFigures.UNKNOWN, rest, Long::sum);
            }
            int start = range.per().start(day);
            periods.add(new PeriodFigures(
                    start, range.end(day), range.complete(day), all, reports.getOrDefault(day, 0L), by));
        }
        return periods;
    }

    /**
     * What was counted in each period.
     *
     * @param range the periods; no windows
     * @param key the number of a key of type counts
     * @return all periods, the oldest first
     */
    public List<NameFigures> counts(Range range, int key) {
        return store.jdbi().inTransaction(handle -> {
            CounterTable counters = new CounterTable(handle, store.dialect(), application, channel);
            int first = range.per().step().start(range.from());
            int last = range.end(Math.min(range.to(), range.today()));
            Period period = range.per().step();
            Map<Integer, Map<String, Long>> counts = counters.parts(period.count(), key, first, last);
            Map<Integer, Map<String, Long>> reports = counters.parts(period.countReports(), key, first, last);
            return range.days().stream()
                    .map(day -> new NameFigures(
                            day,
                            range.end(day),
                            counted(counts.getOrDefault(day, Map.of()), reports.getOrDefault(day, Map.of()))))
                    .toList();
        });
    }

    /** A name that was reported with 0 has reports, and no count. */
    private static Map<String, NameFigures.Counted> counted(Map<String, Long> counts, Map<String, Long> reports) {
        Map<String, NameFigures.Counted> names = new LinkedHashMap<>();
        reports.forEach((name, n) -> names.put(name, new NameFigures.Counted(counts.getOrDefault(name, 0L), n)));
        return names;
    }

    /**
     * In which weeks installations reported, by the week of their first report.
     *
     * @param from a day of the first week
     * @param to a day of the last week
     * @param today the current day: up to its week
     * @return weeks that have installations, the oldest first
     */
    public List<CohortFigures> retention(int from, int to, int today) {
        int last = Period.WEEK.start(today);
        return store.jdbi().inTransaction(handle -> {
            Map<Integer, Map<Integer, Long>> cohorts = new CounterTable(handle, store.dialect(), application, channel)
                    .cohorts(Period.WEEK.start(from), Math.min(to, today));
            List<CohortFigures> figures = new ArrayList<>();
            cohorts.forEach((start, weeks) -> {
                List<Long> active = new ArrayList<>();
                for (int week = 0; week <= (last - start) / 7; week++) {
                    active.add(weeks.getOrDefault(week, 0L));
                }
                figures.add(new CohortFigures(start, active.get(0), active));
            });
            return figures;
        });
    }

    /**
     * How many reports named no installation.
     *
     * @param from the first day
     * @param to the last day
     * @return their number in all these days
     */
    public long withoutId(int from, int to) {
        return store.jdbi()
                .inTransaction(handle -> new CounterTable(handle, store.dialect(), application, channel)
                        .totals(Metric.WITHOUT_ID, from, to).values().stream()
                                .mapToLong(n -> n)
                                .sum());
    }

    /**
     * On which day each value was seen first, in this channel.
     *
     * @param key the number of the key
     * @return by the text of the value
     */
    public Map<String, Integer> firstSeen(int key) {
        return store.jdbi()
                .inTransaction(
                        handle -> new CounterTable(handle, store.dialect(), application, channel).firstSeen(key));
    }
}
