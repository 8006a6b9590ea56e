package io.metriton.core;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens on other threads, with a bound that only a failing test reaches. */
final class Waiting {
    private static final long BOUND_NANOS = 20_000_000_000L;

    private Waiting() {}

    /** Whatever interrupts it, until a latch lets it go. */
    static void forever(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            LockSupport.parkNanos(2_000_000);
        }
    }

    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + BOUND_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not happen within 20 s");
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
