package io.metriton.collector.web.chart;

import java.util.List;

/** Draws charts. All methods return markup that may be put into a page as it is. */
public final class Charts {

    private Charts() {}

    /**
     * Lines over time, with the periods before them as a dashed line.
     *
     * @param chart what to draw
     * @param look how
     * @return an {@code svg} element
     */
    public static String lines(Chart chart, Look look) {
        Plot plot = new Plot(chart, look, chart.highestLine());
        plot.frame();
        plot.previous(false);
        for (int i = 0; i < chart.series().size(); i++) {
            plot.line(i);
        }
        plot.marks();
        plot.columns(true);
        return plot.finish();
    }

    /**
     * Bars over time, one on the other, with the height of the periods before them as a dashed line.
     *
     * @param chart what to draw
     * @param look how
     * @return an {@code svg} element
     */
    public static String bars(Chart chart, Look look) {
        Plot plot = new Plot(chart, look, chart.highestStack());
        plot.frame();
        double gap = Math.min(3, plot.columnWidth() * 0.2);
        for (int period = 0; period < chart.periods().size(); period++) {
            long below = 0;
            for (int i = 0; i < chart.series().size(); i++) {
                long value = chart.series().get(i).values().get(period);
                if (value > 0) {
                    double y = plot.y(below + value);
                    boolean over = period < chart.periods().size() - 1;
                    plot.svg.rect(
                            (over ? "bar " : "bar running ") + Plot.colour(i),
                            plot.left(period) + gap / 2,
                            y,
                            plot.columnWidth() - gap,
                            plot.y(below) - y);
                }
                below += value;
            }
        }
        plot.previous(true);
        plot.marks();
        plot.columns(false);
        return plot.finish();
    }

    /**
     * A small line without axes.
     *
     * @param values what to draw
     * @param width in pixels
     * @param height in pixels
     * @return an {@code svg} element, which those who cannot see it are not told of
     */
    public static String sparkline(List<Long> values, int width, int height) {
        long top = Math.max(1, values.stream().mapToLong(n -> n).max().orElse(1));
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            double x = (double) i / Math.max(1, values.size() - 1) * width;
            double y = height - 2 - (double) values.get(i) / top * (height - 4);
            path.append(i == 0 ? "M" : "L").append(Svg.number(x)).append(' ').append(Svg.number(y));
        }
        return "<svg class=\"spark\" aria-hidden=\"true\" viewBox=\"0 0 " + width + " " + height
                + "\" preserveAspectRatio=\"none\">"
                + new Svg()
                        .path("area s0", path + "L" + width + " " + height + "L0 " + height + "Z")
                        .path("line s0", path.toString())
                + "</svg>";
    }

    /**
     * A badge: a label, and a figure beside it.
     *
     * @param label on the left
     * @param value on the right
     * @return an {@code svg} element of its own colours
     */
    public static String badge(String label, String value) {
        double left = 14 + label.length() * 6.8;
        double right = 14 + value.length() * 7.2;
        String width = Svg.number(left + right);
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "\" height=\"20\" role=\"img\""
                + " aria-label=\"" + Svg.escape(label + ": " + value) + "\"><style>text{font:11px Verdana,"
                + "'DejaVu Sans',sans-serif;fill:#fff}.l{fill:#444d5c}.r{fill:#1a63d8}</style>"
                + "<clipPath id=\"r\"><rect width=\"" + width + "\" height=\"20\" rx=\"4\"/></clipPath>"
                + "<g clip-path=\"url(#r)\">"
                + new Svg()
                        .rect("l", 0, 0, left, 20)
                        .rect("r", left, 0, right, 20)
                        .text("t", left / 2, 14, "middle", label)
                        .text("t", left + right / 2, 14, "middle", value)
                + "</g></svg>";
    }
}
