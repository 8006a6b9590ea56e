package io.metriton.collector.figures;

import java.util.Map;

/**
 * What was counted in one period.
 *
 * @param start its first day
 * @param end its last day
 * @param names by name
 */
public record NameFigures(int start, int end, Map<String, Counted> names) {

    /**
     * What was counted under one name.
     *
     * @param count the sum
     * @param reports how many reports carried the name
     */
    public record Counted(long count, long reports) {

        /**
         * Adds two up.
         *
         * @param other the other
         * @return the sums
         */
        public Counted plus(Counted other) {
            return new Counted(count + other.count, reports + other.reports);
        }
    }
}
