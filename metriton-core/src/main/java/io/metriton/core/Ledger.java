package io.metriton.core;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts reports, and says how many more may be held in memory. Thread-safe, without a lock. */
final class Ledger {
    private final int maxReports;
    private final long maxBytes;
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicLong heldBytes = new AtomicLong();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
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

    /** Whether not even the smallest report would be taken in now. */
    boolean isFull() {
        return held.get() >= maxReports || heldBytes.get() >= maxBytes;
    }

    /** Takes a report in, unless too many are in memory already. */
    boolean admit(long bytes) {
        if (held.incrementAndGet() > maxReports) {
            held.decrementAndGet();
            return false;
        }
        if (heldBytes.addAndGet(bytes) > maxBytes) {
            release(bytes);
            return false;
        }
        accepted.increment();
        return true;
    }

    /** A report is no longer in memory alone. */
    void release(long bytes) {
        held.decrementAndGet();
        heldBytes.addAndGet(-bytes);
    }

    /** A report whose metadata cannot be sent: found before it is taken in, and counted as every other that is dropped. */
    void invalid() {
        accepted.increment();
        dropped(DropReason.INVALID);
    }

    void refused() {
        refused.increment();
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
        long settled = delivered.get();
        for (AtomicLong each : dropped.values()) {
            settled += each.get();
        }
        return settled == recovered.get() + accepted.sum(); // In this order: what is settled was accepted before.
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
        long taken = accepted.sum();
        return new Snapshot(
                taken,
                refused.sum(),
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
