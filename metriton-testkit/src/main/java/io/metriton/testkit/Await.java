package io.metriton.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what happens on other threads, with a bound that only a failing test reaches. */
final class Await {
    private static final Duration BOUND = Duration.ofSeconds(15);

    private Await() {}

    static void until(BooleanSupplier condition, Supplier<?> otherwise) {
        long end = System.nanoTime() + BOUND.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + BOUND + ": " + otherwise.get());
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
