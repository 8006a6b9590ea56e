package io.metriton.core.internal.delivery;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts reports. Thread-safe, without a lock. */
public final class DeliveryCounters {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final AtomicLong recovered = new AtomicLong();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong handedOver = new AtomicLong();
    private final AtomicLong retried = new AtomicLong();
    private final Map<DropCause, AtomicLong> dropped = new EnumMap<>(DropCause.class);

    DeliveryCounters() {
        for (DropCause cause : DropCause.values()) {
            dropped.put(cause, new AtomicLong());
        }
    }

    void accepted() {
        accepted.increment();
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

    void handedOver() {
        handedOver.incrementAndGet();
    }

    void dropped(DropCause cause, int count) {
        requireNonNull(dropped.get(cause)).addAndGet(count);
    }

    /** How many are neither settled nor handed over. */
    int left() {
        return (int) Math.min(Integer.MAX_VALUE, snapshot().queued());
    }

    /** What is settled is read first: it was accepted before, so that no snapshot has more settled than accepted. */
    Snapshot snapshot() {
        Map<DropCause, Long> lost = new EnumMap<>(DropCause.class);
        long settled = 0;
        for (Map.Entry<DropCause, AtomicLong> each : dropped.entrySet()) {
            long count = each.getValue().get();
            lost.put(each.getKey(), count);
            settled += count;
        }
        long arrived = delivered.get();
        long handed = handedOver.get();
        settled += arrived + handed;
        long again = retried.get();
        long found = recovered.get();
        long taken = accepted.sum();
        return new Snapshot(
                taken,
                refused.sum(),
                found,
                arrived,
                handed,
                again,
                Collections.unmodifiableMap(lost),
                taken + found - settled);
    }

    /** The counts at one moment: {@code accepted + recovered = delivered + handedOver + dropped + queued}. */
    public record Snapshot(
            long accepted,
            long refused,
            long recovered,
            long delivered,
            long handedOver,
            long retried,
            Map<DropCause, Long> dropped,
            long queued) {}
}
