package io.metriton.benchmarks.run;

import java.util.List;
import java.util.TreeMap;

/** What was measured with backlogs of different lengths: lines of a backlog and its values, NaN for those that are missing. */
final class GrowthRows {
    private static final int COMPARED = 1_000;

    private final TreeMap<Integer, Samples[]> rows = new TreeMap<>();

    GrowthRows(List<double[]> lines) {
        for (double[] line : lines) {
            Samples[] row = rows.computeIfAbsent((int) line[0], backlog -> new Samples[line.length - 1]);
            for (int i = 0; i < row.length; i++) {
                row[i] = row[i] == null ? new Samples() : row[i];
                if (!Double.isNaN(line[i + 1])) {
                    row[i].add(line[i + 1]);
                }
            }
        }
    }

    Iterable<Integer> backlogs() {
        return rows.keySet();
    }

    /** The median. */
    String median(int backlog, int value) {
        Samples samples = rows.get(backlog)[value];
        return samples.isEmpty() ? "" : Chart.number(samples.median());
    }

    /** Median and quartiles. */
    String text(int backlog, int value) {
        return rows.get(backlog)[value].text();
    }

    /** The median as a multiple of that of the same value at 1,000. */
    String growth(int backlog, int value) {
        double compared = rows.get(COMPARED)[value].median();
        return Chart.number(rows.get(backlog)[value].median() / compared) + " x";
    }
}
