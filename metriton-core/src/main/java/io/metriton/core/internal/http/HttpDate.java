package io.metriton.core.internal.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads the dates of headers (RFC 9110, section 5.6.7), of which servers send the one form that is not obsolete. Stateless. */
final class HttpDate {
    private HttpDate() {}

    /** Empty if the text is no such date. */
    static Optional<Instant> parse(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty(); // As if the header were not there.
        }
    }
}
