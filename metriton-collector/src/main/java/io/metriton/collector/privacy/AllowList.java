package io.metriton.collector.privacy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps the declared part of metadata, as short texts and whole numbers, and drops the rest. Immutable. */
public final class AllowList {

    /** Under which text values are counted that are not kept as they are. */
    public static final String OTHER = "other";

    private static final int LONGEST_SET = 64;
    private static final int MOST_NAMES = 200;
    private static final long GREATEST_COUNT = 1_000_000_000L;
    private static final int LONGEST_NUMBER = 64;

    private final Map<String, DeclaredKey> keys;

    /**
     * Allows these keys.
     *
     * @param keys by name
     */
    public AllowList(Map<String, DeclaredKey> keys) {
        this.keys = Map.copyOf(keys);
    }

    /**
     * Reads metadata.
     *
     * @param metadata values of JSON: texts, numbers as {@link BigDecimal}, Boolean, maps, lists, null
     * @return what is left
     */
    public Declared of(Map<String, ? extends Object> metadata) {
        Map<Integer, List<String>> values = new HashMap<>();
        Map<Integer, Map<String, Long>> counts = new HashMap<>();
        for (Map.Entry<String, ? extends Object> entry : metadata.entrySet()) {
            DeclaredKey key = keys.get(entry.getKey());
            if (key != null) {
                take(key, entry.getValue(), values, counts);
            }
        }
        return new Declared(values, counts);
    }

    private static void take(
            DeclaredKey key, Object value, Map<Integer, List<String>> values, Map<Integer, Map<String, Long>> counts) {
        if (key.type() == MetadataType.COUNTS) {
            counts(value).ifPresent(counted -> counts.put(key.id(), counted));
            return;
        }
        Optional<List<String>> read = key.type() == MetadataType.SET ? set(value) : one(key.type(), value);
        read.ifPresent(said -> values.put(key.id(), said));
    }

    private static Optional<List<String>> one(MetadataType type, Object value) {
        return switch (type) {
            case TEXT -> value instanceof String text ? Optional.of(List.of(kept(text))) : Optional.empty();
            case NUMBER ->
                value instanceof BigDecimal number ? Optional.of(List.of(canonical(number))) : Optional.empty();
            case BOOL -> value instanceof Boolean bool ? Optional.of(List.of(bool.toString())) : Optional.empty();
            case SET, COUNTS -> Optional.empty();
        };
    }

    private static String kept(String text) {
        String stripped = text.strip();
        return Texts.isPlain(stripped) ? stripped : OTHER;
    }

    /** 1, 1.0 and 1e0 are one number. */
    private static String canonical(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        boolean tooLong = Math.abs((long) stripped.scale()) + stripped.precision() > LONGEST_NUMBER;
        return tooLong ? OTHER : stripped.toPlainString();
    }

    private static Optional<List<String>> set(Object value) {
        if (!(value instanceof Collection<?> said) || said.size() > LONGEST_SET) {
            return Optional.empty();
        }
        Set<String> texts = new LinkedHashSet<>();
        for (Object text : said) {
            if (!(text instanceof String string)) {
                return Optional.empty();
            }
            texts.add(kept(string));
        }
        return Optional.of(new ArrayList<>(texts));
    }

    private static Optional<Map<String, Long>> counts(Object value) {
        if (!(value instanceof Map<?, ?> said) || said.size() > MOST_NAMES) {
            return Optional.empty();
        }
        Map<String, Long> counts = new HashMap<>();
        for (Map.Entry<?, ?> entry : said.entrySet()) {
            Optional<Long> count = count(entry.getValue());
            if (count.isEmpty()) {
                return Optional.empty();
            }
            long sum = counts.merge(kept(String.valueOf(entry.getKey())), count.get(), Long::sum);
            if (sum > GREATEST_COUNT) { // Of names that are counted as one.
                return Optional.empty();
            }
        }
        return Optional.of(counts);
    }

    private static Optional<Long> count(Object value) {
        if (value instanceof BigDecimal number
                && number.signum() >= 0
                && number.compareTo(BigDecimal.valueOf(GREATEST_COUNT)) <= 0
                && number.stripTrailingZeros().scale() <= 0) {
            return Optional.of(number.longValueExact());
        }
        return Optional.empty();
    }
}
