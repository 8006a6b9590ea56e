package io.metriton.core.internal.delivery;

import io.metriton.api.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the builder of a background reporter was told. Immutable.
 *
 * @param listener is told the answers, or null
 * @param exit how the end of the JVM waits for a delivery
 * @param random of the jitter; null for the default
 */
public record DeliverySettings(
        int maxReports,
        long maxBytes,
        RetryRules retry,
        @Nullable AnswerListener listener,
        Exit exit,
        @Nullable RandomGenerator random,
        Time time) {

    /** The clocks: the time of day, and one that only goes forward. */
    public record Time(Clock clock, LongSupplier nanoTime) {
        public static Time of(Clock clock) {
            return new Time(clock, new NanoTime());
        }

        private static final class NanoTime implements LongSupplier {
            @Override
            public long getAsLong() {
                return System.nanoTime();
            }
        }
    }

    /**
     * How the end of the JVM waits for a delivery.
     *
     * @param budget how long; null for the default
     * @param always not only in the first process of a date
     * @param watchedElsewhere whether somebody else watches the end of the JVM, and calls {@link Delivery#atExit}
     */
    public record Exit(@Nullable Duration budget, boolean always, boolean watchedElsewhere) {}

    /** Told each answer to a report that was delivered. */
    public interface AnswerListener {
        /** {@code recovered}: the report is of an earlier run. */
        void accept(Response response, boolean recovered);
    }
}
