package io.metriton.collector.store;

import java.util.List;
import java.util.Map;

/**
 * A report, as far as it is stored: no ID, no address, nothing that was not declared.
 *
 * @param application the number of the application
 * @param channel which figures it goes to
 * @param secret the fingerprint of the secret that the keys were made with
 * @param installKeys the key of the installation, then the one it had before the secret was changed, if that is known;
 *     none if the report names no installation
 * @param reportHashes what says that the report was sent before, in the same order; none if it carries no key
 * @param arrivalDay the day on which it came
 * @param day the day that it is of
 * @param version the application's version
 * @param values by the number of the key: the values of declared metadata
 * @param counts by the number of the key: what was counted, by name
 */
public record Submission(
        int application,
        Channel channel,
        String secret,
        List<byte[]> installKeys,
        List<Long> reportHashes,
        int arrivalDay,
        int day,
        String version,
        Map<Integer, List<String>> values,
        Map<Integer, Map<String, Long>> counts) {}
