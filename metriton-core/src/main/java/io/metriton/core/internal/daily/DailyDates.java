package io.metriton.core.internal.daily;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** On which dates this process has to look for a report to make, and from which moment on. Used by one thread at a time. */
final class DailyDates {
    private static final long LONGER_THAN_A_LEASE_NANOS = TimeUnit.SECONDS.toNanos(90);
    private static final long DAY_SECONDS = TimeUnit.DAYS.toSeconds(1);

    private final LongSupplier nanoTime;
    private final Set<LocalDate> settled = new HashSet<>();
    private @Nullable LocalDate first;

    /** On later dates than the first, since midnight; drawn when it is asked for. */
    private @Nullable Duration moment;

    /** The date, and since when there has been nothing to make for it. */
    private @Nullable LocalDate nothingOn;

    private long nothingSince;

    DailyDates(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether a date needs a look. The first one that is asked about is that on which the process was started. */
    boolean isOpen(LocalDate date) {
        first = first == null ? date : first;
        return !settled.contains(date);
    }

    /** On the first date at once, on later ones from a moment of the process's own on, so that a fleet does not come at once. */
    boolean isTime(Instant now, LocalDate today) {
        if (today.equals(first)) {
            return true;
        }
        moment = moment == null ? Duration.ofSeconds(ThreadLocalRandom.current().nextLong(DAY_SECONDS)) : moment;
        return !now.isBefore(today.atStartOfDay(ZoneOffset.UTC).toInstant().plus(moment));
    }

    /** A date needs no further look. */
    void settle(LocalDate date) {
        settled.add(date);
    }

    /**
     * There was nothing to make on a date. If that is so for so long that no other process can be about to make its report, the
     * date is settled: one that was killed meanwhile has left a draft.
     */
    void nothingToMake(LocalDate date) {
        long nanos = nanoTime.getAsLong();
        if (!date.equals(nothingOn)) {
            nothingOn = date;
            nothingSince = nanos;
        }
        if (nanos - nothingSince > LONGER_THAN_A_LEASE_NANOS) {
            settle(date);
        }
    }
}
