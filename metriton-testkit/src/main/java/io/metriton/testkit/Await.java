package io.metriton.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what happens on other threads, with a bound that only a failing test reaches. */
final class Await {
    static final Duration BOUND = Duration.ofSeconds(15);

    private static volatile Duration bound = BOUND;

    private Await() {}

    /** For tests that expect a failure, and need not wait for it so long. */
    static void bound(Duration shorter) {
        bound = shorter;
    }

    static void until(BooleanSupplier condition, Supplier<?> otherwise) {
        long end = System.nanoTime() + bound.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + bound + ": " + otherwise.get());
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
