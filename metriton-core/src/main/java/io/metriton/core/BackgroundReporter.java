package io.metriton.core;

import static java.util.Objects.requireNonNull;

import io.metriton.api.MetritonException;
import io.metriton.api.Outbox;
import io.metriton.api.OutboxProvider;
import io.metriton.api.Response;
import io.metriton.core.internal.daily.Daily;
import io.metriton.core.internal.daily.DailySettings;
import io.metriton.core.internal.delivery.Delivery;
import io.metriton.core.internal.delivery.DeliverySettings;
import io.metriton.core.internal.delivery.OutboxHandle;
import io.metriton.core.internal.report.DeclarationFilter;
import io.metriton.core.internal.report.ReportPipeline;
import io.metriton.core.internal.report.ReporterSettings;
import io.metriton.core.internal.util.Budget;
import java.lang.ref.Reference;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Reports in the background: one report a day with what was counted in between ({@link Builder#daily}, {@link #count}), and
 * reports at any time ({@link #report}). Neither of the two blocks. With an outbox, a later process delivers what is left when
 * this one ends.
 *
 * <p>At most 1,000 reports and 1 MiB wait in memory alone, unless the builder says otherwise. An outbox has bounds of its
 * own. Delivery runs on a daemon thread, {@code metriton-delivery}; all background reporters of a process share at most four
 * (twelve while callbacks of the application hold these up, three of each reporter), which end when there is nothing to do.
 * {@link RetryPolicy} says what is tried again, and when.
 *
 * <p>When the JVM ends, what is in memory goes into the outbox, and the first process of a day waits for the delivery, for
 * one second at most ({@link Builder#exitBudget}). A reporter that nobody holds any more is collected once its reports are
 * delivered, or stored and tried in vain: then they wait for the next run. One with a daily report is kept in memory until
 * its counts are saved. If it has a thread, that takes at most a minute; otherwise it stays until the JVM ends or another one
 * is built. So a plug-in closes it.
 *
 * <p>Thread-safe. Close it, which closes the reporter, too; a process that just ends loses nothing that an outbox can keep.
 */
public final class BackgroundReporter implements AutoCloseable {
    private static final String CLOSED = "the background reporter is closed";
    private static final Duration CLOSE_BUDGET = Duration.ofMillis(500);

    /** How long {@link #close()} may take to make the daily report: needed only on a busy machine. */
    private static final Duration DAILY_CLOSE_BUDGET = Duration.ofSeconds(1);

    private final ReporterSource source;
    private final @Nullable Outbox given;
    private final @Nullable LazyDelivery delivery;
    private final @Nullable Daily daily;
    private volatile boolean closed;

    private BackgroundReporter(Builder builder) {
        this.source = builder.source();
        this.given = builder.outbox;
        ReporterSettings settings = source.settings();
        if (settings == null) {
            this.delivery = null;
            this.daily = null;
            if (builder.metadata != null) {
                source.get().explain(); // Now, as a tool that only counts calls nothing that would.
            }
            return;
        }
        OutboxHandle outbox =
                new OutboxHandle(settings, builder.outbox, builder.outboxProvider, builder.looksForOutbox());
        this.delivery = new LazyDelivery(source, builder.plan(), outbox, this);
        this.daily = builder.metadata != null ? new Daily(builder.dailySettings(source), outbox, delivery, this) : null;
        if (daily != null) {
            daily.start(source.isGiven());
        } else if (source.isGiven()) {
            delivery.get();
        }
    }

    /**
     * Starts a background reporter over an existing reporter, as in a service: the first daily report is made at once.
     *
     * @param reporter delivers, and is closed with it
     * @return a new builder
     */
    public static Builder builder(Reporter reporter) {
        return new Builder(requireNonNull(reporter, "reporter"), null);
    }

    /**
     * Starts a background reporter that makes its reporter when something is to be sent, as in a command-line tool: until then,
     * it looks for no transport and no install ID, and starts no thread (but see {@link Builder#build}). Where the user has
     * named a transport, or a proxy that cannot be used, it is made at once, as it may be disabled by that. A daily report is
     * made at the end of the process, or by {@link #flush}; after the first minute also in between, once any method has been
     * called then.
     *
     * @param reporter is read by {@link Builder#build}, and may be changed afterwards
     * @return a new builder
     */
    public static Builder builder(Reporter.Builder reporter) {
        return new Builder(null, requireNonNull(reporter, "reporter"));
    }

    /**
     * Takes a report and returns at once: it neither blocks nor throws, and touches no network. The first one looks for a
     * transport on the class path, if the reporter is not there yet.
     *
     * <p>What depends on the future runs on the delivery thread and should be short. A future that is cancelled keeps its
     * report from being sent, unless it is under way; one that is completed, as by {@code orTimeout}, does not.
     *
     * @param metadata what to report; copied; null counts as empty
     * @return the answer, once there is one. It fails with an {@link IllegalArgumentException} if the metadata cannot be sent
     *     (see {@link Reporter#report}), with a {@link MetritonException} if the queue is full or closed, or the end of the JVM
     *     has begun, or when the report is lost for good ({@link DropReason}), and with a {@link
     *     io.metriton.api.MetritonConfigurationException} if there is no transport; what {@link #close(Duration)} leaves in an
     *     outbox fails, too, but will be delivered. If telemetry is disabled, the answer is the application's own version
     */
    public CompletableFuture<Response> report(@Nullable Map<String, ? extends @Nullable Object> metadata) {
        Delivery made;
        try {
            made = delivery == null ? null : delivery.get();
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
        if (made == null && delivery != null && closed) {
            return CompletableFuture.failedFuture(new MetritonException(CLOSED));
        }
        if (made == null || made.isSilenced()) {
            source.get().explain();
            return CompletableFuture.completedFuture(source.identity().ownVersion());
        }
        tickIfOld();
        return closed || source.get().isClosed()
                ? made.refuse(CLOSED)
                : made.accept(metadata == null ? Map.of() : metadata);
    }

    /**
     * Counts one use of something, for the next daily report: as {@code count(key, name, 1)}.
     *
     * @param key the metadata key, such as {@code commands}
     * @param name what is counted, such as {@code build}
     */
    public void count(String key, String name) {
        count(key, name, 1);
    }

    /**
     * Counts uses of something, for the next daily report, which says {@code "commands": {"build": 12, "test": 3}}. Takes some
     * tens of nanoseconds, never blocks and never throws. Each count that is saved is in exactly one report; counts
     * are saved when this process ends, by {@link #persist}, and every minute. A process that is killed loses those since then.
     *
     * <p>Does nothing without {@link Builder#daily}, or if telemetry is disabled. At most 64 keys of 128 characters, and 100
     * names of 64 characters for each: the rest of a key is counted as {@code other}, and so are blank names. With a {@link
     * Declaration}, only keys that are declared as {@code counts} are counted; others add to {@link DeliveryStats#undeclared}.
     *
     * @param key the metadata key, such as {@code commands}; what the daily metadata says under it is replaced
     * @param name what is counted, such as {@code build}; one of a few, and nothing that tells people apart
     * @param n how many; nothing is counted unless it is positive, and no more than 2<sup>40</sup> in one call
     */
    public void count(String key, String name, long n) {
        Daily counts = daily;
        if (counts != null) {
            counts.count(key, name, n);
        }
    }

    /**
     * Waits until everything that was accepted before is delivered, or dropped for good; makes the daily report first, if it
     * is due. Tries at once what waits for a better time, unless the endpoint asked for a pause.
     *
     * @param budget how long to wait at most
     * @return true if nothing is left to be delivered; false after the budget, or if the calling thread is interrupted,
     *     whose interrupt flag stays set
     */
    public boolean flush(Duration budget) {
        long end = System.nanoTime() + Budget.nanos(budget);
        try {
            boolean made = daily == null || daily.report(budget);
            Delivery running = running();
            return (running == null || running.flush(Budget.until(end))) && made;
        } catch (LinkageError e) {
            return false; // The host has closed the class loader, or replaced the jar.
        } finally {
            Reference.reachabilityFence(this); // Who waits holds it: else its reports would be left to another process.
        }
    }

    /**
     * Waits until everything that was accepted or counted before survives the process: in the outbox, delivered, or dropped
     * for good. Without an outbox, that is {@link #flush} for reports, and counts do not survive.
     *
     * @param budget how long to wait at most
     * @return true if that is certain; false after the budget, or if the calling thread is interrupted, whose interrupt
     *     flag stays set
     */
    public boolean persist(Duration budget) {
        long end = System.nanoTime() + Budget.nanos(budget);
        try {
            boolean saved = daily == null || daily.save(budget);
            Delivery running = running();
            return (running == null || running.persist(Budget.until(end))) && saved;
        } catch (LinkageError e) {
            return false; // The host has closed the class loader, or replaced the jar.
        }
    }

    /**
     * Takes no more reports and counts, makes the daily report if it is due, delivers what can be delivered within the budget,
     * puts the rest into the outbox, and closes the reporter. Idempotent: a second call closes nothing, and returns how many
     * are left at that time.
     *
     * @param budget how long that may take; even an exchange that hangs makes it no more than a fraction of a second longer.
     *     Less than a second is too short for the first https connection of a JVM
     * @return how many reports were not delivered, those of earlier processes that it took over included: with an outbox a
     *     later process delivers them, without one they are lost, and counted as {@link DropReason#CLOSED}
     */
    public int close(Duration budget) {
        return close(budget, budget, false);
    }

    private int close(Duration dailyBudget, Duration budget, boolean extended) {
        closed = true;
        return new BackgroundShutdown(source, delivery, given, extended).close(daily, dailyBudget, budget);
    }

    /**
     * As {@link #close(Duration)} with half a second. Where the end of the JVM would wait for the delivery, as in the first
     * process of a date, it waits for {@link Builder#exitBudget} if that is longer: a connection by https takes a JVM that has
     * just started more than half a second. To make a daily report that is due it takes up to a second before that, on a
     * machine that is busy.
     */
    @Override
    public void close() {
        close(DAILY_CLOSE_BUDGET, CLOSE_BUDGET, true);
    }

    /**
     * What became of the reports. Does not block.
     *
     * @return a snapshot whose numbers add up
     */
    public DeliveryStats stats() {
        tickIfOld();
        ReporterSettings settings = source.settings();
        if (delivery == null || settings == null) {
            return DefaultDeliveryStats.disabled();
        }
        DeclarationFilter filter = settings.metadata().filter();
        long undeclared = (daily == null ? 0 : daily.uncounted()) + (filter == null ? 0 : filter.count());
        Delivery running = running();
        ReportPipeline pipeline =
                running == null ? null : source.get().components().pipeline();
        return running == null || pipeline == null
                ? DefaultDeliveryStats.nothing(
                        delivery.outbox().waitingIn(), delivery.outbox().problem(), undeclared)
                : DefaultDeliveryStats.of(running, pipeline.history(), undeclared);
    }

    /**
     * The state of the reporter. Makes the reporter if it is not there yet, which looks for a transport on the class path.
     *
     * @return a snapshot, disabled with the reason if there is no transport
     */
    public ReporterStatus status() {
        tickIfOld();
        ReporterStatus status = source.status();
        return delivery == null
                ? status
                : DefaultReporterStatus.with(status, delivery.outbox().problem());
    }

    /** Null if nothing was to be sent so far. */
    private @Nullable Delivery running() {
        return delivery == null ? null : delivery.made();
    }

    private void tickIfOld() {
        if (daily != null) {
            daily.tickIfOld();
        }
    }

    /** Builds a {@link BackgroundReporter}. Not thread-safe. */
    public static final class Builder {
        private final @Nullable Reporter reporter;
        private final Reporter.@Nullable Builder parts;
        private int maxReports = 1_000;
        private long maxBytes = 1 << 20;
        private @Nullable RetryPolicy retry;
        private boolean lookForOutbox = true;
        private @Nullable Consumer<? super Answer> listener;
        private @Nullable Duration exitBudget;
        private boolean everyExit;
        private @Nullable Supplier<? extends @Nullable Map<String, ? extends @Nullable Object>> metadata;
        private Clock clock = Clock.systemUTC();
        private @Nullable Outbox outbox;
        private @Nullable OutboxProvider outboxProvider;

        /** For tests, which do not wait. */
        @Nullable
        RandomGenerator random;

        /** One of the two is given. */
        private Builder(@Nullable Reporter reporter, Reporter.@Nullable Builder parts) {
            this.reporter = reporter;
            this.parts = parts;
        }

        private ReporterSource source() {
            return reporter == null
                    ? ReporterSource.of(requireNonNull(parts, "reporter"))
                    : ReporterSource.of(reporter);
        }

        /**
         * Has one report made for each installation and day (UTC), by whichever process is the first on it, with what all of
         * them counted before ({@link BackgroundReporter#count}). A process that lives across days makes the next one at a
         * random moment within two hours of midnight, or of the machine's awakening. A report that could not be sent on its day
         * arrives later, with its age.
         *
         * <p>Without an outbox that can be used, nothing is remembered between processes: then a process that lives for a
         * minute reports, and once a day from then on.
         *
         * @param metadata is asked once for each daily report, on a thread of the SDK's; null counts as empty, and so does one
         *     that throws, or takes longer than five seconds, or 1.5 where the reporter or the JVM ends
         * @return this
         */
        public Builder daily(Supplier<? extends @Nullable Map<String, ? extends @Nullable Object>> metadata) {
            this.metadata = requireNonNull(metadata, "metadata");
            return this;
        }

        /**
         * Sets the clock that says which day it is, and how old a report is; the machine's by default. For tests that play
         * days.
         *
         * @param clock thread-safe
         * @return this
         */
        public Builder clock(Clock clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
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
         * Sets how much memory the metadata of reports may take, about, as callers give it; 1 MiB by default. When it is more,
         * the newest report is refused. What customizers and providers of install IDs add is not counted.
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
         * process of a date (UTC) waits, and the one that makes the date's report ({@link #daily}); every other puts its
         * reports into the outbox and ends. Without an outbox that can be used, no date can be remembered: then every process
         * waits if a budget was set here, and none otherwise.
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
         * module path says, if there is one. The last call of this and of {@link #outbox(OutboxProvider)} counts.
         *
         * @param outbox is closed with the background reporter
         * @return this
         */
        public Builder outbox(Outbox outbox) {
            this.outbox = requireNonNull(outbox, "outbox");
            this.outboxProvider = null;
            return this;
        }

        /**
         * Sets what opens the outbox, when there is something to be put into it: none is looked for on the class path or
         * module path. The last call of this and of {@link #outbox(Outbox)} counts.
         *
         * @param provider asked once; what it throws is told by {@link BackgroundReporter#status}, and reports wait in memory
         * @return this
         */
        public Builder outbox(OutboxProvider provider) {
            this.outboxProvider = requireNonNull(provider, "provider");
            this.outbox = null;
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
            this.outboxProvider = null;
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
         * @param listener is called on the delivery thread, and should be short: while three calls have not returned, nothing
         *     more is delivered
         * @return this
         */
        public Builder onAnswer(Consumer<? super Answer> listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        private boolean looksForOutbox() {
            return lookForOutbox && outbox == null && outboxProvider == null;
        }

        private DailySettings dailySettings(ReporterSource reporter) {
            ReporterSettings settings = reporter.settings();
            return new DailySettings(
                    requireNonNull(metadata, "metadata"),
                    settings == null ? null : settings.metadata().filter(),
                    reporter.isDryRun(),
                    DeliverySettings.Time.of(clock));
        }

        /** As it is now: the builder may be changed afterwards. */
        private BackgroundPlan plan() {
            return new BackgroundPlan(
                    maxReports, maxBytes, retry, listener, exitBudget, everyExit, metadata != null, random, clock);
        }

        /**
         * Makes the background reporter. The calling thread touches neither disk nor network: an outbox is looked for when
         * there is something to be put into it. Starts no thread, with two exceptions, both with {@link #daily}: over a
         * reporter that is there, a delivery thread makes the report of today at once; and where the SDK was not loaded by the
         * system class loader (a plug-in, an application server, an executable jar of Spring Boot), a thread reads the counts,
         * so that the classes for that are loaded before the host may close the class loader.
         *
         * @return a new background reporter
         * @throws io.metriton.api.MetritonConfigurationException if the reporter is to be made later, and its builder was told
         *     something wrong; that there is no transport shows only then
         */
        public BackgroundReporter build() {
            if (metadata != null) {
                Daily.saveForgotten();
            }
            return new BackgroundReporter(this);
        }
    }
}
