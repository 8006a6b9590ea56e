package io.metriton.core.internal.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After} in both its forms: seconds, or an HTTP date (RFC 9110, section 10.2.3). */
public final class RetryAfter {
    private static final int MAX_DIGITS = 10;

    private RetryAfter() {}

    /** How long to wait from now, zero or more; null if the text is neither form. */
    public static @Nullable Duration parse(String text, Clock clock) {
        String value = text.strip();
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            String digits = value.length() > MAX_DIGITS ? "9".repeat(MAX_DIGITS) : value;
            return Duration.ofSeconds(Long.parseLong(digits));
        }
        try {
            Instant then = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(clock.instant(), then);
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException e) {
            return null; // As if the header were not there.
        }
    }
}
