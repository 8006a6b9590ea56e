package io.metriton.core;

import static java.util.Objects.requireNonNull;

import io.metriton.api.MetritonException;
import io.metriton.api.Outbox;
import io.metriton.api.OutboxProvider;
import io.metriton.api.Response;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Reports behind the caller's back: {@link #report} returns at once, and a daemon thread delivers, with as many tries as it
 * takes. With an outbox, what is not delivered when the process ends is delivered by the next.
 *
 * <p>At most 1,000 reports and 1 MiB wait in memory alone, for at most 7 days, unless the builder says otherwise. An outbox
 * has bounds of its own, and what waits in it is in memory, too, while this process lives. The thread, {@code metriton-delivery}, starts with the first report and ends when there is
 * nothing to do. Tries are repeated after an {@link java.io.IOException} and the statuses 408, 425, 429 and 5xx, with
 * exponential backoff and full jitter; {@code Retry-After} is honoured.
 *
 * <p>Thread-safe. Close it, which closes the reporter, too; a process that just ends loses nothing that an outbox can keep.
 */
public final class BackgroundReporter implements AutoCloseable {
    private final Reporter reporter;
    private final @Nullable Delivery delivery;
    private final @Nullable Outbox given;

    private BackgroundReporter(Builder builder) {
        this.reporter = builder.reporter;
        this.given = builder.outbox;
        ReportPipeline pipeline = reporter.assembly().pipeline();
        this.delivery = pipeline == null ? null : new Delivery(reporter, pipeline, builder);
    }

    /**
     * Starts a background reporter.
     *
     * @param reporter delivers, and is closed with it
     * @return a new builder
     */
    public static Builder builder(Reporter reporter) {
        return new Builder(requireNonNull(reporter, "reporter"));
    }

    /**
     * Takes a report and returns at once: it neither blocks, nor throws, nor does it touch disk or network.
     *
     * <p>What depends on the future runs on the delivery thread and should be short. A future that is cancelled keeps its
     * report from being sent, unless it is under way.
     *
     * @param metadata what to report; copied; null counts as empty
     * @return the answer, once there is one. It fails with an {@link IllegalArgumentException} if the metadata cannot be
     *     sent, and with a {@link MetritonException} if the queue is full or closed, or when the report is lost for good
     *     ({@link DropReason}); what {@link #close(Duration)} leaves in an outbox fails, too, but will be delivered. If
     *     telemetry is disabled, the answer is the application's own version
     */
    public CompletableFuture<Response> report(@Nullable Map<String, ? extends @Nullable Object> metadata) {
        if (delivery == null || delivery.isStopped()) {
            return CompletableFuture.completedFuture(reporter.identity().ownVersion());
        }
        return delivery.accept(metadata == null ? Map.of() : metadata);
    }

    /**
     * Waits until everything that was accepted before is delivered, or dropped for good. Tries at once what waits for a
     * better time, unless the endpoint asked for a pause.
     *
     * @param budget how long to wait at most
     * @return true if nothing is left to be delivered; false after the budget, or if the calling thread is interrupted,
     *     whose interrupt flag stays set
     */
    public boolean flush(Duration budget) {
        return delivery == null || delivery.flush(budget);
    }

    /**
     * Waits until everything that was accepted before survives the process: in the outbox, delivered, or dropped for good.
     * Without an outbox, that is {@link #flush}.
     *
     * @param budget how long to wait at most
     * @return true if that is certain; false after the budget, or if the calling thread is interrupted, whose interrupt
     *     flag stays set
     */
    public boolean persist(Duration budget) {
        return delivery == null || delivery.persist(budget);
    }

    /**
     * Takes no more reports, delivers what can be delivered within the budget, puts the rest into the outbox, and ends the
     * thread and the reporter. Idempotent: a second call does nothing.
     *
     * @param budget how long that may take; even an exchange that hangs makes it no more than a fraction of a second longer
     * @return how many accepted reports were not delivered: with an outbox a later process delivers them, without one they
     *     are lost, and counted as {@link DropReason#CLOSED}
     */
    public int close(Duration budget) {
        if (delivery == null) {
            reporter.close();
            if (given != null) {
                given.close();
            }
            return 0;
        }
        return delivery.close(budget);
    }

    /** As {@link #close(Duration)} with half a second. */
    @Override
    public void close() {
        close(Duration.ofMillis(500));
    }

    /**
     * What became of the reports. Does not block.
     *
     * @return a snapshot whose numbers add up
     */
    public DeliveryStats stats() {
        return delivery == null ? new Ledger(0, 0).snapshot("nothing: telemetry is disabled") : delivery.stats();
    }

    /**
     * How the reporter stands.
     *
     * @return a snapshot
     */
    public ReporterStatus status() {
        return reporter.status();
    }

    /** Builds a {@link BackgroundReporter}. Not thread-safe. */
    public static final class Builder {
        final Reporter reporter;
        int maxReports = 1_000;
        long maxBytes = 1 << 20;
        Duration maxAge = Duration.ofDays(7);

        @Nullable
        Consumer<Response> listener;

        boolean lookForOutbox = true;

        @Nullable
        RandomGenerator random;

        @Nullable
        Outbox outbox;

        private Builder(Reporter reporter) {
            this.reporter = reporter;
        }

        /**
         * Sets how many reports may be in memory; 1,000 by default. When there are more, the newest is refused.
         *
         * @param maxReports positive
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxReports(int maxReports) {
            if (maxReports <= 0) {
                throw new IllegalArgumentException("maxReports must be positive, not " + maxReports);
            }
            this.maxReports = maxReports;
            return this;
        }

        /**
         * Sets how much memory the metadata of reports may take, about; 1 MiB by default. When it is more, the newest
         * report is refused.
         *
         * @param maxBytes positive
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxBytes(long maxBytes) {
            if (maxBytes <= 0) {
                throw new IllegalArgumentException("maxBytes must be positive, not " + maxBytes);
            }
            this.maxBytes = maxBytes;
            return this;
        }

        /**
         * Sets how long a report that is in memory alone is tried; 7 days by default.
         *
         * @param maxAge positive
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxAge(Duration maxAge) {
            if (maxAge.isZero() || maxAge.isNegative()) {
                throw new IllegalArgumentException("maxAge must be positive, not " + maxAge);
            }
            this.maxAge = maxAge;
            return this;
        }

        /**
         * Sets where reports wait that are not delivered; by default the {@link OutboxProvider} on the class path or
         * module path says, if there is one.
         *
         * @param outbox is closed with the background reporter
         * @return this
         */
        public Builder outbox(Outbox outbox) {
            this.outbox = requireNonNull(outbox, "outbox");
            return this;
        }

        /**
         * Has reports wait in memory alone, even if there is an outbox on the class path.
         *
         * @return this
         */
        public Builder withoutOutbox() {
            this.lookForOutbox = false;
            this.outbox = null;
            return this;
        }

        /**
         * Sets who is told the answers, in order to show that there is a newer version or a notice.
         *
         * @param listener is called on the delivery thread, and should be short
         * @return this
         */
        public Builder onAnswer(Consumer<Response> listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Makes the background reporter. Touches neither disk nor network, and starts no thread: an outbox is looked for when
         * there is something to be put into it.
         *
         * @return a new background reporter
         */
        public BackgroundReporter build() {
            return new BackgroundReporter(this);
        }
    }
}
