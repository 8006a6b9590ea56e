package io.metriton.collector.fleet;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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

    /** How many values of a key are told apart in a year. */
    private static final int LIMIT = 200;

    private static final int LONGEST = 128;

    /** For how many days keys are remembered; after more than 60, they are surely forgotten. */
    private static final int REMEMBERED = 45;

    private static final int FORGOTTEN = 61;

    /** What all channels of an application share. */
    static final class Shared {
        private final Map<String, LocalDate> sent = new HashMap<>();
        private boolean javaIsText;
    }

    /** All days of one installation, and what it said last in each period. */
    static final class History {
        final TreeSet<LocalDate> days = new TreeSet<>();
        final Map<String, Map<String, Set<String>>> said = new HashMap<>();
    }

    /** What is known of installations, and what was known before they were forgotten or too old. */
    private final Map<String, History> known = new HashMap<>();

    private final List<History> histories = new ArrayList<>();
    private final Map<LocalDate, Integer> reports = new HashMap<>();
    private final Map<LocalDate, Map<String, long[]>> commands = new HashMap<>();
    private final Map<String, Set<String>> admitted = new HashMap<>();
    private final Shared shared;

    Oracle(Shared shared) {
        this.shared = shared;
    }

    void accept(FleetReport report) {
        if (wasSentBefore(report)) {
            return;
        }
        LocalDate day = report.day();
        reports.merge(day, 1, Integer::sum);
        Map<String, Set<String>> said = said(report, day);
        if (report.metadata().get("commands") instanceof Map<?, ?> counts) {
            Set<String> names = new HashSet<>();
            counts.forEach((name, n) -> {
                String own = own("commands", day, (String) name);
                long[] sums =
                        commands.computeIfAbsent(day, d -> new TreeMap<>()).computeIfAbsent(own, c -> new long[2]);
                sums[0] += ((BigDecimal) n).longValueExact();
                sums[1] += names.add(own) ? 1 : 0;
            });
        }
        if (report.hasId()) {
            remember(known.computeIfAbsent(report.id(), this::begin), day, said);
        }
    }

    private boolean wasSentBefore(FleetReport report) {
        if (report.idempotencyKey().isEmpty()) {
            return false;
        }
        String key = report.id() + " " + report.idempotencyKey().get();
        LocalDate arrival = report.arrival().atZone(ZoneOffset.UTC).toLocalDate();
        LocalDate before = shared.sent.get(key);
        long days = before == null ? FORGOTTEN : ChronoUnit.DAYS.between(before, arrival);
        if (days > REMEMBERED && days < FORGOTTEN) {
            throw new IllegalArgumentException("no rule says whether a key is remembered for " + days + " days");
        }
        if (days >= FORGOTTEN) {
            shared.sent.put(key, arrival);
        }
        return days <= REMEMBERED;
    }

    private History begin(String id) {
        History history = new History();
        histories.add(history);
        return history;
    }

    /** Its figures stay; if it reports again, it is another. */
    boolean forget(String id) {
        return known.remove(id.strip()) != null;
    }

    void forgetBefore(LocalDate day) {
        known.values().removeIf(history -> history.days.last().isBefore(day));
    }

    /** The key loses its figures. */
    static void declareJava(boolean text, Shared shared, Collection<Oracle> oracles) {
        shared.javaIsText = text;
        oracles.forEach(oracle -> {
            oracle.admitted.keySet().removeIf(key -> key.startsWith("java"));
            oracle.histories.forEach(history -> history.said.values().forEach(said -> said.remove("java")));
        });
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
            if (key.equals("plugins")) {
                Set<String> texts = new HashSet<>();
                ((Collection<?>) value).forEach(plugin -> texts.add(own(key, day, (String) plugin)));
                said.put(key, texts);
            } else if (isOfItsType(key, value)) {
                String text = value instanceof BigDecimal number ? "" + number.intValueExact() : value.toString();
                said.put(key, Set.of(own(key, day, text.strip())));
            }
        });
        return said;
    }

    private boolean isOfItsType(String key, Object value) {
        return switch (key) {
            case "os" -> value instanceof String;
            case "java" -> shared.javaIsText ? value instanceof String : value instanceof BigDecimal;
            case "ci" -> value instanceof Boolean;
            default -> false;
        };
    }

    /** The text, if it is short and among the first of its key and year in this channel. */
    private String own(String key, LocalDate day, String text) {
        Set<String> named = admitted.computeIfAbsent(key + day.getYear(), k -> new HashSet<>());
        if (text.length() <= LONGEST && !text.equals("other") && named.size() < LIMIT) {
            named.add(text);
        }
        return named.contains(text) ? text : "other";
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
        return histories.stream()
                .filter(history -> any(history, start, end(period, start)))
                .count();
    }

    long rolling(int days, LocalDate end) {
        return histories.stream()
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
        return histories;
    }

    List<History> fresh(String period, LocalDate start) {
        return histories.stream()
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
