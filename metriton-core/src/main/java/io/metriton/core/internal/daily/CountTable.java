package io.metriton.core.internal.daily;

import io.metriton.api.support.DailyCounts;
import io.metriton.core.internal.json.JsonWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What a process has counted, by key and name. To count is to add to a {@link LongAdder} that two look-ups find: no lock, and
 * nothing allocated for a name that was counted before. Counts are never reset: what is kept elsewhere is remembered beside
 * them, so that a failure has nothing to undo. Thread-safe; {@link #unsaved} and {@link #saved} by one thread at a time.
 */
final class CountTable {
    private final Map<String, Map<String, Count>> keys = new ConcurrentHashMap<>();

    private static final class Count {
        private final LongAdder counted = new LongAdder();
        private long saved;
    }

    /** False if the name was not counted before, and {@link #countNew} is to be called. */
    boolean count(String key, String name, long n) {
        Map<String, Count> names = keys.get(key);
        Count count = names == null ? null : names.get(name);
        if (count == null) {
            return false;
        }
        count.counted.add(n);
        return true;
    }

    /** Whether a key was counted under before. */
    boolean hasKey(String key) {
        return keys.containsKey(key);
    }

    /** Counts a name for the first time, within the bounds; false if there are too many keys, or the key is too long. */
    synchronized boolean countNew(String givenKey, @Nullable String given, long n) {
        String key = JsonWriter.wellFormed(givenKey); // Two texts that are written alike are one.
        Map<String, Count> names = keys.get(key);
        if (names == null) {
            if (keys.size() >= DailyCounts.MAX_KEYS || key.length() > DailyCounts.MAX_KEY) {
                return false;
            }
            names = new ConcurrentHashMap<>();
            keys.put(key, names);
        }
        String text = given == null ? "" : JsonWriter.wellFormed(given);
        String name = text.isBlank() || isTooMuch(names, text) ? DailyCounts.OTHER : text;
        Count count = names.get(name);
        if (count == null) {
            count = new Count();
            names.put(name, count);
        }
        count.counted.add(n);
        return true;
    }

    private static boolean isTooMuch(Map<String, Count> names, String name) {
        int others = names.containsKey(DailyCounts.OTHER) ? 1 : 0;
        boolean full = names.size() - others >= DailyCounts.MAX_NAMES;
        return name.length() > DailyCounts.MAX_NAME || (full && !names.containsKey(name));
    }

    /** What was counted and not saved. */
    Map<String, Map<String, Long>> unsaved() {
        Map<String, Map<String, Long>> unsaved = new HashMap<>();
        for (Map.Entry<String, Map<String, Count>> key : keys.entrySet()) {
            Map<String, Long> names = new HashMap<>();
            for (Map.Entry<String, Count> each : key.getValue().entrySet()) {
                long more = each.getValue().counted.sum() - each.getValue().saved;
                if (more > 0) {
                    names.put(each.getKey(), more);
                }
            }
            if (!names.isEmpty()) {
                unsaved.put(key.getKey(), names);
            }
        }
        return unsaved;
    }

    /** These are kept elsewhere, and are this process's no more. */
    void saved(Map<String, Map<String, Long>> counts) {
        for (Map.Entry<String, Map<String, Long>> key : counts.entrySet()) {
            Map<String, Count> names = keys.get(key.getKey());
            for (Map.Entry<String, Long> each : key.getValue().entrySet()) {
                Count count = names == null ? null : names.get(each.getKey());
                if (count != null) {
                    count.saved += each.getValue();
                }
            }
        }
    }
}
