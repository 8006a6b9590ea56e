package io.metriton.collector.web;

import io.javalin.http.Context;
import io.metriton.collector.figures.CohortFigures;
import io.metriton.collector.figures.NameFigures;
import io.metriton.collector.figures.PeriodFigures;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.QuotedQualityCSV;

/** Figures as CSV (RFC 4180), for spreadsheets. What is not a name needs no quotes. Confined to one thread. */
final class Csv {

    private static final String TYPE = "text/csv";
    private static final int CSV_RANK = 2;
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    private final StringBuilder text = new StringBuilder();

    private Csv(String head) {
        text.append(head).append("\r\n");
    }

    static boolean isWanted(Context ctx) {
        return isPreferred(Optional.ofNullable(ctx.header("Accept")).orElse(""));
    }

    /** Whether CSV is wanted more than JSON (RFC 9110, section 12.5.1); not if both are wanted as much. */
    static boolean isPreferred(String accept) {
        QuotedQualityCSV wanted = new QuotedQualityCSV(Csv::rank);
        try {
            wanted.addValue(accept.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return false; // It is no list of types.
        }
        return wanted.getValues().stream()
                .filter(type -> rank(type) > 0)
                .findFirst()
                .filter(type -> rank(type) == CSV_RANK)
                .isPresent();
    }

    /** Which of several that are wanted as much counts: the highest. 0 for what cannot be had. */
    private static int rank(String type) {
        return switch (type.split(";", 2)[0].strip()) {
            case "application/json" -> CSV_RANK + 1;
            case TYPE -> CSV_RANK;
            case "*/*", "application/*" -> CSV_RANK - 1;
            default -> 0;
        };
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

    static String name(String text) {
        // A spreadsheet would take these for a formula; but a negative number is one.
        boolean formula = !text.isEmpty()
                && "=+-@".indexOf(text.charAt(0)) >= 0
                && !NUMBER.matcher(text).matches();
        String harmless = formula ? "'" + text : text;
        return isPlain(harmless) ? harmless : '"' + harmless.replace("\"", "\"\"") + '"';
    }

    // In some countries spreadsheets separate by semicolons, and many take tabs, too.
    private static boolean isPlain(String text) {
        return text.chars().noneMatch(c -> ",;\t\"\r\n".indexOf(c) >= 0);
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
