package io.metriton.collector.web.chart;

import java.util.ArrayList;
import java.util.List;

/** The frame of a chart: where values and periods are, the axes, marks, legend, and what is under the pointer. */
final class Plot {

    /** Thousands, millions and so on. */
    private static final String UNITS = "kMGTPE";

    private static final int LEFT = 46;
    private static final int RIGHT = 10;
    private static final int TOP = 22;
    private static final int BOTTOM = 24;
    private static final int LABEL_WIDTH = 82;
    private static final int LEGEND_LINE = 18;
    private static final double CHARACTER = 6.3;
    private static final double BOLD = 7;

    private final Chart chart;
    private final Look look;
    private final long step;
    private final long top;
    final Svg svg = new Svg();

    Plot(Chart chart, Look look, long highest) {
        this.chart = chart;
        this.look = look;
        this.step = step(Math.max(1, highest));
        this.top = (Math.max(1, highest) + step - 1) / step * step;
    }

    /** A round number, four of which at most reach the highest value. */
    private static long step(long highest) {
        long power = 1;
        while (true) {
            for (long factor : new long[] {1, 2, 5}) {
                if (factor * power * 4 >= highest) {
                    return factor * power;
                }
            }
            power *= 10;
        }
    }

    double y(long value) {
        return bottom() - (double) value / top * (bottom() - TOP);
    }

    double bottom() {
        return look.height() - BOTTOM;
    }

    double columnWidth() {
        return (double) (look.width() - LEFT - RIGHT)
                / Math.max(1, chart.periods().size());
    }

    double left(int period) {
        return LEFT + period * columnWidth();
    }

    double middle(int period) {
        return left(period) + columnWidth() / 2;
    }

    private String path(List<Long> values, int from, int to) {
        StringBuilder path = new StringBuilder();
        for (int i = from; i < to; i++) {
            path.append(i == from ? "M" : "L").append(Svg.number(middle(i))).append(' ');
            path.append(Svg.number(y(values.get(i))));
        }
        return path.toString();
    }

    /** The periods before; where bars are below them, with a border by which they can be told apart. */
    void previous(boolean bars) {
        List<Long> values = chart.previous();
        if (!values.isEmpty()) {
            String path = path(values, 0, values.size());
            if (bars) {
                svg.path("halo", path);
            }
            svg.path("prev", path);
        }
    }

    /** A series as a line; the last period is not over, so the way to it is dotted. */
    void line(int series) {
        List<Long> values = chart.series().get(series).values();
        int over = Math.max(1, values.size() - 1);
        if (series == 0) {
            svg.path(
                    "area " + colour(series),
                    path(values, 0, over) + "L" + Svg.number(middle(over - 1)) + " " + Svg.number(bottom()) + "L"
                            + Svg.number(middle(0)) + " " + Svg.number(bottom()) + "Z");
        }
        svg.path("line " + colour(series), path(values, 0, over));
        svg.path("line running " + colour(series), path(values, over - 1, values.size()));
    }

    void frame() {
        if (chart.open() < chart.periods().size()) {
            double from = left(chart.open());
            svg.rect("open", from, TOP, look.width() - RIGHT - from, bottom() - TOP);
        }
        for (long value = 0; value <= top; value += step) {
            svg.line(value == 0 ? "axis" : "grid", LEFT, y(value), look.width() - RIGHT, y(value));
            svg.text("tick", LEFT - 6, y(value) + 4, "end", compact(value));
        }
        int every = Math.max(1, (int) Math.ceil(chart.periods().size() * (double) LABEL_WIDTH / (look.width() - LEFT)));
        if (chart.isEmpty()) {
            svg.text(
                    "none", (LEFT + look.width() - RIGHT) / 2.0, (TOP + bottom()) / 2, "middle", "nothing was counted");
        }
        double free = 0;
        for (int i = 0; i < chart.periods().size(); i += every) {
            String label = chart.periods().get(i);
            double width = label.length() * CHARACTER;
            double start = Math.min(Math.max(middle(i), LEFT + 16) - width / 2, look.width() - width);
            if (start >= free) {
                svg.text("tick", start + width / 2, bottom() + 16, "middle", label);
                free = start + width + 8;
            }
        }
    }

