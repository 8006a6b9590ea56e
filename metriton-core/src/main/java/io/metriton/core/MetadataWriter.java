package io.metriton.core;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes metadata as JSON and refuses whatever is no JSON value, so that no object graph leaks by accident. One use, one
 * thread.
 *
 * <p>JSON values are: null, CharSequence, Boolean, Number (finite), Enum (its name), UUID, the types of {@code java.time}
 * (as their {@code toString} has it: ISO 8601), byte arrays (Base64, as Go does), and of these Map with text keys,
 * Iterable, arrays and Optional, nested 256 deep at most.
 */
final class MetadataWriter {
    static final int MAX_DEPTH = 256;

    private final JsonGenerator json;

    /** The containers that are being written. */
    private final Set<Object> containers = Collections.newSetFromMap(new IdentityHashMap<>());

    /** The keys that lead here, outermost first. */
    private final Deque<String> path = new ArrayDeque<>();

    MetadataWriter(JsonGenerator json) {
        this.json = json;
    }

    /**
     * Writes the metadata of a report.
     *
     * @throws IllegalArgumentException if a value is refused, or fails when it is read
     */
    void write(Map<?, ?> metadata) throws IOException {
        path.addLast("metadata");
        try {
            writeMap(metadata);
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException e) {
            // A map that changes meanwhile, a toString that throws: the caller's value, so the caller's argument.
            throw new IllegalArgumentException(where() + " cannot be read: " + e, e);
        }
    }

    private void writeValue(@Nullable Object given) throws IOException {
        Object value = given;
        while (value instanceof Optional<?> optional) { // No recursion: optionals of optionals count as no level.
            value = optional.orElse(null);
        }
        if (value == null) {
            json.writeNull();
        } else if (value instanceof CharSequence text) {
            json.writeString(wellFormed(text.toString()));
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value instanceof Number number) {
            writeNumber(number);
        } else if (value instanceof Enum<?> constant) {
            json.writeString(constant.name());
        } else if (value instanceof UUID || value.getClass().getPackageName().startsWith("java.time")) {
            json.writeString(value.toString());
        } else if (value instanceof byte[] bytes) {
            json.writeBinary(bytes);
        } else {
            writeContainer(value);
        }
    }

    private void writeContainer(Object value) throws IOException {
        boolean list = value instanceof Iterable && !(value instanceof Path); // A path would list its own names.
        if (!list && !(value instanceof Map) && !value.getClass().isArray()) {
            throw refused("is no JSON value but a " + ClassNames.of(value)
                    + ": use text, numbers, booleans, null, lists or maps");
        }
        if (containers.contains(value)) {
            throw refused("contains itself");
        }
        if (containers.size() == MAX_DEPTH) {
            throw refused("is nested deeper than " + MAX_DEPTH);
        }
        containers.add(value);
        if (value instanceof Map<?, ?> map) {
            writeMap(map);
        } else if (value instanceof Iterable<?> iterable) {
            writeArray(iterable);
        } else {
            writeArray(() -> new ArrayIterator(value));
        }
        containers.remove(value);
    }

    private void writeMap(Map<?, ?> map) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw refused("has a key that is no text but "
                        + (entry.getKey() == null ? "null" : "a " + ClassNames.of(entry.getKey())));
            }
            json.writeFieldName(wellFormed(key));
            path.addLast("." + key);
            writeValue(entry.getValue());
            path.removeLast();
        }
        json.writeEndObject();
    }

    private void writeArray(Iterable<?> values) throws IOException {
        json.writeStartArray();
        int index = 0;
        for (Object value : values) {
            path.addLast("[" + index++ + "]");
            writeValue(value);
            path.removeLast();
        }
        json.writeEndArray();
    }

    private void writeNumber(Number number) throws IOException {
        if (number instanceof Integer || number instanceof Long || number instanceof Short || number instanceof Byte) {
            json.writeNumber(number.longValue());
        } else if (number instanceof Double || number instanceof Float) {
            if (!Double.isFinite(number.doubleValue())) {
                throw refused("is " + number + ", which JSON has no word for");
            }
            json.writeNumber(number.toString());
        } else if (number instanceof BigInteger big) {
            json.writeNumber(big);
        } else {
            json.writeNumber(decimal(number));
        }
    }

    /** BigDecimal itself, and numbers of other classes, such as AtomicLong, by their text. */
    private BigDecimal decimal(Number number) {
        try {
            return number instanceof BigDecimal big ? big : new BigDecimal(number.toString());
        } catch (NumberFormatException e) {
            throw refused("is no JSON number but a " + number.getClass().getName());
        }
    }

    private IllegalArgumentException refused(String what) {
        return new IllegalArgumentException(where() + " " + what);
    }

    private String where() {
        return Ascii.printable(String.join("", path));
    }

    /** The text with U+FFFD for every half of a surrogate pair, which UTF-8 cannot hold; Go does the same. */
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return replaceLoneSurrogates(text);
            }
        }
        return text;
    }

    private static String replaceLoneSurrogates(String text) {
        StringBuilder repaired = new StringBuilder(text.length());
        text.codePoints().forEach(c -> repaired.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c));
        return repaired.toString();
    }

    /** Arrays of objects and of primitives alike. */
    private static final class ArrayIterator implements Iterator<@Nullable Object> {
        private final Object array;
        private int next;

        ArrayIterator(Object array) {
            this.array = array;
        }

        @Override
        public boolean hasNext() {
            return next < Array.getLength(array);
        }

        @Override
        public @Nullable Object next() {
            return Array.get(array, next++);
        }
    }
}
