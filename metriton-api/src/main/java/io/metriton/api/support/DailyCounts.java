package io.metriton.api.support;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The bounds of what is counted between two daily reports, the same in memory and in every {@link
 * io.metriton.api.DailyLedger}: 64 keys, and for each 100 names of at most 64 characters; the rest is counted under
 * {@link #OTHER}. Stateless.
 */
public final class DailyCounts {
    /** The name under which the rest of a key is counted. */
    public static final String OTHER = "other";

    /** How many keys are counted under; the counts of further keys are dropped. */
    public static final int MAX_KEYS = 64;

    /** How many names a key has, beside {@link #OTHER}. */
    public static final int MAX_NAMES = 100;

    /** How long a name may be; a longer one is counted under {@link #OTHER}. */
    public static final int MAX_NAME = 64;

    /** How much of a name one report says at most, as a collector takes no more; the rest waits for the next. */
    public static final long MAX_COUNT = 1_000_000_000;

    private DailyCounts() {}

    /**
     * Takes what one report may say.
     *
     * @param counts keeps what is too much; it is modifiable, and so are the maps in it
     * @return at most {@link #MAX_COUNT} of each name
     */
    public static Map<String, Map<String, Long>> take(Map<String, Map<String, Long>> counts) {
        Map<String, Map<String, Long>> taken = new LinkedHashMap<>();
        for (Iterator<Map.Entry<String, Map<String, Long>>> keys =
                        counts.entrySet().iterator();
                keys.hasNext(); ) {
            Map.Entry<String, Map<String, Long>> key = keys.next();
            Map<String, Long> names = new LinkedHashMap<>();
            for (Iterator<Map.Entry<String, Long>> left =
                            key.getValue().entrySet().iterator();
                    left.hasNext(); ) {
                Map.Entry<String, Long> each = left.next();
                names.put(each.getKey(), Math.min(MAX_COUNT, each.getValue()));
                if (each.getValue() > MAX_COUNT) {
                    each.setValue(each.getValue() - MAX_COUNT);
                } else {
                    left.remove();
                }
            }
            taken.put(key.getKey(), names);
            if (key.getValue().isEmpty()) {
                keys.remove();
            }
        }
        return taken;
    }

    /**
     * Adds counts to others, within the bounds. A sum that is too large for a long stays at its largest.
     *
     * @param sum is changed; both maps are modifiable, or the outer one alone if it is empty
     * @param more is added
     */
    public static void add(Map<String, Map<String, Long>> sum, Map<String, ? extends Map<String, Long>> more) {
        for (Map.Entry<String, ? extends Map<String, Long>> key : more.entrySet()) {
            Map<String, Long> names = sum.get(key.getKey());
            if (names == null) {
                if (sum.size() >= MAX_KEYS) {
                    continue;
                }
                names = new LinkedHashMap<>();
                sum.put(key.getKey(), names);
            }
            for (Map.Entry<String, Long> each : key.getValue().entrySet()) {
                add(names, each.getKey(), each.getValue());
            }
        }
    }

    private static void add(Map<String, Long> names, String given, long count) {
        boolean fits = given.length() <= MAX_NAME && (names.containsKey(given) || hasRoom(names));
        String name = fits ? given : OTHER;
        Long before = names.get(name);
        names.put(name, before == null ? count : saturated(before, count));
    }

    private static boolean hasRoom(Map<String, Long> names) {
        return names.size() - (names.containsKey(OTHER) ? 1 : 0) < MAX_NAMES;
    }

    private static long saturated(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /**
     * A copy that can be changed.
     *
     * @param counts stay as they are
     * @return modifiable, and so are the maps in it
     */
    public static Map<String, Map<String, Long>> copy(Map<String, ? extends Map<String, Long>> counts) {
        Map<String, Map<String, Long>> copy = new LinkedHashMap<>();
        add(copy, counts);
        return copy;
    }
}
