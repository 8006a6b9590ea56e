package io.metriton.collector.web.chart;

import java.util.Locale;

/** Writes SVG. What comes from outside is a text and is escaped. For one thread. */
final class Svg {

    private final StringBuilder out = new StringBuilder();

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    static String number(double number) {
        String text = String.format(Locale.ROOT, "%.1f", number);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** 1234567 as 1,234,567. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    Svg raw(String markup) {
        out.append(markup);
        return this;
    }

    Svg rect(String css, double x, double y, double width, double height) {
        out.append("<rect class=\"")
                .append(css)
                .append("\" x=\"")
                .append(number(x))
                .append("\" y=\"");
        out.append(number(y))
                .append("\" width=\"")
                .append(number(Math.max(0, width)))
                .append("\" height=\"");
        out.append(number(Math.max(0, height))).append("\"/>");
        return this;
    }

    Svg line(String css, double x1, double y1, double x2, double y2) {
        out.append("<line class=\"")
                .append(css)
                .append("\" x1=\"")
                .append(number(x1))
                .append("\" y1=\"");
        out.append(number(y1))
                .append("\" x2=\"")
                .append(number(x2))
                .append("\" y2=\"")
                .append(number(y2));
        out.append("\"/>");
        return this;
    }

    Svg path(String css, String path) {
        out.append("<path class=\"").append(css).append("\" d=\"").append(path).append("\"/>");
        return this;
    }

    Svg circle(String css, double x, double y, double radius) {
        out.append("<circle class=\"")
                .append(css)
                .append("\" cx=\"")
                .append(number(x))
                .append("\" cy=\"");
        out.append(number(y)).append("\" r=\"").append(number(radius)).append("\"/>");
        return this;
    }

    /** A text; the anchor is start, middle or end. */
    Svg text(String css, double x, double y, String anchor, String text) {
        out.append("<text class=\"")
                .append(css)
                .append("\" x=\"")
                .append(number(x))
                .append("\" y=\"");
        out.append(number(y))
                .append("\" text-anchor=\"")
                .append(anchor)
                .append("\">")
                .append(escape(text));
        out.append("</text>");
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
