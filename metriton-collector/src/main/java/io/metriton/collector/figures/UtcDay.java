package io.metriton.collector.figures;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The number of a day: days in UTC since 1970-01-01. Stateless. */
public final class UtcDay {

    private UtcDay() {}

    public static int of(Instant instant) {
        return (int) LocalDate.ofInstant(instant, ZoneOffset.UTC).toEpochDay();
    }

    public static int today(Clock clock) {
        return of(clock.instant());
    }
}
