package io.metriton.core.internal.daily;

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

    /** Long enough for a fleet, and not so long that a machine that is awake for some hours sleeps by then. */
    private static final long SPREAD_SECONDS = TimeUnit.HOURS.toSeconds(2);

    /** A look comes once a minute. */
    private static final long LAST_LOOK_SECONDS = TimeUnit.MINUTES.toSeconds(2);

    private final LongSupplier nanoTime;
    private final Set<LocalDate> settled = new HashSet<>();
    private @Nullable LocalDate first;

    /** The last date after the first that was looked at, and from when on its report is to be made. */
    private @Nullable LocalDate later;

    private Instant moment = Instant.EPOCH;

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

    /**
     * On the first date at once, on later ones within two hours of the first look, at random, so that a fleet does not come at
     * once. A machine that slept then, and so missed a date, does not wait on the next.
     */
    boolean isTime(Instant now, LocalDate today) {
        if (today.equals(first)) {
            return true;
        }
        if (!today.equals(later)) {
            boolean missed = later != null && !settled.contains(later);
            later = today;
            moment = missed ? now : now.plusSeconds(delay(now, today));
        }
        return !now.isBefore(moment);
    }

    private static long delay(Instant now, LocalDate today) {
        Instant midnight = today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        long longest = Math.min(SPREAD_SECONDS, midnight.getEpochSecond() - now.getEpochSecond() - LAST_LOOK_SECONDS);
        return longest <= 0 ? 0 : ThreadLocalRandom.current().nextLong(longest);
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
