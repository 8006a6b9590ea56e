package io.metriton.collector.figures;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an installation said of itself, and so under which values it is counted: its version, and the values of declared
 * metadata. A key of type set has any number of values, others have one; a key that was not said is not there.
 *
 * @param version the number of the version
 * @param values sorted numbers of values by the number of the key
 */
public record Said(int version, Map<Integer, int[]> values) {

    /**
     * Copies the map.
     *
     * @param version the number of the version
     * @param values sorted numbers of values by the number of the key; the arrays are not changed by anybody
     */
    public Said {
        values = new TreeMap<>(values);
    }

    /** What was said last on each key in a period: this, and then the other. */
    Said then(Said later) {
        Map<Integer, int[]> both = new TreeMap<>(values);
        both.putAll(later.values);
        return new Said(later.version, both);
    }

    /** Counts one installation that is new in a period. */
    void count(Metric metric, int start, Changes changes) {
        changes.add(metric, start, 1);
        parts(metric, start, 1, changes);
    }

    /** Takes back what {@link #count} counted. */
    void uncount(Metric metric, int start, Changes changes) {
        changes.add(metric, start, -1);
        parts(metric, start, -1, changes);
    }

    /** Moves one installation that is counted under this already. */
    void move(Said to, Metric metric, int start, Changes changes) {
        if (!equals(to)) {
            parts(metric, start, -1, changes);
            to.parts(metric, start, 1, changes);
        }
    }

    private void parts(Metric metric, int start, int delta, Changes changes) {
        changes.add(new Counter(metric, Dimension.VERSION, start, version), delta);
        values.forEach((key, said) -> {
            for (int value : said) {
                changes.add(new Counter(metric, key, start, value), delta);
            }
        });
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Said said
                && version == said.version
                && values.keySet().equals(said.values.keySet())
                && values.entrySet().stream()
                        .allMatch(entry -> Arrays.equals(entry.getValue(), said.values.get(entry.getKey())));
    }

    @Override
    public int hashCode() {
        return 31 * version + values.keySet().hashCode();
    }
}
