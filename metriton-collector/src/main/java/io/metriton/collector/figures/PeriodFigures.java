package io.metriton.collector.figures;

import java.util.Map;

/**
 * The figures of one period.
 *
 * @param start its first day
 * @param end its last day
 * @param complete whether no report can be counted in it any more
 * @param installs how many installations
 * @param reports how many reports; not for new installations and windows
 * @param by how many installations by value; empty unless asked for
 */
public record PeriodFigures(int start, int end, boolean complete, long installs, long reports, Map<String, Long> by) {

    /** The value for installations that did not say anything of the key in the period. */
    public static final String UNKNOWN = "unknown";
}
