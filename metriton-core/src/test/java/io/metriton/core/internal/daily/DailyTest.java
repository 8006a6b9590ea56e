package io.metriton.core.internal.daily;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.TransportResponse;
import io.metriton.core.internal.delivery.Delivery;
import io.metriton.core.internal.delivery.DeliverySettings;
import io.metriton.core.internal.delivery.OutboxHandle;
import io.metriton.core.internal.delivery.RetryRules;
import io.metriton.core.internal.http.AppIdentity;
import io.metriton.core.internal.process.DeliveryThreads;
import io.metriton.core.internal.process.ExitHook;
import io.metriton.core.internal.report.GivenInstallId;
import io.metriton.core.internal.report.ReporterComponents;
import io.metriton.core.internal.report.ReporterSettings;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process that lives, without an outbox: its clocks stand still until a test moves them. */
class DailyTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final VirtualClock clock = new VirtualClock();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final ExitHook hook = new ExitHook();
    private final Object owner = new Object();
    private final LazyTestDelivery delivery = new LazyTestDelivery();
    private final DailyWatch watch = new DailyWatch(
            clock.both().nanoTime(), new DeliveryThreads(clock.both().nanoTime(), hook, 0), hook);
    private final Daily daily = new Daily(
            new DailySettings(() -> Map.of("os", "linux"), key -> !key.equals("secrets"), false, clock.both()),
            delivery.outbox,
            delivery,
            owner,
            watch);

    @AfterEach
    void close() {
        Delivery made = delivery.made();
        if (made != null) {
            made.close(Duration.ZERO, false);
        }
    }

    @Test
    void processThatLivesAMinute_reportsOnceAndThenOnceADay() {
        daily.start(true);
        daily.count("commands", "build", 2);
        step();
        assertThat(bodies).as("at the start").isEmpty();

        clock.pass(MINUTE);
        step();
        assertThat(bodies).containsExactly("{\"os\":\"linux\",\"commands\":{\"build\":2}}");

        for (int i = 0; i < 60; i++) {
            clock.pass(MINUTE);
            daily.count("commands", "test", 1);
            step();
        }
        assertThat(bodies).as("later that day").hasSize(1);

        clock.pass(Duration.ofDays(1));
        clock.toTheEndOfTheDay();
        step();
        assertThat(bodies).hasSize(2).last().isEqualTo("{\"os\":\"linux\",\"commands\":{\"test\":60}}");
    }

    /** A fleet that was started at one moment does not come at one moment on the next day. */
    @Test
    void laterDates_areReportedAtAMomentOfTheProcesssOwn() {
        clock.pass(MINUTE);
        step();
        clock.toTheEndOfTheDay();
        clock.pass(Duration.ofSeconds(1)); // Midnight.
        int minutes = 0;
        while (bodies.size() < 2) {
            step();
            clock.pass(MINUTE);
            minutes++;
            assertThat(minutes).isLessThanOrEqualTo(2 * 60);
        }
        assertThat(bodies).hasSize(2);
    }

    @Test
    void countsOfARefusedReport_stayUntilOneIsAccepted() {
        delivery.status = 400;
        daily.count("commands", "build", 2);
        clock.pass(MINUTE);
        step();
        assertThat(bodies).hasSize(1);

        delivery.status = 200;
        clock.pass(Duration.ofDays(1));
        clock.toTheEndOfTheDay();
        step();
        assertThat(bodies).hasSize(2).last().isEqualTo("{\"os\":\"linux\",\"commands\":{\"build\":2}}");
    }

    /** A report that only memory keeps holds its own counts, and no others: those are saved as soon as there is a place. */
    @Test
    void countsBesideAReportInMemory_areSavedWhereTheDiskWorksAgain() {
        MemoryKeeper keeper = new MemoryKeeper(Map.of("commands", Map.of("build", 2L, "test", 1L)));

        assertThat(keeper.without(Map.of("commands", Map.of("build", 5L, "test", 1L), "errors", Map.of("io", 1L))))
                .isEqualTo(Map.of("commands", Map.of("build", 3L), "errors", Map.of("io", 1L)));
    }

    @Test
    void processThatEndsSooner_reportsNothing() {
        daily.count("commands", "build", 2);
        daily.atExit(System.nanoTime());

        assertThat(bodies).isEmpty();
        assertThat(delivery.made()).isNull();
    }

    @Test
    void processThatLivesWithoutAThread_getsOneByItsFirstCallAfterAMinute() {
        daily.start(false);
        daily.count("commands", "build", 1);
        assertThat(watch.isTicking()).isFalse();

        clock.pass(MINUTE.plusSeconds(1));
        daily.count("commands", "build", 1);
        assertThat(watch.isTicking()).isTrue();
    }

    @Test
    void keyThatMayNotBeCounted_isNotReported() {
        daily.count("secrets", "mine", 1);
        daily.count(" ", "mine", 1);

        assertThat(daily.uncounted()).isEqualTo(1);
        clock.pass(MINUTE);
        step();
        assertThat(bodies).containsExactly("{\"os\":\"linux\"}");
    }

    @Test
    void hook_holdsItUntilItIsClosed() {
        daily.start(false);
        assertThat(hook.held()).containsExactly(daily);

        daily.close(LONG, () -> {});
        assertThat(hook.held()).isEmpty();
        assertThat(daily.isPending()).isFalse();
    }

    private void step() {
        daily.run();
        Delivery made = delivery.made();
        if (made != null) {
            assertThat(made.flush(LONG)).isTrue();
        }
    }

    /** Over a transport that keeps what it is to send. */
    private final class LazyTestDelivery implements DailyDelivery {
        private final ReporterSettings settings = new ReporterSettings(
                new AppIdentity("app", "1.0"),
                URI.create("https://daily.test/scout"),
                Map.of(),
                new ReporterSettings.Ids(new GivenInstallId("id"), null),
                new ReporterSettings.Metadata(Map.of(), List.of()),
                new ReporterSettings.Sending(
                        request -> {
                            String body = new String(request.body(), UTF_8);
                            bodies.add(body.substring(body.indexOf("\"metadata\":") + 11, body.length() - 1));
                            return TransportResponse.builder().status(status()).build();
                        },
                        null,
                        null,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(2),
                        null,
                        null,
                        null),
                ReporterSettings.Loaders.of(null));
        private final OutboxHandle outbox = new OutboxHandle(settings, null, null, false);
        private volatile int status = 200;
        private @Nullable Delivery made;

        private int status() {
            return status;
        }

        @Override
        public Delivery get() {
            if (made == null) {
                made = new Delivery(
                        ReporterComponents.of(settings),
                        new DeliverySettings(
                                1_000,
                                1 << 20,
                                new NoRetry(),
                                null,
                                new DeliverySettings.Exit(null, false),
                                null,
                                clock.both()),
                        new WeakReference<>(owner),
                        outbox,
                        true);
            }
            return requireNonNull(made);
        }

        @Override
        public @Nullable Delivery made() {
            return made;
        }
    }

    private static final class NoRetry implements RetryRules {
        @Override
        public boolean isRetried(int status) {
            return false;
        }

        @Override
        public boolean heedsRetryAfter(int status) {
            return true;
        }

        @Override
        public Duration pause(
                int failures, Duration failingFor, @Nullable Duration retryAfter, RandomGenerator random) {
            return Duration.ZERO;
        }

        @Override
        public Duration maxAge() {
            return Duration.ofDays(7);
        }
    }

    private static final class VirtualClock extends Clock {
        private volatile long nanos = 1;
        private volatile Instant now = Instant.parse("2026-12-31T10:00:00Z");

        DeliverySettings.Time both() {
            return new DeliverySettings.Time(this, () -> nanos);
        }

        synchronized void pass(Duration time) {
            nanos = nanos + time.toNanos();
            now = now.plus(time);
        }

        void toTheEndOfTheDay() {
            Instant midnight = now.plus(Duration.ofDays(1)).truncatedTo(java.time.temporal.ChronoUnit.DAYS);
            pass(Duration.between(now, midnight).minusSeconds(1));
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
