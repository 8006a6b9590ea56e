package io.metriton.core.internal.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Reads the dates of headers (RFC 9110, section 5.6.7), of which servers send the one form that is not obsolete. Each answer
 * has one, and {@link DateTimeFormatter#RFC_1123_DATE_TIME} would have 90 classes loaded for the first. Stateless.
 */
final class HttpDate {
    private static final String FORM = "aaa, 00 aaa 0000 00:00:00 GMT";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private HttpDate() {}

    /** Empty if the text is no such date, as if the header were not there. */
    static Optional<Instant> parse(String text) {
        String date = withTwoDigits(text.strip());
        int month = hasForm(date) ? MONTHS.indexOf(date.substring(8, 11)) : -1;
        if (month < 0 || month % 3 != 0) {
            return Optional.empty();
        }
        try {
            LocalDateTime time = LocalDateTime.of(
                    number(date, 12, 16),
                    month / 3 + 1,
                    number(date, 5, 7),
                    number(date, 17, 19),
                    number(date, 20, 22),
                    number(date, 23, 25));
            boolean isDay = time.getDayOfWeek().name().regionMatches(true, 0, date, 0, 3);
            return isDay ? Optional.of(time.toInstant(ZoneOffset.UTC)) : Optional.empty();
        } catch (DateTimeException e) { // No such day, or time.
            return Optional.empty();
        }
    }

    /** Servers that write dates by that formatter have one digit for the first nine days of a month. */
    private static String withTwoDigits(String date) {
        return date.length() == FORM.length() - 1 ? date.substring(0, 5) + "0" + date.substring(5) : date;
    }

    private static boolean hasForm(String date) {
        boolean same = date.length() == FORM.length();
        for (int i = 0; same && i < FORM.length(); i++) {
            char c = date.charAt(i);
            char form = FORM.charAt(i);
            same = switch (form) {
                case 'a' -> c < 128 && Character.isLetter(c);
                case '0' -> c >= '0' && c <= '9';
                default -> c == form;
            };
        }
        return same;
    }

    private static int number(String date, int from, int to) {
        return Integer.parseInt(date.substring(from, to));
    }
}
