package io.metriton.core.internal.delivery;

import io.metriton.api.DayLog;
import io.metriton.core.internal.util.Thrown;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether this process waits at its end for a delivery: the first process of a date (UTC) does, the others do not.
 * The dates are kept beside the outbox for all processes. Thread-safe; blocks on the outbox.
 */
final class FirstOfDay {
    private static final String PURPOSE = "delivery";
    private static final String REMINDER = "undelivered";

    private final OutboxHandle outbox;
    private final Clock clock;
    private volatile boolean broken;
    private @Nullable LocalDate looked;
    private @Nullable LocalDate recorded;
    private boolean mine;

    FirstOfDay(OutboxHandle outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    private boolean hasLog() {
        return outbox.works() && outbox.dayLog().isPresent();
    }

    /** Whether dates can be remembered, as of the last try. */
    boolean isKnown() {
        return !broken && hasLog();
    }

    /** Claims today for this process, unless a process has tried to deliver today, or is about to. */
    synchronized boolean isMine() {
        if (!hasLog()) {
            return false;
        }
        LocalDate today = today();
        if (!today.equals(looked) || broken) {
            looked = today;
            mine = claim(PURPOSE, today);
        }
        return mine && !today.equals(recorded);
    }

    /** This process has tried at its end, whatever came of it, and perhaps after midnight. */
    synchronized void tried() {
        LocalDate claimed = looked;
        record(mine && claimed != null ? claimed : today());
    }

    /** A report was delivered. One of an earlier date says nothing of those of today. */
    synchronized void delivered(@Nullable Instant created) {
        LocalDate today = today();
        if (created == null || !LocalDate.ofInstant(created, ZoneOffset.UTC).isBefore(today)) {
            record(today);
        }
    }

    private void record(LocalDate date) {
        if (!date.equals(recorded)) {
            try {
                Optional<DayLog> log = outbox.dayLog();
                if (log.isPresent()) {
                    log.get().record(PURPOSE, date);
                }
                recorded = date;
                worked();
            } catch (Throwable e) {
                failed("the date of a delivery cannot be kept: " + Thrown.text(e));
            }
        }
    }

    /** Whether it was not logged yet today that reports cannot be delivered; true once a day. */
    boolean isFirstReminder() {
        LocalDate today = today();
        boolean first = claim(REMINDER, today);
        if (first) {
            outbox.dayLog().ifPresent(log -> {
                try {
                    log.record(REMINDER, today);
                } catch (Throwable e) {
                    // Then the message is logged once more.
                }
            });
        }
        return first || !isKnown();
    }

    private boolean claim(String purpose, LocalDate date) {
        try {
            Optional<DayLog> log = outbox.dayLog();
            boolean claimed = log.isPresent() && log.get().claim(purpose, date);
            worked();
            return claimed;
        } catch (Throwable e) {
            failed("the dates of deliveries cannot be kept: " + Thrown.text(e));
            return false;
        }
    }

    private void worked() {
        if (broken) {
            broken = false;
            outbox.datesWork();
        }
    }

    /** Until it works again it is as without an outbox, which knows no dates. */
    private void failed(String problem) {
        broken = true;
        outbox.noDates(problem);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
