package io.metriton.core.internal.json;

import static java.util.Objects.requireNonNull;

import io.metriton.core.internal.util.ClassNames;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Metadata as it was when it was reported: a caller may change its maps and lists afterwards. Whether all of it can be sent
 * is found out when it is written ({@link ReportEncoder}). Written by the caller's thread, as cheaply as can be; read by the
 * one that delivers.
 */
public final class MetadataSnapshot {
    /** What a value costs beside its text, about. */
    private static final int OVERHEAD = 16;

    /** Of the number of entries: what a map says of its size may not be true. */
    private static final int MAX_GUESS = 1_000;

    private final long maxBytes;
    private long bytes;

    /** Keys and values by turns: a map is made of them where nobody waits. */
    private @Nullable Object[] entries = {};

    private int length;

    /**
     * Copies metadata.
     *
     * @throws IllegalArgumentException if it is larger than the limit, nested too deeply, or fails when it is read
     */
    public MetadataSnapshot(Map<String, ? extends @Nullable Object> metadata, long maxBytes) {
        this.maxBytes = maxBytes;
        try {
            entries = new @Nullable Object[2 * Math.max(0, Math.min(metadata.size(), MAX_GUESS))];
            for (Map.Entry<?, ?> entry : metadata.entrySet()) {
                if (length == entries.length) { // It has more, or has grown.
                    entries = Arrays.copyOf(entries, 2 * length + 2);
                }
                entries[length] = key(entry.getKey());
                entries[length + 1] = value(entry.getValue(), 1);
                length += 2;
            }
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("metadata cannot be read: " + e, e);
        }
    }

    /** About how much memory the copy takes. */
    public long bytes() {
        return bytes;
    }

    /** The metadata, in its order. */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < length; i += 2) {
            map.put((String) requireNonNull(entries[i]), entries[i + 1]);
        }
        return map;
    }

    private String key(@Nullable Object key) {
        if (!(key instanceof String text)) {
            throw new IllegalArgumentException(
                    "metadata has a key that is no text but " + (key == null ? "null" : "a " + ClassNames.of(key)));
        }
        count(text.length());
        return text;
    }

    private @Nullable Object value(@Nullable Object value, int depth) {
        if (value instanceof String text) {
            count(text.length());
            return text;
        }
        if (value instanceof Integer || value instanceof Boolean || value instanceof Long || value instanceof Double) {
            count(0);
            return value;
        }
        return rareValue(value, depth);
    }

    private @Nullable Object rareValue(@Nullable Object given, int depth) {
        Object value = given;
        while (value instanceof Optional<?> optional) {
            value = optional.orElse(null);
        }
        if (value != given) {
            return value(value, depth);
        }
        if (depth > ReportEncoder.MAX_DEPTH + 1) {
            throw new IllegalArgumentException(
                    "metadata is nested deeper than " + ReportEncoder.MAX_DEPTH + ", or contains itself");
        }
        if (value instanceof CharSequence text) {
            String copy = text.toString();
            count(copy.length());
            return copy;
        }
        count(0);
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                copy.put(key(entry.getKey()), value(entry.getValue(), depth + 1));
            }
            return copy;
        }
        if (value instanceof byte[] array) {
            count(array.length);
            return array.clone();
        }
        return value == null ? null : list(value, depth);
    }

    /** What is neither a list nor an array is a value that does not change, or none that can be sent. */
    private Object list(Object value, int depth) {
        List<@Nullable Object> copy = new ArrayList<>();
        if (value instanceof Iterable<?> iterable && !(value instanceof Path)) {
            for (Object each : iterable) {
                copy.add(value(each, depth + 1));
            }
            return copy;
        }
        if (value.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                copy.add(value(Array.get(value, i), depth + 1));
            }
            return copy;
        }
        return value;
    }

    /** Counters go on counting, and who extends a class may do anything. */
    private Number number(Number number) {
        if (number instanceof Float || number instanceof Short || number instanceof Byte) {
            return number;
        }
        if (number.getClass() == BigInteger.class || number.getClass() == BigDecimal.class) {
            int bits = number instanceof BigDecimal decimal
                    ? decimal.unscaledValue().bitLength()
                    : ((BigInteger) number).bitLength();
            count(bits / Byte.SIZE);
            return number;
        }
        String text = number.toString();
        count(text.length());
        if (text.length() > ReportEncoder.MAX_DIGITS) {
            throw new IllegalArgumentException(
                    "metadata holds a number of more than " + ReportEncoder.MAX_DIGITS + " digits");
        }
        try {
            return new BigDecimal(text);
        } catch (IllegalArgumentException e) { // NumberFormatException, which is not loaded before it is needed.
            throw new IllegalArgumentException(
                    "metadata holds what is no JSON number but a " + ClassNames.of(number), e);
        }
    }

    private void count(int length) {
        bytes += OVERHEAD + length;
        if (bytes > maxBytes) {
            throw new IllegalArgumentException("the metadata is larger than the queue's " + maxBytes + " bytes");
        }
    }
}
