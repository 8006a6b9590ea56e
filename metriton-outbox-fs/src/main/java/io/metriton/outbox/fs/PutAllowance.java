package io.metriton.outbox.fs;

import java.util.concurrent.TimeUnit;

/**
 * How much may be put before the folder is listed again: a process that ends puts all that it has at once, and a listing for
 * each report takes longer than the report. An eighth of the room, as other processes put at the same time, and for a second
 * at most. Confined to the lock of the outbox.
 */
final class PutAllowance {
    private static final int SHARE = 8;
    private static final long LONGEST_MILLIS = TimeUnit.SECONDS.toMillis(1);

    private int reports;
    private long bytes;
    private long since;

    /** Takes a report that was put; false if the folder is to be listed. */
    boolean take(int size, long now) {
        reports--;
        bytes -= size;
        return reports >= 0 && bytes >= 0 && Math.abs(now - since) < LONGEST_MILLIS;
    }

    /** The folder was listed, and there was so much room. */
    void renew(int freeReports, long freeBytes, long now) {
        reports = freeReports / SHARE;
        bytes = freeBytes / SHARE;
        since = now;
    }
}
