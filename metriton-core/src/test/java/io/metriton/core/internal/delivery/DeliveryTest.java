package io.metriton.core.internal.delivery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.MetritonException;
import io.metriton.api.Response;
import io.metriton.core.Waiting;
import io.metriton.core.internal.process.DeliveryThreads;
import io.metriton.core.internal.process.ExitHook;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers ask of a delivery, over threads of its own; {@link DeliveryWorkerTest} has what these do. */
@Timeout(60)
class DeliveryTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Harness harness = new Harness();
    private final ExitHook hook = new ExitHook();
    private final Object owner = new Object();
    private final CountDownLatch held = new CountDownLatch(1);
    private int maxReports = 10;
    private long maxBytes = 1 << 20;
    private boolean watchedElsewhere;
    private DeliverySettings.@Nullable Exit exit;

    /** Whoever watched the end of the JVM for it, as the daily report does, does so no more. */
    @Test
    void endOfTheJvm_isWatchedWhereSomebodyElseDidSo() {
        watchedElsewhere = true;
        Delivery delivery = delivery();
        harness.otherwise = request -> Harness.offline();
        harness.outbox.broken = true;
        delivery.accept(Map.of());
        delivery.watchEnd();
        harness.outbox.broken = false;

        hook.run();
        assertThat(harness.outbox.stored).hasSize(1);
    }

    @AfterEach
    void letGo() {
        held.countDown();
    }

    private Delivery delivery() {
        DeliverySettings settings = new DeliverySettings(
                maxReports,
                maxBytes,
                new Harness.Rules(),
                null,
                exit == null ? new DeliverySettings.Exit(null, false, watchedElsewhere) : exit,
                () -> 0,
                harness.time.both());
        return new Delivery(
                harness.components,
                settings,
                new WeakReference<>(owner),
                new OutboxHandle(requireNonNull(harness.components.settings()), harness.outbox, null, false),
                new DeliveryThreads(harness.time.both().nanoTime(), hook, 2),
                hook);
    }

    /** No answer comes before the end of the test. */
    private void holdTheEndpoint() {
        harness.otherwise = request -> {
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return Harness.response(200, "{}");
        };
    }

    @Test
    void report_isDelivered() {
        Delivery delivery = delivery();
        CompletableFuture<Response> report = delivery.accept(Map.of("n", 1));

        assertThat(delivery.flush(LONG)).isTrue();

        assertThat(report)
                .isCompletedWithValueMatching(answer -> answer.latestVersion().equals("2.0"));
        assertThat(delivery.counts().accepted()).isEqualTo(1);
        assertThat(delivery.counts().delivered()).isEqualTo(1);
        assertThat(delivery.left()).isZero();
        assertThat(harness.outbox.stored).isEmpty();
    }

    @Test
    void metadataThatCannotBeSent_failsAndIsCounted() {
        Delivery delivery = delivery();

        assertThat(delivery.accept(Map.of("n", new Object())))
                .failsWithin(LONG)
                .withThrowableThat()
                .withCauseInstanceOf(IllegalArgumentException.class);

        assertThat(delivery.counts().accepted()).isEqualTo(1);
        assertThat(delivery.counts().dropped()).containsEntry(DropCause.INVALID, 1L);
        assertThat(delivery.left()).isZero();
        assertThat(harness.requests).isEmpty();
    }

    /** Until it is in the outbox, which takes none here. */
    @Test
    void oneReportTooMany_isRefusedAndCounted() {
        maxReports = 2;
        holdTheEndpoint();
        harness.outbox.broken = true;
        Delivery delivery = delivery();
        delivery.accept(Map.of());
        delivery.accept(Map.of());

        assertThat(delivery.accept(Map.of()))
                .failsWithin(LONG)
                .withThrowableThat()
                .withCauseInstanceOf(MetritonException.class)
                .withMessageContaining("the queue is full");

        assertThat(delivery.counts().refused()).isEqualTo(1);
        assertThat(delivery.counts().accepted()).isEqualTo(2);
        assertThat(delivery.left()).isEqualTo(2);
    }

    @Test
    void reportThatIsTooLarge_isRefusedAndItsRoomGivenBack() {
        maxBytes = 1_000;
        holdTheEndpoint();
        harness.outbox.broken = true;
        Delivery delivery = delivery();

        assertThat(delivery.accept(Map.of("text", "x".repeat(2_000)))).isCompletedExceptionally();
        assertThat(delivery.accept(Map.of("text", "x".repeat(500)))).isNotDone();
        assertThat(delivery.accept(Map.of("text", "x".repeat(500)))).isCompletedExceptionally();
        assertThat(delivery.accept(Map.of("text", "x"))).isNotDone();

        assertThat(delivery.left()).isEqualTo(2);
    }

    @Test
    void refusal_isCounted() {
        Delivery delivery = delivery();

        assertThat(delivery.refuse("why")).failsWithin(LONG).withThrowableThat().withMessageContaining("why");

        assertThat(delivery.counts().refused()).isEqualTo(1);
        assertThat(delivery.counts().accepted()).isZero();
    }

    @Test
    void endingJvm_takesNoReport() {
        Delivery delivery = delivery();
        hook.run();

        assertThat(delivery.accept(Map.of()))
                .failsWithin(LONG)
                .withThrowableThat()
                .withMessageContaining("the JVM is about to end");
    }

    @Test
    void flush_isFalseWhileTheEndpointDoesNotAnswer() {
        holdTheEndpoint();
        Delivery delivery = delivery();
        delivery.accept(Map.of());

        assertThat(delivery.flush(Duration.ofMillis(20))).isFalse();
        Thread.currentThread().interrupt();
        assertThat(delivery.flush(LONG)).isFalse();
        assertThat(Thread.interrupted()).isTrue();

        held.countDown();
        assertThat(delivery.flush(LONG)).isTrue();
    }

    @Test
    void flushOfACallback_doesNotWaitForItself() {
        Delivery delivery = delivery();
        CompletableFuture<Boolean> flushed = delivery.accept(Map.of()).thenApply(answer -> delivery.flush(LONG));

        assertThat(flushed).succeedsWithin(LONG);
    }

    @Test
    void persist_isTrueOnceTheOutboxHasIt() {
        holdTheEndpoint();
        Delivery delivery = delivery();
        delivery.accept(Map.of());

        assertThat(delivery.persist(LONG)).isTrue();

        assertThat(harness.outbox.stored).hasSize(1);
        assertThat(delivery.counts().delivered()).isZero();
    }

    @Test
    void persistWithoutAnOutboxThatWorks_waitsForTheDelivery() {
        harness.outbox.broken = true;
        Delivery delivery = delivery();
        delivery.accept(Map.of());

        assertThat(delivery.persist(LONG)).isTrue();

        assertThat(delivery.counts().delivered()).isEqualTo(1);
        assertThat(delivery.outboxProblem()).get().asString().contains("no space left on device");
    }

    @Test
    void close_storesWhatIsLeftAndTakesNothingMore() {
        harness.otherwise = request -> Harness.offline();
        Delivery delivery = delivery();
        CompletableFuture<Response> report = delivery.accept(Map.of());

        assertThat(delivery.close(Duration.ofMillis(100), false)).isEqualTo(1);
        assertThat(delivery.close(LONG, false)).as("a second time").isEqualTo(1);

        assertThat(report)
                .failsWithin(LONG)
                .withThrowableThat()
                .withMessageContaining("the report waits in the outbox for the next start");
        assertThat(harness.outbox.stored).hasSize(1);
        assertThat(harness.outbox.closed).isTrue();
        assertThat(delivery.accept(Map.of()))
                .failsWithin(LONG)
                .withThrowableThat()
                .withMessageContaining("closed");
        assertThat(delivery.counts().refused()).isEqualTo(1);
    }

    @Test
    void orderToStop_isObeyed() {
        harness.otherwise = request -> Harness.response(200, "{\"disable_scout\": true}");
        Delivery delivery = delivery();
        assertThat(delivery.isSilenced()).isFalse();
        delivery.accept(Map.of());
        delivery.flush(LONG);

        assertThat(delivery.isSilenced()).isTrue();
    }

    private static DailyReport daily(Map<String, Object> metadata) {
        return new DailyReport(
                "key",
                Instant.parse("2026-11-24T23:00:00Z"),
                metadata,
                Map.of("commands", Map.of("build", 2L)),
                DailyReport.Keeper.NOBODY);
    }

    /** It comes once a day, and waits already. */
    @Test
    void dailyReport_isTakenAlsoWhereTheQueueIsFull() throws Exception {
        maxReports = 1;
        holdTheEndpoint();
        harness.outbox.broken = true;
        Delivery delivery = delivery();
        delivery.accept(Map.of());

        Future<Response> report = requireNonNull(delivery.accept(daily(Map.of("os", "linux"))));
        held.countDown();

        assertThat(report.get(20, TimeUnit.SECONDS).latestVersion()).isEqualTo("1.0");
        assertThat(new String(harness.requests.get(1).body(), StandardCharsets.UTF_8))
                .contains("\"metadata\":{\"os\":\"linux\",\"commands\":{\"build\":2}}");
        assertThat(harness.requests.get(1).headers()).containsEntry("Idempotency-Key", "key");
        assertThat(delivery.counts().accepted()).isEqualTo(2);
    }

    @Test
    void dailyReportWhoseMetadataCannotBeRead_hasItsCountsAlone() throws Exception {
        Map<String, Object> hostile = new AbstractMap<>() {
            @Override
            public Set<Entry<String, Object>> entrySet() {
                throw new IllegalStateException("changed meanwhile");
            }
        };
        Delivery delivery = delivery();

        requireNonNull(delivery.accept(daily(hostile))).get(20, TimeUnit.SECONDS);

        assertThat(new String(harness.requests.get(0).body(), StandardCharsets.UTF_8))
                .contains("\"metadata\":{\"commands\":{\"build\":2}}");
    }

    @Test
    void dailyReportAfterTheClose_isNotTaken() {
        Delivery delivery = delivery();
        delivery.close(LONG, false);

        assertThat(delivery.accept(daily(Map.of()))).isNull();
    }

    /** As where the daily report watches the end, and calls. */
    @Test
    void endThatSomebodyElseWatches_isStoredWhenThatCalls() {
        watchedElsewhere = true;
        holdTheEndpoint();
        harness.outbox.days.add("delivery2026-11-25");
        Delivery delivery = delivery();
        delivery.accept(Map.of());

        delivery.atExit(System.nanoTime(), 0);

        assertThat(harness.outbox.stored).hasSize(1);
        assertThat(harness.outbox.closed).isTrue();
    }

    /** They may be what has ended the JVM, and never return: no step is made meanwhile. */
    @Test
    void callbacksThatHang_holdUpNoEnd() throws Exception {
        exit = new DeliverySettings.Exit(Duration.ofMinutes(1), true, true);
        CountDownLatch attached = new CountDownLatch(1);
        harness.otherwise = request -> {
            Waiting.forever(attached);
            return Harness.response(200, "{}");
        };
        Delivery delivery = delivery();
        CountDownLatch hanging = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            delivery.accept(Map.of()).thenAccept(response -> {
                hanging.countDown();
                Waiting.forever(held);
            });
        }
        attached.countDown();
        assertThat(hanging.await(20, TimeUnit.SECONDS)).isTrue();
        long start = System.nanoTime();

        delivery.atExit(start, 0);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void placeOfReports_isThatOfTheOutbox() {
        Delivery delivery = delivery();

        assertThat(delivery.waitingIn()).isEqualTo("a map");
        assertThat(delivery.outboxProblem()).isEmpty();
    }
}
