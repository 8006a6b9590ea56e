package io.metriton.collector.web;

import io.javalin.http.Context;
import io.metriton.collector.figures.CohortFigures;
import io.metriton.collector.figures.NameFigures;
import io.metriton.collector.figures.PeriodFigures;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Figures as CSV (RFC 4180), for spreadsheets. */
final class Csv {

    private static final String TYPE = "text/csv";

    private Csv() {}

    static boolean isWanted(Context ctx) {
        String accept = Optional.ofNullable(ctx.header("Accept")).orElse("").toLowerCase(Locale.ROOT);
        return accept.contains(TYPE) && !accept.contains("application/json");
    }

    static void answer(Context ctx, Stream<List<?>> rows) {
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> {
            for (int i = 0; i < row.size(); i++) {
                text.append(i == 0 ? "" : ",").append(field(String.valueOf(row.get(i))));
            }
            text.append("\r\n");
        });
        ctx.contentType(TYPE + "; charset=utf-8; header=present").result(text.toString());
    }

    private static String field(String text) {
        // A spreadsheet would take these for a formula; numbers here are never negative.
        String harmless = !text.isEmpty() && "=+-@".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean plain = harmless.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? harmless : '"' + harmless.replace("\"", "\"\"") + '"';
    }

    static Stream<List<?>> totals(List<PeriodFigures> figures, boolean reports) {
        return reports
                ? Stream.concat(
                        Stream.of(List.of("start", "end", "final", "installs", "reports")),
                        figures.stream()
                                .map(f -> List.of(
                                        Days.text(f.start()),
                                        Days.text(f.end()),
                                        f.complete(),
                                        f.installs(),
                                        f.reports())))
                : Stream.concat(
                        Stream.of(List.of("start", "end", "final", "installs")),
                        figures.stream()
                                .map(f ->
                                        List.of(Days.text(f.start()), Days.text(f.end()), f.complete(), f.installs())));
    }

    static Stream<List<?>> parts(List<PeriodFigures> figures) {
        return Stream.concat(
                Stream.of(List.of("start", "end", "final", "value", "installs")),
                figures.stream()
                        .flatMap(f -> f.by().entrySet().stream()
                                .map(part -> List.of(
                                        Days.text(f.start()),
                                        Days.text(f.end()),
                                        f.complete(),
                                        part.getKey(),
                                        part.getValue()))));
    }

    static Stream<List<?>> names(List<NameFigures> figures) {
        return Stream.concat(
                Stream.of(List.of("start", "end", "name", "count", "reports")),
                figures.stream()
                        .flatMap(f -> f.names().entrySet().stream()
                                .map(name -> List.of(
                                        Days.text(f.start()),
                                        Days.text(f.end()),
                                        name.getKey(),
                                        name.getValue().count(),
                                        name.getValue().reports()))));
    }

    static Stream<List<?>> cohorts(List<CohortFigures> figures) {
        return Stream.concat(
                Stream.of(List.of("start", "installs", "week", "active")),
                figures.stream()
                        .flatMap(f -> IntStream.range(0, f.active().size())
                                .mapToObj(week -> List.of(
                                        Days.text(f.start()),
                                        f.installs(),
                                        week,
                                        f.active().get(week)))));
    }
}
