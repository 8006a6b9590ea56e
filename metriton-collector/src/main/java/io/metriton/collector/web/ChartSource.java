package io.metriton.collector.web;

import io.metriton.collector.applications.Application;
import io.metriton.collector.applications.VersionOrder;
import io.metriton.collector.figures.Counting;
import io.metriton.collector.figures.Dimension;
import io.metriton.collector.figures.NameFigures;
import io.metriton.collector.figures.Per;
import io.metriton.collector.figures.PeriodFigures;
import io.metriton.collector.privacy.DeclaredKey;
import io.metriton.collector.privacy.MetadataType;
import io.metriton.collector.store.Channel;
import io.metriton.collector.store.FigureReader;
import io.metriton.collector.store.Store;
import io.metriton.collector.web.chart.Chart;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Makes charts of the figures of one application: the last periods, and as many before them. For one request. */
final class ChartSource {

    private static final int MOST_SERIES = 7;

    private final FigureReader reader;
    private final Per per;
    private final int today;
    private @Nullable List<Chart.Mark> marks;

    ChartSource(Store store, Application application, Channel channel, Per per, int today) {
        this.reader = new FigureReader(store, application.id(), channel);
        this.per = per;
        this.today = today;
    }

    /** How many periods a chart shows. */
    private int length() {
        return switch (per) {
            case DAY -> 28;
            case WEEK -> 26;
            case MONTH -> 12;
            case SEVEN_DAYS, TWENTY_EIGHT_DAYS -> 90;
        };
    }

    private FigureReader.Range range(int periods) {
        return range(per, periods);
    }

    private FigureReader.Range range(Per per, int periods) {
        LocalDate now = LocalDate.ofEpochDay(today);
        LocalDate from = switch (per) {
            case WEEK -> now.minusWeeks(periods - 1L);
            case MONTH -> now.minusMonths(periods - 1L);
            default -> now.minusDays(periods - 1L);
        };
        return new FigureReader.Range(per, (int) from.toEpochDay(), today, today);
    }

    /** How many installations reported. */
    Chart active() {
        List<PeriodFigures> all = reader.active(range(2 * length()), OptionalInt.empty(), false);
        return totals("Active installations", "installations", all);
    }

    /** How many installations reported for the first time. */
    Chart fresh() {
        List<PeriodFigures> all = reader.fresh(range(2 * length()), OptionalInt.empty(), false);
        return totals("New installations", "new installations", all);
    }

    private Chart totals(String title, String name, List<PeriodFigures> all) {
        List<PeriodFigures> shown = second(all);
        return new Chart(
                title,
                labels(shown),
                List.of(new Chart.Series(
                        name, shown.stream().map(PeriodFigures::installs).toList())),
                before(all, PeriodFigures::installs),
                marks(),
                open(shown));
    }

    /** Which versions are in use, the newest on top, with marks where they were seen first. */
    Chart versions() {
        Chart chart = parts("Versions in use", Dimension.VERSION, false);
        List<Chart.Series> series = new ArrayList<>(chart.series());
        series.sort(Comparator.comparing(Chart.Series::name, ChartSource::versionOrder));
        return new Chart(chart.title(), chart.periods(), series, chart.previous(), chart.marks(), chart.open());
    }

    /** What is no version, as all others together, comes last. */
    private static int versionOrder(String one, String other) {
        int words = Boolean.compare(one.contains(" "), other.contains(" "));
        return words != 0 ? words : VersionOrder.INSTANCE.compare(one, other);
    }

    /**
     * Where the versions that are shown were first seen. Not all of them are in use in that period: a late report tells of an
     * earlier day, whose version is another's by then.
     */
    private List<Chart.Mark> marks() {
        List<Chart.Mark> known = marks;
        if (known == null) {
            known = List.copyOf(readMarks());
            marks = known;
        }
        return known;
    }

