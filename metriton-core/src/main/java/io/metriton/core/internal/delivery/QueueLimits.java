package io.metriton.core.internal.delivery;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Says how many more reports may be in memory alone. Thread-safe, without a lock. */
final class QueueLimits {
    private final int maxReports;
    private final long maxBytes;
    private final AtomicInteger reports = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    QueueLimits(int maxReports, long maxBytes) {
        this.maxReports = maxReports;
        this.maxBytes = maxBytes;
    }

    long maxBytes() {
        return maxBytes;
    }

    /** Whether not even the smallest report would be taken now. */
    boolean isFull() {
        return reports.get() >= maxReports || bytes.get() >= maxBytes;
    }

    /** Takes a report in, unless too much is in memory already. */
    boolean admit(long size) {
        if (reports.incrementAndGet() > maxReports) {
            reports.decrementAndGet();
            return false;
        }
        if (bytes.addAndGet(size) > maxBytes) {
            release(size);
            return false;
        }
        return true;
    }

    /** Takes a report in that comes once a day, and is in memory already: whatever its size, it must not wait for ever. */
    void admitAnyway(long size) {
        reports.incrementAndGet();
        bytes.addAndGet(size);
    }

    /** A report is no longer in memory alone. */
    void release(long size) {
        reports.decrementAndGet();
        bytes.addAndGet(-size);
    }
}
