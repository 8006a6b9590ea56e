package io.metriton.collector.privacy;

import java.util.List;
import java.util.Map;

/**
 * What is left of the metadata of a report.
 *
 * @param values by the number of the key
 * @param counts by the number of the key, by name
 */
public record Declared(Map<Integer, List<String>> values, Map<Integer, Map<String, Long>> counts) {}
