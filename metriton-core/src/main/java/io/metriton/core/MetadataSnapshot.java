package io.metriton.core;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Metadata as it was when it was reported: a caller may change its maps and lists afterwards. Whether all of it can be sent
 * is found out when it is written ({@link MetadataWriter}). One use, one thread.
 */
final class MetadataSnapshot {
    /** What a value costs beside its text, about. */
    private static final int OVERHEAD = 16;

    private final long maxBytes;
    private long bytes;

    MetadataSnapshot(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** About how much memory the copy takes. */
    long bytes() {
        return bytes;
    }

    /**
     * Copies metadata.
     *
     * @throws IllegalArgumentException if it is larger than the limit, nested too deeply, or fails when it is read
     */
    Map<String, @Nullable Object> copy(Map<String, ? extends @Nullable Object> metadata) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        try {
            copyMap(metadata, copy, 0);
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("metadata cannot be read: " + e, e);
        }
        return copy;
    }

    private void copyMap(Map<?, ?> from, Map<String, @Nullable Object> to, int depth) {
        for (Map.Entry<?, ?> entry : from.entrySet()) {
            Object key = entry.getKey();
            if (!(key instanceof String text)) {
                throw new IllegalArgumentException(
                        "metadata has a key that is no text but " + (key == null ? "null" : "a " + ClassNames.of(key)));
            }
            count(text.length());
            to.put(text, value(entry.getValue(), depth + 1));
        }
    }

    private @Nullable Object value(@Nullable Object given, int depth) {
        Object value = given;
        while (value instanceof Optional<?> optional) {
            value = optional.orElse(null);
        }
        if (depth > MetadataWriter.MAX_DEPTH + 1) {
            throw new IllegalArgumentException(
                    "metadata is nested deeper than " + MetadataWriter.MAX_DEPTH + ", or contains itself");
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
            copyMap(map, copy, depth);
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
        if (number instanceof Integer
                || number instanceof Long
                || number instanceof Double
                || number instanceof Float
                || number instanceof Short
                || number instanceof Byte) {
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
        if (text.length() > MetadataWriter.MAX_DIGITS) {
            throw new IllegalArgumentException(
                    "metadata holds a number of more than " + MetadataWriter.MAX_DIGITS + " digits");
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
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
