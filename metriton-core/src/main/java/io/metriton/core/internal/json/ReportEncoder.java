package io.metriton.core.internal.json;

import io.metriton.api.Report;
import io.metriton.core.internal.util.Ascii;
import io.metriton.core.internal.util.ClassNames;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes a report as the JSON object that goes over the wire, and refuses metadata that is no JSON value, so that no object
 * graph leaks by accident. One use, one thread.
 *
 * <p>JSON values are: null, CharSequence, Boolean, Number (finite), Enum (its name), UUID, the types of {@code java.time}
 * (as their {@code toString} has it: ISO 8601), byte arrays (Base64, as Go does), and of these Map with text keys,
 * Iterable, arrays and Optional, nested 256 deep at most.
 */
public final class ReportEncoder {
    public static final int MAX_DEPTH = 256;

    /** More take time that grows with the square of their number. */
    public static final int MAX_DIGITS = 1_000;

    private static final int MAX_BITS = (int) (MAX_DIGITS * 3.33);

    private final JsonWriter json = new JsonWriter();

    /** The containers that are being written, outermost first, beside the metadata itself. */
    private final List<Object> containers = new ArrayList<>();

    /** The keys and indexes that lead here, outermost first. */
    private final Deque<Object> path = new ArrayDeque<>();

    private ReportEncoder() {}

    /**
     * The UTF-8 bytes of a report.
     *
     * @throws IllegalArgumentException if its metadata holds something that is no JSON value; the message names the
     *     path of keys that leads there
     */
    public static byte[] encode(Report report) {
        return encode(report.application(), report.installId(), report.version(), report.metadata());
    }

    /** As {@link #encode(Report)}. */
    public static byte[] encode(String application, String installId, String version, Map<?, ?> metadata) {
        ReportEncoder encoder = new ReportEncoder();
        JsonWriter json = encoder.json;
        json.startObject();
        json.name("application");
        json.text(application);
        json.name("install_id");
        json.text(installId);
        json.name("version");
        json.text(version);
        json.name("metadata");
        encoder.write(metadata);
        json.endObject();
        return json.toUtf8();
    }

    /**
     * Looks whether metadata can be sent.
     *
     * @throws IllegalArgumentException as {@link #encode}
     */
    public static void checkMetadata(Map<String, ? extends @Nullable Object> metadata) {
        new ReportEncoder().write(metadata);
    }

    private void write(Map<?, ?> metadata) {
        try {
            writeMap(metadata);
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException e) {
            // A map that changes meanwhile, a toString that throws: the caller's value, so the caller's argument.
            throw new IllegalArgumentException(where() + " cannot be read: " + e, e);
        }
    }

    private void writeValue(@Nullable Object given) {
        Object value = given;
        while (value instanceof Optional<?> optional) { // No recursion: optionals of optionals count as no level.
            value = optional.orElse(null);
        }
        if (value == null) {
            json.literal("null");
        } else if (value instanceof CharSequence text) {
            json.text(text.toString());
        } else if (value instanceof Boolean bool) {
            json.literal(bool.toString());
        } else if (value instanceof Number number) {
            writeNumber(number);
        } else if (value instanceof Enum<?> constant) {
            json.text(constant.name());
        } else if (value instanceof UUID || value.getClass().getPackageName().startsWith("java.time")) {
            json.text(value.toString());
        } else if (value instanceof byte[] bytes) {
            json.base64(bytes);
        } else {
            writeContainer(value);
        }
    }

    private void writeContainer(Object value) {
        boolean list = value instanceof Iterable && !(value instanceof Path); // A path would list its own names.
        if (!list && !(value instanceof Map) && !value.getClass().isArray()) {
            throw refused("is no JSON value but a " + ClassNames.of(value)
                    + ": use text, numbers, booleans, null, lists or maps");
        }
        for (Object each : containers) {
            if (each == value) {
                throw refused("contains itself");
            }
        }
        if (containers.size() == MAX_DEPTH) {
            throw refused("is nested deeper than " + MAX_DEPTH);
        }
        containers.add(value);
        if (value instanceof Map<?, ?> map) {
            writeMap(map);
        } else if (value instanceof Iterable<?> iterable) {
            writeArray(iterable.iterator());
        } else {
            writeArray(new ArrayIterator(value));
        }
        containers.remove(containers.size() - 1);
    }

    private void writeMap(Map<?, ?> map) {
        json.startObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw refused("has a key that is no text but "
                        + (entry.getKey() == null ? "null" : "a " + ClassNames.of(entry.getKey())));
            }
            json.name(key);
            path.addLast(key);
            writeValue(entry.getValue());
            path.removeLast();
        }
        json.endObject();
    }

    private void writeArray(Iterator<?> values) {
        json.startArray();
        int index = 0;
        while (values.hasNext()) {
            path.addLast(index++);
            writeValue(values.next());
            path.removeLast();
        }
        json.endArray();
    }

    private void writeNumber(Number number) {
        if (number instanceof Integer || number instanceof Long || number instanceof Short || number instanceof Byte) {
            json.literal(number.toString());
        } else if (number instanceof Double || number instanceof Float) {
            if (!Double.isFinite(number.doubleValue())) {
                throw refused("is " + number + ", which JSON has no word for");
            }
            json.literal(number.toString());
        } else if (number instanceof BigInteger big) {
            checkSize(big);
            json.literal(big.toString());
        } else {
            json.literal(decimal(number).toString());
        }
    }

    /** BigDecimal itself, and numbers of other classes, such as AtomicLong, by their text. */
    private BigDecimal decimal(Number number) {
        if (number instanceof BigDecimal big) {
            checkSize(big.unscaledValue());
            return big;
        }
        String text = number.toString();
        if (text.length() > MAX_DIGITS) {
            throw refused("has more than " + MAX_DIGITS + " digits");
        }
        try {
            return new BigDecimal(text);
        } catch (IllegalArgumentException e) { // NumberFormatException, which is not loaded before it is needed.
            throw refused("is no JSON number but a " + number.getClass().getName());
        }
    }

    private void checkSize(BigInteger number) {
        if (number.bitLength() > MAX_BITS) {
            throw refused("has more than " + MAX_DIGITS + " digits");
        }
    }

    private IllegalArgumentException refused(String what) {
        return new IllegalArgumentException(where() + " " + what);
    }

    private String where() {
        StringBuilder text = new StringBuilder("metadata");
        for (Object each : path) {
            if (each instanceof Integer index) {
                text.append('[').append(index.intValue()).append(']');
            } else {
                text.append('.').append(each);
            }
        }
        return Ascii.printable(text.toString());
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
