package io.metriton.api;

import java.io.IOException;
import java.time.LocalDate;

/**
 * Remembers on which dates this installation did something that it does once a day, for all of its processes.
 *
 * <p>The last eight dates of a purpose are kept, not the latest alone: a clock that jumps forward and back causes at most
 * one more try, and no silence.
 *
 * <p>Thread-safe. All methods block on what the dates are stored in.
 */
public interface DayLog {

    /**
     * Claims a date, so that of processes that run at once only one does the work.
     *
     * @param purpose names the work; lower-case letters and hyphens, at most 32
     * @param date the date in UTC
     * @return true if the date is not recorded yet, and no other process has claimed it: the caller does the work and calls
     *     {@link #record}. A claim that is not recorded lapses after a minute, so that a killed process holds up nobody for
     *     long
     * @throws IOException if the dates cannot be read or written
     */
    boolean claim(String purpose, LocalDate date) throws IOException;

    /**
     * Records that the work of a date is done; no claim is needed for that. Does nothing if it is recorded already.
     *
     * @param purpose as in {@link #claim}
     * @param date the date in UTC
     * @throws IOException if the date cannot be written
     */
    void record(String purpose, LocalDate date) throws IOException;
}
