package io.metriton.collector.web;

import io.metriton.collector.web.chart.Chart;
import io.metriton.collector.web.chart.Look;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/**
 * A chart on a page, with its figures in a table.
 *
 * @param id of the element
 * @param title its heading
 * @param note what one should know
 * @param svg the chart
 * @param slim the chart for a small screen
 * @param head the names of columns
 * @param rows the newest first
 */
public record Panel(
        String id, String title, String note, String svg, String slim, List<String> head, List<List<String>> rows) {

    private static final Look WIDE = new Look(860, 250, Look.Theme.PAGE);
    private static final Look SLIM = new Look(330, 220, Look.Theme.PAGE);

    static Panel of(String id, String note, Chart chart, BiFunction<Chart, Look, String> draw) {
        List<String> head = new ArrayList<>();
        head.add("Period");
        chart.series().forEach(series -> head.add(series.name()));
        boolean previous = !chart.previous().isEmpty();
        if (previous) {
            head.add("period before");
        }
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < chart.periods().size(); i++) {
            List<String> row = new ArrayList<>();
            row.add(chart.periods().get(i) + (i >= chart.open() ? " *" : ""));
            for (Chart.Series series : chart.series()) {
                row.add(String.format(Locale.ROOT, "%,d", series.values().get(i)));
            }
            if (previous) {
                row.add(String.format(Locale.ROOT, "%,d", chart.previous().get(i)));
            }
            rows.add(row);
        }
        Collections.reverse(rows);
        return new Panel(id, chart.title(), note, draw.apply(chart, WIDE), draw.apply(chart, SLIM), head, rows);
    }
}
