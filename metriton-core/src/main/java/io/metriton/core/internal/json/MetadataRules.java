package io.metriton.core.internal.json;

import io.metriton.core.internal.util.Ascii;
import io.metriton.core.internal.util.ClassNames;
import io.metriton.core.internal.util.Thrown;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rules for metadata values, which are applied while a value is copied, so that no object graph leaks by accident and
 * nothing that is written later can fail. One copy, one thread.
 *
 * <p>JSON values are: null, CharSequence, Boolean, Number (finite), Enum (its name), UUID, the types of {@code java.time}
 * (as their {@code toString} has it: ISO 8601), byte arrays (Base64, as Go does), and of these Map with text keys,
 * Iterable, arrays and Optional, nested 256 deep at most. The copy consists of String, Boolean, null, Integer, Long, Double,
 * Float, Short, Byte, BigInteger and BigDecimal (these classes themselves, whose text is a JSON number), LinkedHashMap and
 * ArrayList.
 */
final class MetadataRules {
    static final int MAX_DEPTH = 256;

    /** What a value costs beside its text, about. */
    static final int OVERHEAD = 16;

    /** More digits take time that grows with the square of their number. */
    static final int MAX_DIGITS = 1_000;

    private static final int MAX_BITS = (int) (MAX_DIGITS * 3.33);

    /** What a list or map costs beside its values, and a map for each entry, about. */
    private static final int CONTAINER = 64;

    private static final int ENTRY = 32;

    private final Map<?, ?> metadata;
    private final SizeBudget budget;

    /** The containers that are being copied, outermost first, beside the metadata itself. */
    private final List<Object> containers = new ArrayList<>();

    /** The keys and indexes that lead here, outermost first. */
    private final List<Object> path = new ArrayList<>();

    MetadataRules(Map<?, ?> metadata, SizeBudget budget) {
        this.metadata = metadata;
        this.budget = budget;
    }

    @Nullable
    Object copy(@Nullable Object value, String key) {
        path.add(key);
        Object copy = copy(value);
        path.remove(path.size() - 1);
        return copy;
    }

    String key(@Nullable Object key) {
        if (key instanceof String text) {
            return text;
        }
        throw refuse("has a key that is no text but " + (key == null ? "null" : "a " + ClassNames.of(key)));
    }

    /**
     * The exception for a copy that failed. A value may throw anything when it is read, Errors and undeclared exceptions
     * included. The value is the caller's, so the caller's argument is wrong. That holds for a StackOverflowError, whose
     * stack is free again, and for an OutOfMemoryError: a report is the last reason for which a host's thread should end.
     * The cause tells them apart.
     *
     * @param key the key of the metadata that was being copied, or null
     */
    IllegalArgumentException refusal(Throwable failure, @Nullable String key) {
        if (failure instanceof RefusedMetadataException) {
            return new IllegalArgumentException(failure.getMessage());
        }
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        if (path.isEmpty() && key != null) {
            path.add(key);
        }
        return new IllegalArgumentException(where() + " cannot be read: " + Thrown.text(failure), failure);
    }

    private @Nullable Object copy(@Nullable Object given) {
        Object value = given;
        while (value instanceof Optional<?> optional) { // No recursion: optionals of optionals count as no level.
            value = optional.orElse(null);
        }
        if (value == null || value instanceof Boolean) {
            return value;
        }
        if (value instanceof CharSequence text) {
            return text(text);
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof Enum<?> constant) {
            return text(constant.name());
        }
        if (value instanceof UUID || value.getClass().getPackageName().startsWith("java.time")) {
            return text(value.toString());
        }
        if (value instanceof byte[] bytes) {
            budget.add(bytes.length + bytes.length / 3);
            return Base64.getEncoder().encodeToString(bytes);
        }
        return container(value);
    }

    private String text(CharSequence text) {
        int length = Math.max(0, text.length());
        budget.add(length); // Before it is copied.
        String copy = text.toString();
        budget.add(Math.max(0, copy.length() - length)); // Its length may not have been true.
        return copy;
    }