    private static String compact(long value) {
        double size = value;
        String unit = "";
        for (int i = 0; i < UNITS.length() && size >= (i == 0 ? 10_000 : 1000); i++) {
            size /= 1000;
            unit = UNITS.substring(i, i + 1);
        }
        return unit.isEmpty() ? Svg.count(value) : Svg.number(size) + unit;
    }

    /** A mark that has no room for its label has a line only; its period names it. */
    void marks() {
        double free = LEFT;
        for (Chart.Mark mark : chart.marks()) {
            double x = middle(mark.period());
            svg.line("mark", x, TOP, x, bottom());
            double width = mark.label().length() * BOLD;
            double start = Math.min(x - 3, look.width() - RIGHT - width);
            if (start >= free) {
                svg.text("marklabel", start, TOP - 8, "start", mark.label());
                free = start + width + 8;
            }
        }
    }

    /** What is under the pointer: exact values, above everything else. */
    void columns(boolean dots) {
        if (look.theme() != Look.Theme.PAGE) {
            // Nothing is under the pointer in an image that another page shows.
            return;
        }
        for (int i = 0; i < chart.periods().size(); i++) {
            svg.raw("<g class=\"col\">");
            svg.rect("hit", left(i), TOP, columnWidth(), bottom() - TOP);
            if (dots && !chart.series().isEmpty()) {
                svg.circle("dot s0", middle(i), y(chart.series().get(0).values().get(i)), 3.5);
            }
            tip(i);
            svg.raw("</g>");
        }
    }

    private String state(int period) {
        if (period == chart.periods().size() - 1) {
            return " (not over yet)";
        }
        return period >= chart.open() ? " (may still grow)" : "";
    }

    private void tip(int period) {
        List<String> lines = new ArrayList<>();
        lines.add(chart.periods().get(period) + state(period));
        for (Chart.Series series : chart.series()) {
            long value = series.values().get(period);
            if (value != 0 || chart.series().size() == 1) {
                lines.add(series.name() + ": " + Svg.count(value));
            }
        }
        if (!chart.previous().isEmpty()) {
            lines.add("period before: " + Svg.count(chart.previous().get(period)));
        }
        chart.marks().stream()
                .filter(mark -> mark.period() == period)
                .forEach(mark -> lines.add("first seen: " + mark.label()));
        double width =
                16 + CHARACTER * lines.stream().mapToInt(String::length).max().orElse(0);
        double x = middle(period) + 10 + width > look.width() ? middle(period) - 10 - width : middle(period) + 10;
        svg.raw("<g class=\"tip\">");
        svg.rect("tipbox", Math.max(0, x), TOP, width, 10 + 16.0 * lines.size());
        for (int i = 0; i < lines.size(); i++) {
            svg.text(i == 0 ? "tiphead" : "tiptext", Math.max(0, x) + 8, TOP + 17 + 16.0 * i, "start", lines.get(i));
        }
        svg.raw("</g>");
    }

    /** Closes the image, with a legend if there is more than one series. */
    String finish() {
        Svg legend = new Svg();
        double x = LEFT;
        double y = look.height() + 12;
        List<Chart.Series> named = chart.series().size() > 1 ? chart.series() : List.of();
        for (int i = 0; i < named.size(); i++) {
            String name = cut(named.get(i).name());
            double width = 22 + name.length() * CHARACTER + 8;
            if (x + width > look.width() && x > LEFT) {
                x = LEFT;
                y += LEGEND_LINE;
            }
            legend.rect("key " + colour(i), x, y - 9, 11, 11).text("legend", x + 16, y, "start", name);
            x += width;
        }
        double height = named.isEmpty() ? look.height() : y + 8;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" viewBox=\"0 0 " + look.width()
                + " " + Svg.number(height) + "\" width=\"" + look.width() + "\" height=\"" + Svg.number(height)
                + "\" aria-label=\"" + Svg.escape(chart.title()) + "\">"
                + look.theme().style()
                + (look.theme() == Look.Theme.PAGE
                        ? ""
                        : new Svg().rect("bg", 0, 0, look.width(), height).toString())
                + svg + legend + "</svg>";
    }

    /** A name that fits into the image; it is whole in the table. */
    private String cut(String name) {
        int longest = (int) ((look.width() - LEFT - 22) / CHARACTER);
        return name.length() <= longest ? name : name.substring(0, longest - 1) + "…";
    }

    static String colour(int series) {
        return "s" + Math.min(series, 7);
    }
}
