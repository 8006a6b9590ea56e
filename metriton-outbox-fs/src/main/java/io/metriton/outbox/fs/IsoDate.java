package io.metriton.outbox.fs;

import java.time.DateTimeException;
import java.time.LocalDate;

/** Reads what {@link LocalDate#toString} writes. {@link LocalDate#parse} would have 90 classes loaded for that. */
final class IsoDate {
    private static final int MONTH_AND_DAY = "-11-22".length();

    private IsoDate() {}

    static boolean isOne(String text) {
        try {
            parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /**
     * Reads a date.
     *
     * @throws DateTimeException if the text is none
     */
    static LocalDate parse(String text) {
        try {
            int year = text.length() - MONTH_AND_DAY;
            LocalDate date = LocalDate.of(
                    Integer.parseInt(text.substring(0, year)),
                    Integer.parseInt(text.substring(year + 1, year + 3)),
                    Integer.parseInt(text.substring(year + 4)));
            if (date.toString().equals(text)) {
                return date;
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            // Told below.
        }
        throw new DateTimeException("no date: " + text);
    }
}
