package io.metriton.collector.figures;

/**
 * The name of one counter of an application and channel.
 *
 * @param metric what is counted
 * @param key by what it is divided: {@link Dimension#TOTAL}, {@link Dimension#VERSION} or a key of declared metadata
 * @param day the first day of the period
 * @param value the value of the key; 0 for totals; the number of weeks for {@link Metric#COHORT}
 */
public record Counter(Metric metric, int key, int day, int value) {

    static Counter total(Metric metric, int day) {
        return new Counter(metric, Dimension.TOTAL, day, 0);
    }
}
