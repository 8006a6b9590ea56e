package io.metriton.collector.web;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Days as texts; all of them are UTC. */
final class Days {

    private Days() {}

    static String text(int day) {
        return LocalDate.ofEpochDay(day).toString();
    }

    /** A day as {@code 2026-11-25}, of this or the next century. */
    static Optional<Integer> of(String text) {
        try {
            LocalDate date = LocalDate.parse(text);
            boolean plausible = date.getYear() >= 2000 && date.getYear() < 2200;
            return plausible ? Optional.of((int) date.toEpochDay()) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static <T> Map<String, T> byText(Map<Integer, T> byDay) {
        Map<String, T> byText = new LinkedHashMap<>();
        byDay.forEach((day, value) -> byText.put(text(day), value));
        return byText;
    }
}
