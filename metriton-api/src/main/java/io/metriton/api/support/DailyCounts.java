package io.metriton.api.support;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The bounds of what is counted between two daily reports, the same in memory and in every {@link
 * io.metriton.api.DailyStore}: 64 keys of at most 128 characters, and for each 100 names of at most 64 characters; the rest of
 * the names is counted under {@link #OTHER}. Stateless.
 */
public final class DailyCounts {
    /** The name under which the rest of a key is counted. */
    public static final String OTHER = "other";

    /** How many keys are counted under; the counts of further keys are dropped. */
    public static final int MAX_KEYS = 64;

    /** How long a key may be; the counts of a longer one are dropped. */
    public static final int MAX_KEY = 128;

    /** How many names a key has, beside {@link #OTHER}. */
    public static final int MAX_NAMES = 100;

    /** How long a name may be; a longer one is counted under {@link #OTHER}. */
    public static final int MAX_NAME = 64;

    /** How much of a name one report says at most, as a collector takes no more; the rest waits for the next. */
    public static final long MAX_COUNT = 1_000_000_000;

    /** How many bytes the counts of one report take as JSON at most: a collector takes 64 KiB, metadata included. */
    public static final int MAX_BYTES = 48 * 1024;

    /** What a name or a key takes beside its text: quotes, colon, comma, braces, and the digits of {@link #MAX_COUNT}. */
    private static final int PUNCTUATION = 16;

    private static final int ESCAPED = 6;

    private DailyCounts() {}

    /**
     * Takes what one report may say, in the order of the maps. What is too much waits for the next.
     *
     * @param counts keeps what is too much; it is modifiable, and so are the maps in it
     * @return at most {@link #MAX_COUNT} of each name, and {@link #MAX_BYTES} in all
     */
    public static Map<String, Map<String, Long>> take(Map<String, Map<String, Long>> counts) {
        Map<String, Map<String, Long>> taken = new LinkedHashMap<>();
        int room = MAX_BYTES;
        for (Iterator<Map.Entry<String, Map<String, Long>>> keys =
                        counts.entrySet().iterator();
                keys.hasNext(); ) {
            Map.Entry<String, Map<String, Long>> key = keys.next();
            Map<String, Long> names = new LinkedHashMap<>();
            int rest = take(key.getValue(), names, room - bytes(key.getKey()));
            if (!names.isEmpty()) {
                taken.put(key.getKey(), names);
                room = rest;
            }
            if (key.getValue().isEmpty()) {
                keys.remove();
            }
        }
        return taken;
    }

    /** Returns the room that is left. */
    private static int take(Map<String, Long> names, Map<String, Long> taken, int before) {
        int room = before;
        for (Iterator<Map.Entry<String, Long>> left = names.entrySet().iterator(); left.hasNext(); ) {
            Map.Entry<String, Long> each = left.next();
            int size = bytes(each.getKey());
            if (size <= room) {
                room -= size;
                taken.put(each.getKey(), Math.min(MAX_COUNT, each.getValue()));
                if (each.getValue() > MAX_COUNT) {
                    each.setValue(each.getValue() - MAX_COUNT);
                } else {
                    left.remove();
                }
            }
        }
        return room;
    }

    /** As JSON in UTF-8, at most. */
    private static int bytes(String text) {
        int bytes = PUNCTUATION;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escaped = c < ' ' || c == '"' || c == '\\';
            bytes += escaped ? ESCAPED : c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
        }
        return bytes;
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
                if (sum.size() >= MAX_KEYS || key.getKey().length() > MAX_KEY) {
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