    private List<Chart.Mark> readMarks() {
        Map<String, Integer> firstSeen = reader.firstSeen(Dimension.VERSION);
        // A window ends on each day, so each has the marks of its last.
        FigureReader.Range days = range(per.isRolling() ? Per.DAY : per, length());
        List<PeriodFigures> shown = reader.active(days, OptionalInt.of(Dimension.VERSION), false);
        Set<String> versions = new TreeSet<>(VersionOrder.INSTANCE.thenComparing(Comparator.naturalOrder()));
        shown.forEach(figures -> versions.addAll(figures.by().keySet()));
        List<Chart.Mark> found = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            for (String version : versions) {
                if (isIn(shown.get(i), firstSeen.get(version))) {
                    found.add(new Chart.Mark(i, version));
                }
            }
        }
        return found;
    }

    private static boolean isIn(PeriodFigures figures, @Nullable Integer day) {
        return day != null && day >= figures.start() && day <= figures.end();
    }

    /** What installations said of a key, or what they counted. */
    Chart key(DeclaredKey key) {
        return key.type() == MetadataType.COUNTS
                ? counts(key)
                : parts("Installations by " + key.name(), key.id(), key.type() == MetadataType.SET);
    }

    private Chart parts(String title, int key, boolean partial) {
        List<PeriodFigures> shown = reader.active(range(length()), OptionalInt.of(key), partial);
        List<PeriodFigures> all = reader.active(range(2 * length()), OptionalInt.empty(), false);
        List<Long> previous = partial ? List.of() : before(all, PeriodFigures::installs);
        return new Chart(title, labels(shown), series(shown, PeriodFigures::by), previous, marks(), open(shown));
    }

    private Chart counts(DeclaredKey key) {
        List<NameFigures> all = reader.counts(range(2 * length()), key.id());
        List<NameFigures> shown = second(all);
        List<Long> previous = before(
                all,
                figures -> sums(figures).values().stream().mapToLong(n -> n).sum());
        List<String> labels = shown.stream().map(f -> label(f.start(), f.end())).toList();
        int open = (int)
                shown.stream().filter(f -> f.end() < today - Counting.LATE_DAYS).count();
        List<Map<String, Long>> sums = shown.stream().map(ChartSource::sums).toList();
        return new Chart("Counted by " + key.name(), labels, series(sums, part -> part), previous, marks(), open);
    }

    private static Map<String, Long> sums(NameFigures figures) {
        Map<String, Long> sums = new LinkedHashMap<>();
        figures.names().forEach((name, counted) -> sums.put(name, counted.count()));
        return sums;
    }

    /** The most frequent values, and all others together. */
    private static <T> List<Chart.Series> series(List<T> periods, Function<T, Map<String, Long>> parts) {
        Map<String, Long> sums = new LinkedHashMap<>();
        for (T period : periods) {
            parts.apply(period).forEach((value, n) -> sums.merge(value, n, Long::sum));
        }
        List<String> ranked = sums.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
        List<String> named = ranked.size() > MOST_SERIES + 1 ? ranked.subList(0, MOST_SERIES) : ranked;
        List<Chart.Series> series = new ArrayList<>();
        for (String value : named) {
            series.add(new Chart.Series(
                    value,
                    periods.stream()
                            .map(period -> parts.apply(period).getOrDefault(value, 0L))
                            .toList()));
        }
        if (named.size() < ranked.size()) {
            List<String> rest = ranked.subList(MOST_SERIES, ranked.size());
            series.add(new Chart.Series(
                    rest.size() + " others",
                    periods.stream()
                            .map(period -> rest.stream()
                                    .mapToLong(value -> parts.apply(period).getOrDefault(value, 0L))
                                    .sum())
                            .toList()));
        }
        return series;
    }

    private <T> List<T> second(List<T> all) {
        return all.subList(Math.max(0, all.size() - length()), all.size());
    }

    /** What the periods before were; none, if there was nothing yet. */
    private <T> List<Long> before(List<T> all, ToLongFunction<T> value) {
        if (all.size() < 2 * length()) {
            return List.of();
        }
        List<Long> values = all.subList(all.size() - 2 * length(), all.size() - length()).stream()
                .map(value::applyAsLong)
                .toList();
        return values.stream().allMatch(n -> n == 0) ? List.of() : values;
    }

    private static int open(List<PeriodFigures> shown) {
        return (int) shown.stream().filter(PeriodFigures::complete).count();
    }

    private List<String> labels(List<PeriodFigures> figures) {
        return figures.stream().map(f -> label(f.start(), f.end())).toList();
    }

    private String label(int start, int end) {
        return switch (per) {
            case MONTH -> Days.text(start).substring(0, 7);
            case WEEK -> Days.text(start);
            default -> Days.text(end);
        };
    }
}
