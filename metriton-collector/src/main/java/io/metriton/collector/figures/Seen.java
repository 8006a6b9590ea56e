package io.metriton.collector.figures;

import java.util.Map;

/**
 * A report, as far as it is counted.
 *
 * @param day the day that it is of
 * @param said what it says of the installation
 * @param counts what it counted: by the number of the key, by the number of the name
 */
public record Seen(int day, Said said, Map<Integer, Map<Integer, Long>> counts) {}
