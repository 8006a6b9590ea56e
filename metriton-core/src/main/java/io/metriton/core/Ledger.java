package io.metriton.core;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts reports, and says how many more may be held in memory. Thread-safe, without a lock. */
final class Ledger {
    private final int maxReports;
    private final long maxBytes;
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicLong heldBytes = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong recovered = new AtomicLong();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong retried = new AtomicLong();
    private final Map<DropReason, AtomicLong> dropped = new EnumMap<>(DropReason.class);

    Ledger(int maxReports, long maxBytes) {
        this.maxReports = maxReports;
        this.maxBytes = maxBytes;
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason, new AtomicLong());
        }
    }

    /** Takes a report in, unless too many are in memory already. */
    boolean admit(long bytes) {
        if (held.incrementAndGet() > maxReports) {
            held.decrementAndGet();
            refused.incrementAndGet();
            return false;
        }
        if (heldBytes.addAndGet(bytes) > maxBytes) {
            release(bytes);
            refused.incrementAndGet();
            return false;
        }
        accepted.incrementAndGet();
        return true;
    }

    /** A report is no longer in memory alone. */
    void release(long bytes) {
        held.decrementAndGet();
        heldBytes.addAndGet(-bytes);
    }

    void refused() {
        refused.incrementAndGet();
    }

    void recovered(int count) {
        recovered.addAndGet(count);
    }

    void retried() {
        retried.incrementAndGet();
    }

    void delivered() {
        delivered.incrementAndGet();
    }

    void dropped(DropReason reason) {
        requireNonNull(dropped.get(reason)).incrementAndGet();
    }

    /** Whether nothing is left to be delivered. */
    boolean isSettled() {
        return snapshot("").queued() == 0;
    }

    DeliveryStats snapshot(String waitingIn) {
        // What is settled first: it was accepted before, so that no snapshot has more settled than taken.
        Map<DropReason, Long> lost = new EnumMap<>(DropReason.class);
        long settled = 0;
        for (Map.Entry<DropReason, AtomicLong> each : dropped.entrySet()) {
            long count = each.getValue().get();
            lost.put(each.getKey(), count);
            settled += count;
        }
        long arrived = delivered.get();
        settled += arrived;
        long again = retried.get();
        long found = recovered.get();
        long taken = accepted.get();
        return new Snapshot(
                taken,
                refused.get(),
                found,
                arrived,
                again,
                Collections.unmodifiableMap(lost),
                taken + found - settled,
                waitingIn);
    }

    private record Snapshot(
            long accepted,
            long refused,
            long recovered,
            long delivered,
            long retried,
            Map<DropReason, Long> dropped,
            long queued,
            String waitingIn)
            implements DeliveryStats {}
}
