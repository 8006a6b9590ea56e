package io.metriton.core;

import static java.util.Objects.requireNonNull;

import io.metriton.api.MetritonException;
import io.metriton.api.Outbox;
import io.metriton.api.OutboxProvider;
import io.metriton.api.Response;
import io.metriton.core.internal.delivery.Delivery;
import io.metriton.core.internal.delivery.DeliverySettings;
import io.metriton.core.internal.delivery.RetryRules;
import io.metriton.core.internal.report.ReportPipeline;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Delivers reports on a daemon thread: {@link #report} returns at once, and each report is tried until it is delivered or
 * given up. With an outbox, a later process delivers what is left when this one ends.
 *
 * <p>At most 1,000 reports and 1 MiB wait in memory alone, unless the builder says otherwise. An outbox has bounds of its
 * own. Delivery runs on a daemon thread, {@code metriton-delivery}; all background reporters of a process share at most four,
 * which end when there is nothing to do. {@link RetryPolicy} says what is tried again, and when.
 *
 * <p>When the JVM ends, what is in memory goes into the outbox, and the first process of a day waits for the delivery, for
 * one second at most ({@link Builder#exitBudget}). A reporter that nobody holds any more is collected once its reports are
 * delivered, or stored and tried in vain: then they wait for the next run.
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
        boolean enabled = reporter.components().pipeline() != null;
        this.delivery = enabled ? new Delivery(reporter.components(), builder.settings(), this) : null;
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
     *     sent (see {@link Reporter#report}), and with a {@link MetritonException} if the queue is full or closed, or when the report is lost for good
     *     ({@link DropReason}); what {@link #close(Duration)} leaves in an outbox fails, too, but will be delivered. If
     *     telemetry is disabled, the answer is the application's own version
     */
    public CompletableFuture<Response> report(@Nullable Map<String, ? extends @Nullable Object> metadata) {
        if (delivery == null || delivery.isSilenced()) {
            reporter.explain();
            return CompletableFuture.completedFuture(reporter.identity().ownVersion());
        }
        return reporter.isClosed()
                ? delivery.refuse("the background reporter is closed")
                : delivery.accept(metadata == null ? Map.of() : metadata);
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
        reporter.closing();
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
        ReportPipeline pipeline = reporter.components().pipeline();
        return delivery == null || pipeline == null
                ? DefaultDeliveryStats.disabled()
                : DefaultDeliveryStats.of(delivery, pipeline);
    }

    /**
     * The state of the reporter.
     *
     * @return a snapshot
     */
    public ReporterStatus status() {
        return reporter.status();
    }

    /** Builds a {@link BackgroundReporter}. Not thread-safe. */
    public static final class Builder {
        private final Reporter reporter;
        private int maxReports = 1_000;
        private long maxBytes = 1 << 20;
        private RetryPolicy retry = RetryPolicy.defaults();
        private boolean lookForOutbox = true;
        private @Nullable Consumer<? super Answer> listener;
        private @Nullable Duration exitBudget;
        private boolean everyExit;
        private @Nullable Outbox outbox;

        /** For tests, which do not wait. */
        @Nullable
        RandomGenerator random;

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
         * Sets what is tried again, when and for how long; {@link RetryPolicy#defaults} by default.
         *
         * @param retry immutable
         * @return this
         */
        public Builder retry(RetryPolicy retry) {
            this.retry = requireNonNull(retry, "retry");
            return this;
        }

        /**
         * Sets how long the end of the JVM may wait for the delivery; 1 second by default. With an outbox, only the first
         * process of a date (UTC) waits, once; every other puts its reports into the outbox and ends. Without an outbox that
         * can be used, no date can be remembered: then every process waits if a budget was set here, and none otherwise.
         *
         * <p>The wait ends sooner when everything is delivered or a try has failed, so the budget is what a network costs
         * that does not answer.
         *
         * @param exitBudget zero for a JVM that never waits
         * @return this
         * @throws IllegalArgumentException if it is negative, or longer than a minute
         */
        public Builder exitBudget(Duration exitBudget) {
            if (exitBudget.isNegative() || exitBudget.compareTo(Duration.ofMinutes(1)) > 0) {
                throw new IllegalArgumentException("exitBudget must be from zero to a minute, not " + exitBudget);
            }
            this.exitBudget = exitBudget;
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
         * Has every process wait at its end until its reports are delivered, within the exit budget, and not only the first
         * of a date. It costs each run what it costs the first.
         *
         * @return this
         */
        public Builder waitAtEveryExit() {
            this.everyExit = true;
            return this;
        }

        /**
         * Sets the listener for answers, which may show a newer version or a notice. Each answer says whether
         * its report is of this run or of an earlier one.
         *
         * @param listener is called on the delivery thread, and should be short
         * @return this
         */
        public Builder onAnswer(Consumer<? super Answer> listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        private DeliverySettings settings() {
            return new DeliverySettings(
                    maxReports,
                    maxBytes,
                    new Rules(retry),
                    outbox,
                    lookForOutbox && outbox == null,
                    listener == null ? null : new Listener(listener),
                    new DeliverySettings.Exit(exitBudget, everyExit),
                    random,
                    DeliverySettings.Time.system());
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

    /** The policy as the delivery sees it. */
    private record Rules(RetryPolicy policy) implements RetryRules {
        @Override
        public boolean isRetried(int status) {
            return policy.isRetried(status);
        }

        @Override
        public Duration pause(int failures, @Nullable Duration retryAfter, RandomGenerator random) {
            return policy.pause(failures, retryAfter, random);
        }

        @Override
        public Duration maxAge() {
            return policy.maxAge();
        }
    }

    private record Listener(Consumer<? super Answer> consumer) implements DeliverySettings.AnswerListener {
        @Override
        public void accept(Response response, boolean recovered) {
            consumer.accept(new DefaultAnswer(response, recovered));
        }
    }
}
