package io.metriton.collector.web;

import java.util.Locale;

/**
 * One figure, and how it changed.
 *
 * @param label what it is
 * @param value the figure
 * @param change in words; may be empty
 */
public record Tile(String label, String value, String change) {

    static Tile of(String label, long now, long before, String when) {
        String value = String.format(Locale.ROOT, "%,d", now);
        if (before == 0) {
            return new Tile(label, value, "none " + when);
        }
        double percent = 100.0 * (now - before) / before;
        String sign = percent > 0 ? "+" : percent < 0 ? "−" : "±";
        return new Tile(
                label, value, String.format(Locale.ROOT, "%s%.1f %% against %s", sign, Math.abs(percent), when));
    }
}
