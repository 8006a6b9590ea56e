package io.metriton.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** A bar chart as SVG; bars of this SDK have a colour of their own. */
final class Chart {
    private static final int ROW = 22;
    private static final int LABEL = 250;
    private static final int WIDTH = 420;

    private Chart() {}

    static void write(Path file, String title, String unit, Map<String, Double> values) throws IOException {
        double most =
                values.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
        int height = 46 + values.size() * ROW;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n"
                        + "<text x=\"10\" y=\"22\" font-size=\"14\" font-weight=\"bold\">%s</text>%n",
                LABEL + WIDTH + 100,
                height,
                title));
        int y = 36;
        for (Map.Entry<String, Double> each : values.entrySet()) {
            double width = Math.max(1, each.getValue() / most * WIDTH);
            String colour = each.getKey().startsWith("Metriton") ? "#1f77b4" : "#b0b0b0";
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text><rect x=\"%d\" y=\"%d\" width=\"%.1f\""
                            + " height=\"16\" fill=\"%s\"/><text x=\"%.1f\" y=\"%d\">%s %s</text>%n",
                    LABEL - 8,
                    y + 13,
                    each.getKey(),
                    LABEL,
                    y,
                    width,
                    colour,
                    LABEL + width + 6,
                    y + 13,
                    number(each.getValue()),
                    unit));
            y += ROW;
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, svg.append("</svg>\n"));
    }

    static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
    }
}
