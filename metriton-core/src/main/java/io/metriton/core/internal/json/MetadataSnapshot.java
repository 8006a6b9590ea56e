package io.metriton.core.internal.json;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies metadata when it is reported: a caller may change its maps and lists afterwards, and whatever is no JSON value is
 * refused at once ({@link MetadataRules}). Made by the caller's thread, at little cost for text, whole numbers, doubles and
 * booleans; read by the thread that delivers. Not thread-safe while it is made, immutable afterwards.
 */
public final class MetadataSnapshot {
    /** The bound for a caller that has no smaller one: a report is never larger. */
    public static final long MAX_BYTES = JsonWriter.MAX_BYTES;

    /** Bounds the first array, as a map may give a wrong size. */
    private static final int MAX_GUESS = 1_000;

    private final SizeBudget budget;

    /** Made for the first value that is not simple. */
    private @Nullable MetadataRules rules;

    /** Keys and values by turns; the delivery thread makes a map of them. */
    private @Nullable Object[] entries = {};

    private int length;

    /**
     * Copies metadata.
     *
     * @throws IllegalArgumentException if it holds something that is no JSON value, is larger than the limit, nested too
     *     deeply, or throws when it is read; the message names the path of keys that leads there
     */
    public MetadataSnapshot(Map<String, ? extends @Nullable Object> metadata, long maxBytes) {
        this.budget = new SizeBudget(maxBytes);
        String key = null;
        try {
            entries = new @Nullable Object[2 * Math.max(0, Math.min(metadata.size(), MAX_GUESS))];
            for (Map.Entry<?, ?> entry : metadata.entrySet()) {
                key = null;
                if (length == entries.length) { // It has more, or has grown.
                    entries = Arrays.copyOf(entries, 2 * length + 2);
                }
                Object given = entry.getKey();
                key = given instanceof String text ? text : rules(metadata).key(given);
                entries[length] = key;
                entries[length + 1] = value(entry.getValue(), key, metadata);
                length += 2;
            }
        } catch (Throwable e) { // Whatever a value throws: see MetadataRules.refusal.
            throw rules(metadata).refusal(e, key);
        }
    }

    /**
     * Copies metadata, bounded by the size of a report alone.
     *
     * @return the copy: maps, lists and simple values that do not change
     * @throws IllegalArgumentException as the constructor
     */
    public static Map<String, @Nullable Object> copyOf(Map<String, ? extends @Nullable Object> metadata) {
        return new MetadataSnapshot(metadata, MAX_BYTES).toMap();
    }

    /** About how much memory the copy takes. */
    public long bytes() {
        return budget.bytes();
    }

    /** The metadata in its order; of keys that are the same when they are written, the last one counts. */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < length; i += 2) {
            map.put(JsonWriter.wellFormed((String) requireNonNull(entries[i])), entries[i + 1]);
        }
        return map;
    }

    private @Nullable Object value(@Nullable Object value, String key, Map<?, ?> metadata) {
        if (value instanceof String text) {
            budget.add(2 * MetadataRules.OVERHEAD + key.length() + text.length());
            return text;
        }
        budget.add(2 * MetadataRules.OVERHEAD + key.length());
        if (value instanceof Integer
                || value instanceof Boolean
                || value instanceof Long
                || (value instanceof Double number && Double.isFinite(number))) {
            return value;
        }
        return rules(metadata).copy(value, key);
    }

    private MetadataRules rules(Map<?, ?> metadata) {
        MetadataRules made = rules;
        if (made == null) {
            made = new MetadataRules(metadata, budget);
            rules = made;
        }
        return made;
    }
}
