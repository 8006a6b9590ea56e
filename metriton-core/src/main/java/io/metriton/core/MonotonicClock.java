package io.metriton.core;

import java.util.function.LongSupplier;

/** {@link System#nanoTime} as an object; not as a lambda, as the first one costs a JVM that has just started some 10 ms. */
final class MonotonicClock implements LongSupplier {

    @Override
    public long getAsLong() {
        return System.nanoTime();
    }
}
