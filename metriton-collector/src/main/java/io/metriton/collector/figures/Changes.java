package io.metriton.collector.figures;

import java.util.HashMap;
import java.util.Map;

/** Adds up the changes of counters, so that a store writes each counter once. For one thread. */
public final class Changes {

    private final Map<Counter, Long> deltas = new HashMap<>();

    /** Without any change. */
    public Changes() {}

    void add(Metric metric, int day, long delta) {
        add(Counter.total(metric, day), delta);
    }

    void add(Counter counter, long delta) {
        deltas.merge(counter, delta, Long::sum);
    }

    /**
     * The counters that change, and by how much; a change may be 0.
     *
     * @return a view
     */
    public Map<Counter, Long> deltas() {
        return deltas;
    }
}
