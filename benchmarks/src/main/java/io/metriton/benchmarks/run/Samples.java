package io.metriton.benchmarks.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Values of one thing that was measured often. */
final class Samples {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    double median() {
        return at(0.5);
    }

    /** The value below which a part of the others is. */
    double at(double part) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(part * sorted.size())));
    }

    /** Median and quartiles. */
    String text() {
        return Chart.number(median()) + " (" + Chart.number(at(0.25)) + "–" + Chart.number(at(0.75)) + ")";
    }
}
