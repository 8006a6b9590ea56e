package io.metriton.api;

import java.time.Duration;

/** Checks what builders are given. Stateless. */
final class Checks {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

    private Checks() {}

    /** The name of a header that is sent (RFC 9110, section 5.1): nothing can be injected. */
    static String headerName(String name) {
        if (!isToken(name)) {
            throw new IllegalArgumentException("not the name of a header: '" + printable(name) + "'");
        }
        return name;
    }

    /** The value of a header that is sent (RFC 9110, section 5.5). */
    static String headerValue(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~') {
                throw new IllegalArgumentException(
                        "the header " + name + " may hold visible ASCII and spaces only, not "
                                + String.format("U+%04X", (int) c) + " at index " + i);
            }
        }
        return value;
    }

    /** Time-outs that every client can count: some throw at less than a millisecond, some at more than an int of them. */
    static Duration countable(String name, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive, not " + duration);
        }
        if (duration.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    }

    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 128 || (!Character.isLetterOrDigit(c) && TOKEN_MARKS.indexOf(c) < 0)) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
