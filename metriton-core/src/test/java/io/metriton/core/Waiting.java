package io.metriton.core;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Waits for what happens on other threads, with a bound that only a failing test reaches. */
public final class Waiting {
    private static final long BOUND_NANOS = 20_000_000_000L;

    private Waiting() {}

    /** Whatever interrupts it, until a latch lets it go. */
    public static void forever(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            LockSupport.parkNanos(2_000_000);
        }
    }

    /** The thread of a name, once it is there. */
    public static Thread forThread(String name) {
        until(() -> find(name) != null);
        return requireNonNull(find(name));
    }

    private static @Nullable Thread find(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Throws after 20 s. */
    public static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + BOUND_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not happen within 20 s");
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