    private Object container(Object value) {
        // A path would list its own names, a tree of Jackson's its values without their keys.
        boolean list = value instanceof Iterable && !(value instanceof Path) && !isTree(value);
        if (!list && !(value instanceof Map) && !value.getClass().isArray()) {
            throw refuse("is no JSON value but a " + ClassNames.of(value)
                    + ": use text, numbers, booleans, null, lists or maps");
        }
        for (Object each : containers) {
            if (each == value) {
                throw refuse("contains itself");
            }
        }
        if (value == metadata) {
            throw refuse("contains itself");
        }
        if (containers.size() == MAX_DEPTH) {
            throw refuse("is nested deeper than " + MAX_DEPTH);
        }
        budget.add(CONTAINER);
        containers.add(value);
        Object copy = value instanceof Map<?, ?> map
                ? map(map)
                : value instanceof Iterable<?> iterable ? list(iterable) : array(value);
        containers.remove(containers.size() - 1);
        return copy;
    }

    /** Of Jackson 2 or 3, by name: the host has it, or has not. */
    private static boolean isTree(Object value) {
        for (Class<?> each = value.getClass(); each != null && each != Object.class; each = each.getSuperclass()) {
            for (Class<?> implemented : each.getInterfaces()) {
                if (implemented.getName().endsWith("jackson.core.TreeNode")) {
                    return true;
                }
            }
        }
        return false;
    }

    private Map<String, @Nullable Object> map(Map<?, ?> map) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String key = key(entry.getKey());
            budget.add(2L * OVERHEAD + ENTRY + key.length());
            copy.put(JsonWriter.wellFormed(key), copy(entry.getValue(), key));
        }
        return copy;
    }

    private List<@Nullable Object> list(Iterable<?> values) {
        List<@Nullable Object> copy = new ArrayList<>();
        for (Object value : values) {
            add(copy, value);
        }
        return copy;
    }

    /** Arrays of objects and of primitives alike. */
    private List<@Nullable Object> array(Object array) {
        List<@Nullable Object> copy = new ArrayList<>();
        int length = Array.getLength(array);
        for (int i = 0; i < length; i++) {
            add(copy, Array.get(array, i));
        }
        return copy;
    }

    private void add(List<@Nullable Object> copy, @Nullable Object value) {
        budget.add(OVERHEAD);
        path.add(copy.size());
        copy.add(copy(value));
        path.remove(path.size() - 1);
    }

    private Number number(Number number) {
        if (number instanceof Integer || number instanceof Long || number instanceof Short || number instanceof Byte) {
            return number;
        }
        if (number instanceof Double || number instanceof Float) {
            if (!Double.isFinite(number.doubleValue())) {
                throw refuse("is " + number + ", which JSON has no word for");
            }
            return number;
        }
        if (number.getClass() == BigInteger.class) {
            checkSize((BigInteger) number);
            return number;
        }
        if (number.getClass() == BigDecimal.class) {
            checkSize(((BigDecimal) number).unscaledValue());
            return number;
        }
        return decimal(number);
    }

    /** Numbers of other classes, such as AtomicLong or a class that extends BigDecimal, as they are now, by their text. */
    private BigDecimal decimal(Number number) {
        String text = number.toString();
        if (text.length() > MAX_DIGITS) {
            throw refuse("has more than " + MAX_DIGITS + " digits");
        }
        budget.add(text.length());
        try {
            return new BigDecimal(text);
        } catch (IllegalArgumentException e) { // NumberFormatException, which is not loaded before it is needed.
            throw refuse("is no JSON number but a " + ClassNames.of(number));
        }
    }

    private void checkSize(BigInteger number) {
        int bits = number.bitLength();
        if (bits > MAX_BITS) {
            throw refuse("has more than " + MAX_DIGITS + " digits");
        }
        budget.add(bits / Byte.SIZE);
    }

    private IllegalArgumentException refuse(String what) {
        return new RefusedMetadataException(where() + " " + what);
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
}
