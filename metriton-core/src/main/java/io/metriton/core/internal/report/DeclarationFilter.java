package io.metriton.core.internal.report;

import io.metriton.core.internal.json.MetadataSnapshot;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out of the metadata of one reporter what is not declared, and what is not of the declared type. Throws nothing
 * because of a value. Thread-safe.
 */
public final class DeclarationFilter {
    /** In the place of a value that cannot be sent. */
    private static final Object UNREADABLE = new Object();

    private static final String NO_TEXT = "(a key that is no text)";

    private final DeclaredKeys keys;
    private final LeftOut leftOut = new LeftOut();

    public DeclarationFilter(DeclaredKeys keys) {
        this.keys = keys;
    }

    public DeclaredKeys keys() {
        return keys;
    }

    /** Whether a key is declared for counts; if it is not, one more value was left out. */
    public boolean takesCounts(String key) {
        if (keys.isCounts(key)) {
            return true;
        }
        if (leftOut.isNew(key)) {
            leftOut.describe(key, ValueType.COUNTS.label(), keys.type(key));
        }
        return false;
    }

    /** How many values were left out so far. */
    public long count() {
        return leftOut.count();
    }

    LeftOut leftOut() {
        return leftOut;
    }

    /** The declared part, as it is sent. A null of a declared key is left out and not counted: it says nothing. */
    Map<String, @Nullable Object> declared(Map<String, @Nullable Object> metadata) {
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : metadata.entrySet()) {
            ValueType type = entry.getKey() instanceof String key ? keys.type(key) : null;
            if (type == null) {
                leaveOut(entry, null);
                continue;
            }
            Object json = json(entry.getValue());
            if (json != null && type.takes(json)) {
                kept.put((String) entry.getKey(), json);
            } else if (json != null) {
                leaveOut(entry, type);
            }
        }
        return kept;
    }

    /**
     * All but what cannot be sent, for the customizers to see. Throws what iterating over the map throws.
     *
     * @return with the values themselves
     */
    Map<String, @Nullable Object> readable(Map<?, ?> metadata) {
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : metadata.entrySet()) {
            if (entry.getKey() instanceof String key && json(entry.getValue()) != UNREADABLE) {
                kept.put(key, entry.getValue());
            } else {
                leaveOut(entry, entry.getKey() instanceof String key ? keys.type(key) : null);
            }
        }
        return kept;
    }

    private void leaveOut(Map.Entry<?, ?> entry, @Nullable ValueType declared) {
        String key = entry.getKey() instanceof String text ? text : NO_TEXT;
        if (leftOut.isNew(key)) {
            leftOut.describe(key, ValueType.labelOf(json(entry.getValue())), declared);
        }
    }

    private static @Nullable Object json(@Nullable Object value) {
        if (value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long) {
            return value;
        }
        try {
            return MetadataSnapshot.copyOf(Collections.singletonMap("value", value))
                    .get("value");
        } catch (IllegalArgumentException e) { // It says what is wrong with a value that nobody asked for.
            return UNREADABLE;
        }
    }
}
