package io.metriton.core.internal.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads {@code Retry-After} in both its forms: seconds, or an HTTP date (RFC 9110, section 10.2.3). Stateless. */
final class RetryAfter {
    private static final int MAX_DIGITS = 10;

    private RetryAfter() {}

    /**
     * How long to wait.
     *
     * @param answered when the answer was made, by the clock of the endpoint: a date is counted from it
     * @return zero or more; empty if the text is neither form
     */
    static Optional<Duration> parse(String text, Instant answered) {
        String value = text.strip();
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            String digits = value.length() > MAX_DIGITS ? "9".repeat(MAX_DIGITS) : value;
            return Optional.of(Duration.ofSeconds(Long.parseLong(digits)));
        }
        return HttpDate.parse(value, answered).map(then -> {
            Duration wait = Duration.between(answered, then);
            return wait.isNegative() ? Duration.ZERO : wait;
        });
    }
}
