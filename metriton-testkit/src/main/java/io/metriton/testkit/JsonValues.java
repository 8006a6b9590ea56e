package io.metriton.testkit;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares JSON values, whatever Java type a number has. */
final class JsonValues {
    private JsonValues() {}

    static boolean hasEntry(Map<String, ? extends @Nullable Object> map, String key, @Nullable Object value) {
        return map.containsKey(key) && same(value, map.get(key));
    }

    static boolean same(@Nullable Object expected, @Nullable Object found) {
        if (expected instanceof Number one && found instanceof Number other) {
            return decimal(one).compareTo(decimal(other)) == 0;
        }
        if (expected instanceof Set<?> one && found instanceof List<?> other) {
            return one.size() == other.size()
                    && one.stream().allMatch(each -> other.stream().anyMatch(element -> same(each, element)));
        }
        if (expected instanceof List<?> one && found instanceof List<?> other) {
            return sameElements(one, other);
        }
        if (expected instanceof Map<?, ?> one && found instanceof Map<?, ?> other) {
            return one.keySet().equals(other.keySet())
                    && one.keySet().stream().allMatch(key -> same(one.get(key), other.get(key)));
        }
        return Objects.equals(expected, found);
    }

    private static BigDecimal decimal(Number number) {
        try {
            return new BigDecimal(number.toString());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(number + " is no JSON number: a report leaves it out, or is refused", e);
        }
    }

    private static boolean sameElements(List<?> one, List<?> other) {
        Iterator<?> others = other.iterator();
        return one.size() == other.size() && one.stream().allMatch(element -> same(element, others.next()));
    }

    /** As JSON but for escapes: a text in quotes, so that it looks other than a number. */
    static String shown(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> shown(entry.getKey()) + ": " + shown(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(JsonValues::shown).collect(Collectors.joining(", ", "[", "]"));
        }
        return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    }
}
