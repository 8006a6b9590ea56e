package io.metriton.core.internal.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a declared key may hold. The bounds are the collector's, so that lists and maps that it would not count do not leave the
 * machine; a text of over 128 characters does, and is counted as {@code other}.
 */
public enum ValueType {
    /** One text. */
    TEXT,
    /** One number. */
    NUMBER,
    /** True or false. */
    BOOL,
    /** Several texts. */
    SET,
    /** Whole numbers by name. */
    COUNTS;

    private static final int MOST_TEXTS = 64;
    private static final int MOST_NAMES = 200;
    private static final long GREATEST_COUNT = 1_000_000_000L;

    /** The name in {@code telemetry.json}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name of the type that a value is of, as it is sent; else what it is in JSON. */
    static String labelOf(@Nullable Object json) {
        if (json == null) {
            return "null";
        }
        for (ValueType type : values()) {
            if (type.takes(json)) {
                return type.label();
            }
        }
        return json instanceof List ? "list" : json instanceof Map ? "object" : "other";
    }

    /**
     * Whether a value is of this type.
     *
     * @param json as it is sent: a text, number or boolean, or a list or map of such
     */
    boolean takes(Object json) {
        if (this == TEXT) {
            return json instanceof String;
        }
        if (this == NUMBER) {
            return json instanceof Number;
        }
        if (this == BOOL) {
            return json instanceof Boolean;
        }
        return this == SET ? isSet(json) : isCounts(json);
    }

    private static boolean isSet(Object json) {
        if (!(json instanceof List<?> texts) || texts.size() > MOST_TEXTS) {
            return false;
        }
        for (Object text : texts) {
            if (!(text instanceof String)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isCounts(Object json) {
        if (!(json instanceof Map<?, ?> names) || names.size() > MOST_NAMES) {
            return false;
        }
        for (Object count : names.values()) {
            if (!(count instanceof Number number) || !isCount(number)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isCount(Number number) {
        if (number instanceof Integer || number instanceof Long || number instanceof Short || number instanceof Byte) {
            return number.longValue() >= 0 && number.longValue() <= GREATEST_COUNT;
        }
        BigDecimal exact =
                number instanceof BigInteger whole ? new BigDecimal(whole) : new BigDecimal(number.toString());
        return exact.signum() >= 0
                && exact.compareTo(BigDecimal.valueOf(GREATEST_COUNT)) <= 0
                && exact.stripTrailingZeros().scale() <= 0;
    }
}
