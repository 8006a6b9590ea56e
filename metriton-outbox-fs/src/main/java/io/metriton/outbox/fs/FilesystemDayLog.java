package io.metriton.outbox.fs;

import static java.util.Objects.requireNonNull;

import io.metriton.api.DayLog;
import io.metriton.api.support.UnusablePlaceException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/**
 * Keeps dates in small files beside the reports, for all processes.
 *
 * <p>A claim is a file that is created exclusively, so one of several processes makes it. When a claim has lapsed, the next
 * one has the next number, and is created exclusively, too: nobody removes a claim that somebody else may just be replacing.
 * Thread-safe.
 */
final class FilesystemDayLog implements DayLog {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int MAX_CLAIMS = 1_000;
    private static final int MAX_PURPOSE = 32;

    private final OutboxFolder folder;
    private final DayFiles files;
    private final Clock clock;
    private final Object lock;

    FilesystemDayLog(OutboxFolder folder, Clock clock, Object lock) {
        this.folder = folder;
        this.files = new DayFiles(folder);
        this.clock = clock;
        this.lock = lock;
    }

    @Override
    public boolean claim(String purpose, LocalDate date) throws IOException {
        check(purpose, date);
        synchronized (lock) {
            try {
                folder.requireOwn();
                return !files.read(purpose).contains(date) && create(purpose, date);
            } catch (IOException e) {
                throw Failures.told("a date cannot be claimed", folder.path(), e);
            }
        }
    }

    @Override
    public void record(String purpose, LocalDate date) throws IOException {
        check(purpose, date);
        synchronized (lock) {
            try {
                folder.requireOwn();
                List<LocalDate> dates = files.read(purpose);
                if (!dates.contains(date)) {
                    dates.add(date);
                    files.write(purpose, dates);
                }
                files.deleteClaims(purpose, date);
            } catch (IOException e) {
                throw Failures.told("a date cannot be recorded", folder.path(), e);
            }
        }
    }

    private boolean create(String purpose, LocalDate date) throws IOException {
        long now = clock.millis();
        for (int number = 1; number <= MAX_CLAIMS; number++) {
            long claimedAt = files.claimedAt(purpose, date, number, time -> isFresh(time, now));
            if (claimedAt >= 0 && isFresh(claimedAt, now)) {
                return false;
            }
            if (claimedAt < 0) {
                return files.createClaim(purpose, date, number, now) && isStillOpen(purpose, date, number);
            }
        }
        throw new UnusablePlaceException("the folder holds " + MAX_CLAIMS + " claims of " + date + ": remove them");
    }

    private static boolean isFresh(long claimedAt, long now) {
        return Math.abs(now - claimedAt) <= LEASE.toMillis();
    }

    /** Somebody may have recorded the date, and removed the claims, since it was read. */
    private boolean isStillOpen(String purpose, LocalDate date, int number) throws IOException {
        if (files.read(purpose).contains(date)) {
            files.deleteClaim(purpose, date, number);
            return false;
        }
        return true;
    }

    private static void check(String purpose, LocalDate date) {
        requireNonNull(date, "date");
        boolean fine = !purpose.isEmpty() && purpose.length() <= MAX_PURPOSE;
        for (int i = 0; i < purpose.length(); i++) {
            fine &= DayFiles.isOfPurpose(purpose.charAt(i));
        }
        if (!fine) {
            throw new IllegalArgumentException(
                    "purpose must be 1 to " + MAX_PURPOSE + " lower-case letters and hyphens, not '" + purpose + "'");
        }
    }
}
