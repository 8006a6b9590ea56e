package io.metriton.collector.fleet;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts by sets of days, from all reports that ever came. Slow, with all memory it wants, and without a line of the
 * collector's: what it says is what the words of the rules say.
 */
final class Oracle {

    private static final int LIMIT = 200;

    /** All days of one installation, and what it said last in each period. */
    static final class History {
        final TreeSet<LocalDate> days = new TreeSet<>();
        final Map<String, Map<String, Set<String>>> said = new HashMap<>();
    }

    private final Map<String, History> histories = new LinkedHashMap<>();
    private final Set<String> sent = new HashSet<>();
    private final Map<LocalDate, Integer> reports = new HashMap<>();
    private final Map<LocalDate, Map<String, long[]>> commands = new HashMap<>();
    private final Map<String, Set<String>> admitted;

    Oracle(Map<String, Set<String>> admitted) {
        this.admitted = admitted;
    }

    void accept(FleetReport report) {
        boolean again = report.idempotencyKey().isPresent()
                && !sent.add(report.installId().strip() + " "
                        + report.idempotencyKey().get());
        if (again) {
            return;
        }
        LocalDate day = LocalDate.ofEpochDay(report.day());
        reports.merge(day, 1, Integer::sum);
        Map<String, Set<String>> said = said(report, day);
        if (report.metadata().get("commands") instanceof Map<?, ?> counts) {
            counts.forEach((name, n) -> {
                long[] sums = commands.computeIfAbsent(day, d -> new TreeMap<>())
                        .computeIfAbsent(own("commands", day, (String) name), c -> new long[2]);
                sums[0] += ((BigDecimal) n).longValueExact();
                sums[1]++;
            });
        }
        if (report.hasId()) {
            remember(histories.computeIfAbsent(report.installId(), id -> new History()), day, said);
        }
    }

    private void remember(History history, LocalDate day, Map<String, Set<String>> said) {
        boolean newest = history.days.isEmpty() || !day.isBefore(history.days.last());
        for (String period : List.of("day", "week", "month")) {
            Map<String, Set<String>> before = history.said.get(period + start(period, day));
            if (before == null) {
                history.said.put(period + start(period, day), new HashMap<>(said));
            } else if (newest) {
                before.putAll(said);
            }
        }
        history.days.add(day);
    }

    private Map<String, Set<String>> said(FleetReport report, LocalDate day) {
        Map<String, Set<String>> said = new HashMap<>();
        said.put("version", Set.of(own("version", day, report.version())));
        report.metadata().forEach((key, value) -> {
            Set<String> texts = new HashSet<>();
            if (key.equals("plugins")) {
                ((Collection<?>) value).forEach(plugin -> texts.add(own(key, day, (String) plugin)));
                said.put(key, texts);
            } else if (key.equals("java")) {
                said.put(key, Set.of(own(key, day, String.valueOf(((BigDecimal) value).intValueExact()))));
            } else if (key.equals("os") || key.equals("ci")) {
                said.put(key, Set.of(own(key, day, value.toString())));
            }
        });
        return said;
    }

    /** The text, if it is among the first of its key and year; they are shared by all channels. */
    private String own(String key, LocalDate day, String text) {
        Set<String> known = admitted.computeIfAbsent(key + day.getYear(), k -> new HashSet<>());
        if (known.size() < LIMIT) {
            known.add(text);
        }
        return known.contains(text) ? text : "other";
    }

    static LocalDate start(String period, LocalDate day) {
        return switch (period) {
            case "week" -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case "month" -> YearMonth.from(day).atDay(1);
            default -> day;
        };
    }

    private static LocalDate end(String period, LocalDate start) {
        return switch (period) {
            case "week" -> start.plusDays(6);
            case "month" -> YearMonth.from(start).atEndOfMonth();
            default -> start;
        };
    }

    long active(String period, LocalDate start) {
        return histories.values().stream()
                .filter(history -> any(history, start, end(period, start)))
                .count();
    }

    long rolling(int days, LocalDate end) {
        return histories.values().stream()
                .filter(history -> any(history, end.minusDays(days - 1L), end))
                .count();
    }

    private static boolean any(History history, LocalDate from, LocalDate to) {
        LocalDate day = history.days.ceiling(from);
        return day != null && !day.isAfter(to);
    }

    long reports(String period, LocalDate start) {
        return start.datesUntil(end(period, start).plusDays(1))
                .mapToLong(day -> reports.getOrDefault(day, 0))
                .sum();
    }

    Map<String, Long> activeBy(String period, LocalDate start, String key) {
        return by(period, start, key, all());
    }

    Map<String, Long> freshBy(String period, LocalDate start, String key) {
        return by(period, start, key, fresh(period, start));
    }

    private Collection<History> all() {
        return histories.values();
    }

    List<History> fresh(String period, LocalDate start) {
        return histories.values().stream()
                .filter(history -> start(period, history.days.first()).equals(start))
                .toList();
    }

    private static Map<String, Long> by(String period, LocalDate start, String key, Collection<History> histories) {
        Map<String, Long> by = new TreeMap<>();
        String name = period + start;
        for (History history : histories) {
            Map<String, Set<String>> said = history.said.get(name);
            if (said == null) {
                continue;
            }
            Set<String> values = said.get(key);
            if (values == null && !key.equals("plugins")) {
                by.merge("unknown", 1L, Long::sum);
            } else if (values != null) {
                values.forEach(value -> by.merge(value, 1L, Long::sum));
            }
        }
        return by;
    }

    /** Sum and number of reports, by name. */
    Map<String, List<Long>> counts(String period, LocalDate start) {
        Map<String, long[]> sums = new TreeMap<>();
        start.datesUntil(end(period, start).plusDays(1))
                .forEach(day -> commands.getOrDefault(day, Map.of()).forEach((name, n) -> {
                    long[] sum = sums.computeIfAbsent(name, s -> new long[2]);
                    sum[0] += n[0];
                    sum[1] += n[1];
                }));
        Map<String, List<Long>> counts = new TreeMap<>();
        sums.forEach((name, n) -> counts.put(name, List.of(n[0], n[1])));
        return counts;
    }

    /** How many of the installations that are new in a week reported in it, in the next, and so on. */
    List<Long> retention(LocalDate monday, LocalDate today) {
        List<Long> active = new ArrayList<>();
        List<History> cohort = fresh("week", monday);
        for (LocalDate week = monday; !week.isAfter(today); week = week.plusWeeks(1)) {
            LocalDate from = week;
            active.add(cohort.stream()
                    .filter(history -> any(history, from, from.plusDays(6)))
                    .count());
        }
        return active;
    }
}
