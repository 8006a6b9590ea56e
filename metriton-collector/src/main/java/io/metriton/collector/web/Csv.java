package io.metriton.collector.web;

import io.javalin.http.Context;
import io.metriton.collector.figures.CohortFigures;
import io.metriton.collector.figures.NameFigures;
import io.metriton.collector.figures.PeriodFigures;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Figures as CSV (RFC 4180), for spreadsheets. What is not a name needs no quotes. Confined to one thread. */
final class Csv {

    private static final String TYPE = "text/csv";

    private final StringBuilder text = new StringBuilder();

    private Csv(String head) {
        text.append(head).append("\r\n");
    }

    static boolean isWanted(Context ctx) {
        String accept = Optional.ofNullable(ctx.header("Accept")).orElse("").toLowerCase(Locale.ROOT);
        return accept.contains(TYPE) && !accept.contains("application/json");
    }

    void answer(Context ctx) {
        ctx.contentType(TYPE + "; charset=utf-8; header=present").result(text.toString());
    }

    private void row(String start, Object... fields) {
        text.append(start);
        for (Object field : fields) {
            text.append(',').append(field);
        }
        text.append("\r\n");
    }

    private static String period(int start, int end) {
        return Days.text(start) + "," + Days.text(end);
    }

    private static String name(String text) {
        // A spreadsheet would take these for a formula; numbers here are never negative.
        String harmless = !text.isEmpty() && "=+-@".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return isPlain(harmless) ? harmless : '"' + harmless.replace("\"", "\"\"") + '"';
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' || c == '"' || c == '\r' || c == '\n') {
                return false;
            }
        }
        return true;
    }

    static Csv totals(List<PeriodFigures> figures, boolean reports) {
        Csv csv = new Csv("start,end,final,installs" + (reports ? ",reports" : ""));
        for (PeriodFigures f : figures) {
            csv.row(period(f.start(), f.end()), f.complete(), f.installs() + (reports ? "," + f.reports() : ""));
        }
        return csv;
    }

    static Csv parts(List<PeriodFigures> figures) {
        Csv csv = new Csv("start,end,final,value,installs");
        for (PeriodFigures f : figures) {
            String period = period(f.start(), f.end()) + "," + f.complete();
            f.by().forEach((value, installs) -> csv.row(period, name(value), installs));
        }
        return csv;
    }

    static Csv names(List<NameFigures> figures) {
        Csv csv = new Csv("start,end,name,count,reports");
        for (NameFigures f : figures) {
            String period = period(f.start(), f.end());
            f.names().forEach((name, n) -> csv.row(period, name(name), n.count(), n.reports()));
        }
        return csv;
    }

    static Csv cohorts(List<CohortFigures> figures) {
        Csv csv = new Csv("start,installs,week,active");
        for (CohortFigures f : figures) {
            for (int week = 0; week < f.active().size(); week++) {
                csv.row(Days.text(f.start()), f.installs(), week, f.active().get(week));
            }
        }
        return csv;
    }
}
