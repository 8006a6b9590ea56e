package io.metriton.it;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens on other threads, with a bound that only a failing test reaches. */
final class Waiting {
    private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(15);

    private Waiting() {}

    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + BOUND_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not happen within 15 s; our threads: " + ours());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    /** Until there is no thread that the SDK has started. */
    static void untilOursHaveEnded() {
        until(() -> ours().isEmpty());
    }

    private static List<String> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("metriton-"))
                .toList();
    }
}
