package io.metriton.core.internal.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Reads the dates of headers (RFC 9110, section 5.6.7), of which servers send the one form that is not obsolete. By hand: each
 * answer has one, and {@link DateTimeFormatter#RFC_1123_DATE_TIME} loads 90 classes. Stateless.
 */
final class HttpDate {
    private static final String FORM = "aaa, 00 aaa 0000 00:00:00 GMT";
    private static final int LEAP_SECOND = 60;
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private HttpDate() {}

    /**
     * The moment that a header names.
     *
     * @param now in which century a year of two digits is
     * @return empty if the text is no such date, as if the header were not there
     */
    static Optional<Instant> parse(String text, Instant now) {
        String date = withTwoDigits(text.strip());
        return hasForm(date, FORM) ? read(date) : read(Older.inTodaysForm(date, now));
    }

    private static Optional<Instant> read(String date) {
        int month = hasForm(date, FORM) ? MONTHS.indexOf(date.substring(8, 11)) : -1;
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
                    second(number(date, 23, 25)));
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

    /** No clock of ours knows leap seconds. */
    private static int second(int second) {
        return second == LEAP_SECOND ? LEAP_SECOND - 1 : second;
    }

    /** Whether a text has letters where the form has an {@code a}, digits where it has a 0, and else is the same. */
    private static boolean hasForm(String text, String form) {
        boolean same = text.length() == form.length();
        for (int i = 0; same && i < form.length(); i++) {
            char c = text.charAt(i);
            char wanted = form.charAt(i);
            same = switch (wanted) {
                case 'a' -> c < 128 && Character.isLetter(c);
                case '0' -> c >= '0' && c <= '9';
                default -> c == wanted;
            };
        }
        return same;
    }

    private static int number(String date, int from, int to) {
        return Integer.parseInt(date.substring(from, to));
    }

    /**
     * The two obsolete forms of dates that a recipient has to read as well (RFC 9110, section 5.6.7). Loaded when one comes.
     */
    private static final class Older {
        /** As in RFC 850, behind the full name of the day. */
        private static final String RFC_850 = ", 00-aaa-00 00:00:00 GMT";

        /** As C's asctime writes it; a day of one digit has a blank before it. */
        private static final String ASCTIME = "aaa aaa 00 00:00:00 0000";

        private static final int FUTURE_YEARS = 50;

        private Older() {}

        /** The same date in the form of today; the text itself if it has neither form. */
        static String inTodaysForm(String text, Instant now) {
            int comma = text.indexOf(',');
            if (comma >= 3) {
                String rest = text.substring(comma);
                return hasForm(rest, RFC_850)
                        ? form(
                                text,
                                rest.substring(2, 4),
                                rest.substring(5, 8),
                                year(rest, now),
                                rest.substring(12, 20))
                        : text;
            }
            String date = text.length() == ASCTIME.length() && text.charAt(8) == ' '
                    ? text.substring(0, 8) + "0" + text.substring(9)
                    : text;
            return hasForm(date, ASCTIME)
                    ? form(
                            date,
                            date.substring(8, 10),
                            date.substring(4, 7),
                            date.substring(20),
                            date.substring(11, 19))
                    : text;
        }

        private static String form(String nameOfDay, String day, String month, String year, String time) {
            return nameOfDay.substring(0, 3) + ", " + day + " " + month + " " + year + " " + time + " GMT";
        }

        /** The latest year with these two digits that is not more than 50 years ahead. */
        private static String year(String rest, Instant now) {
            int latest = LocalDateTime.ofInstant(now, ZoneOffset.UTC).getYear() + FUTURE_YEARS;
            int digits = Integer.parseInt(rest.substring(9, 11));
            return String.valueOf(latest - Math.floorMod(latest - digits, 100));
        }
    }
}
