package io.metriton.core.internal.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.Response;
import io.metriton.api.TransportResponse;
import io.metriton.core.internal.process.DisableScoutOrders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** One step after the other, on a clock that stands still. */
class DeliveryWorkerTest {
    private final Harness harness = new Harness();

    @Test
    void report_isStoredClaimedSentRemovedAndTold() {
        List<String> atTheTry = new ArrayList<>();
        harness.otherwise = request -> {
            atTheTry.addAll(harness.outbox.claimed);
            return Harness.response(200, "{\"latest_version\": \"2.0\"}");
        };
        CompletableFuture<Response> report = harness.report(Map.of("n", 1));

        assertThat(harness.isIdle(harness.run())).isTrue();

        assertThat(report.join().latestVersion()).isEqualTo("2.0");
        assertThat(harness.answers).containsExactly("2.0");
        assertThat(atTheTry).isEqualTo(harness.keys()).hasSize(1);
        assertThat(harness.outbox.stored).isEmpty();
        assertThat(harness.parts.queue().isEmpty()).isTrue();
        assertThat(harness.counts().delivered()).isEqualTo(1);
    }

    @Test
    void nothingToDo_isSaidSo() {
        assertThat(harness.isIdle(harness.run())).isTrue();
        assertThat(harness.requests).isEmpty();
    }

    @Test
    void failure_releasesTheClaimAndWaits() {
        harness.otherwise = request -> Harness.offline();
        harness.report(Map.of());

        assertThat(harness.run()).isEqualTo(Duration.ofSeconds(1));
        assertThat(harness.outbox.claimed).isEmpty();
        assertThat(harness.outbox.stored).hasSize(1);
        assertThat(harness.worker.failures()).isEqualTo(1);

        harness.time.pass(Duration.ofSeconds(1));
        assertThat(harness.run()).isEqualTo(Duration.ofSeconds(2));
        assertThat(harness.keys()).hasSize(2).containsOnly(harness.keys().get(0));
        assertThat(harness.counts().retried()).isEqualTo(2);
    }

    @Test
    void retryAfter_isWaitedFor() {
        harness.script.add(request -> TransportResponse.builder()
                .status(503)
                .header("Retry-After", "3600")
                .build());
        CompletableFuture<Response> report = harness.report(Map.of());

        assertThat(harness.run()).isEqualTo(Duration.ofHours(1));
        harness.worker.expedite();
        assertThat(harness.run()).as("the endpoint asked for it").isEqualTo(Duration.ofHours(1));
        harness.time.pass(Duration.ofHours(1));
        harness.run();
        assertThat(report).isCompleted();
    }

    @Test
    void expedite_endsABackoff() {
        harness.script.add(request -> Harness.offline());
        CompletableFuture<Response> report = harness.report(Map.of());
        harness.run();

        harness.worker.expedite();

        assertThat(harness.isIdle(harness.run())).isTrue();
        assertThat(report).isCompleted();
    }

    @Test
    void refusedReport_isDroppedAndTheNextHasItsTurnAtOnce() {
        harness.script.add(request -> Harness.response(400, "no"));
        CompletableFuture<Response> refused = harness.report(Map.of());
        CompletableFuture<Response> next = harness.report(Map.of());

        assertThat(harness.isIdle(harness.run())).isTrue();

        assertThat(refused).isCompletedExceptionally();
        assertThat(next).isCompleted();
        assertThat(harness.counts().dropped()).containsEntry(DropCause.REFUSED, 1L);
        assertThat(harness.outbox.stored).isEmpty();
    }

    @Test
    void reportThatAnotherProcessTook_isItsToDeliver() {
        harness.script.add(request -> Harness.offline());
        CompletableFuture<Response> report = harness.report(Map.of());
        harness.run();
        harness.outbox.others.add(harness.keys().get(0));
        harness.time.pass(Duration.ofSeconds(1));

        assertThat(harness.isIdle(harness.run())).isTrue();

        assertThat(harness.requests).hasSize(1);
        assertThat(harness.counts().handedOver()).isEqualTo(1);
        assertThat(harness.outbox.stored).as("it is the other's").hasSize(1);
        assertThat(report).isCompletedExceptionally();
    }

    @Test
    void missingId_holdsUpPreparationOnly() {
        harness.script.add(request -> Harness.offline());
        CompletableFuture<Response> first = harness.report(Map.of());
        harness.run();
        harness.idKnown = false; // It was found, and stays so.
        CompletableFuture<Response> second = harness.report(Map.of());
        harness.runFor(Duration.ofSeconds(5));

        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
    }

    @Test
    void idThatComesLate_isWaitedFor() {
        harness.idKnown = false;
        CompletableFuture<Response> report = harness.report(Map.of());

        assertThat(harness.run()).isEqualTo(Duration.ofSeconds(1));
        assertThat(harness.worker.failures()).isEqualTo(1);
        assertThat(harness.outbox.stored).isEmpty();

        harness.idKnown = true;
        harness.time.pass(Duration.ofSeconds(1));
        harness.run();
        assertThat(report).isCompleted();
    }

    @Test
    void reportInMemoryAlone_isDroppedAfterAWeek() {
        Harness memory = new Harness(false);
        memory.otherwise = request -> Harness.offline();
        CompletableFuture<Response> report = memory.report(Map.of());
        memory.runFor(Duration.ofDays(7).plusMinutes(30));

        assertThat(report).isCompletedExceptionally();
        assertThat(memory.counts().dropped()).containsEntry(DropCause.TOO_OLD, 1L);
        assertThat(memory.counts().queued()).isZero();
    }

    @Test
    void storedReport_isKeptForAsLongAsTheOutboxKeepsIt() {
        harness.otherwise = request -> Harness.offline();
        harness.report(Map.of());
        harness.runFor(Duration.ofDays(10));

        assertThat(harness.counts().queued()).isEqualTo(1);
    }

    @Test
    void brokenOutbox_isTriedAgainWithEachStep() {
        harness.outbox.broken = true;
        harness.otherwise = request -> Harness.offline();
        harness.report(Map.of());
        harness.run();
        assertThat(harness.parts.outbox().problem()).isPresent();

        harness.outbox.broken = false;
        harness.time.pass(Duration.ofSeconds(1));
        harness.run();
        assertThat(harness.outbox.stored).hasSize(1);
        assertThat(harness.parts.outbox().problem()).isEmpty();
    }

    @Test
    void poisonedReport_keepsItsTurnForThreeTriesOnly() {
        harness.otherwise = request -> Harness.response(
                new String(request.body(), StandardCharsets.UTF_8).contains("poison") ? 500 : 200, "{}");
        harness.report(Map.of("poison", 1));
        CompletableFuture<Response> other = harness.report(Map.of());
        harness.runFor(Duration.ofSeconds(7));

        assertThat(other).isCompleted();
        assertThat(harness.keys().subList(0, 3)).containsOnly(harness.keys().get(0));
        assertThat(harness.keys().get(3)).isNotEqualTo(harness.keys().get(0));
    }

    @Test
    void orderToStop_forgetsAllAndLeavesWhatIsStored() {
        harness.otherwise = request -> Harness.response(200, "{\"disable_scout\": true}");
        CompletableFuture<Response> first = harness.report(Map.of());
        CompletableFuture<Response> second = harness.report(Map.of());
        try {
            assertThat(harness.isIdle(harness.run())).isTrue();

            assertThat(first.join().disableScout()).isTrue();
            assertThat(second)
                    .isCompletedExceptionally()
                    .failsWithin(Duration.ZERO)
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("disable_scout");
            assertThat(harness.requests).hasSize(1);
            assertThat(harness.outbox.stored).hasSize(1);
            assertThat(harness.counts().dropped()).containsEntry(DropCause.STOPPED, 1L);
            assertThat(harness.counts().queued()).isZero();
        } finally {
            assertThat(DisableScoutOrders.isStopped("app", harness.endpoint)).isTrue();
        }
    }

    @Test
    void cancelledReport_isNotSent() {
        harness.report(Map.of()).cancel(true);
        harness.run();

        assertThat(harness.requests).isEmpty();
        assertThat(harness.outbox.stored).isEmpty();
        assertThat(harness.counts().dropped()).containsEntry(DropCause.CANCELLED, 1L);
    }

    /** Neither by this process, which is told to stop, nor by another. */
    @Test
    void cancelledReport_isLeftToNobodyWhenTheEndpointOrdersToStop() {
        harness.script.add(request -> Harness.offline());
        CompletableFuture<Response> cancelled = harness.report(Map.of());
        harness.run();
        assertThat(harness.outbox.stored).hasSize(1);

        cancelled.cancel(true);
        DisableScoutOrders.obey("app", harness.endpoint);
        harness.run();

        assertThat(harness.outbox.stored).isEmpty();
    }

    /** As {@code orTimeout} does: who waits no longer has not withdrawn the report. */
    @Test
    void futureThatTheApplicationCompleted_isNoCancellation() {
        harness.script.add(request -> Harness.offline());
        CompletableFuture<Response> report = harness.report(Map.of());
        harness.run();
        report.completeExceptionally(new TimeoutException());
        harness.runFor(Duration.ofSeconds(2));

        assertThat(harness.requests).hasSize(2);
        assertThat(harness.counts().delivered()).isEqualTo(1);
        assertThat(harness.counts().dropped()).doesNotContainEntry(DropCause.CANCELLED, 1L);
    }

    /** As a predicate of the application that does not know a status: the endpoint must not pay for it. */
    @Test
    void retriedStatusesThatThrow_haveTheReportTriedAgainAfterAPause() {
        Harness policy = new Harness(
                true,
                new Harness.Rules() {
                    @Override
                    public boolean isRetried(int status) {
                        throw new IllegalArgumentException("no such status: " + status);
                    }
                },
                null);
        policy.script.add(request -> Harness.response(520, "no"));
        policy.report(Map.of("poison", 1));
        CompletableFuture<Response> other = policy.report(Map.of());

        assertThat(policy.run()).isEqualTo(Duration.ofSeconds(1));
        assertThat(policy.outbox.stored).hasSize(2);
        assertThat(policy.outbox.claimed).as("given back").isEmpty();
        assertThat(policy.counts().retried()).isEqualTo(1);
        policy.runFor(Duration.ofSeconds(2));
        assertThat(other).isCompleted();
        assertThat(policy.counts().delivered()).isEqualTo(2);
    }

    /** Those that are too large for the outbox are refused each time, and must not keep the others out. */
    @Test
    void reportsThatTheOutboxDoesNotTake_keepNoOtherOutOfIt() {
        harness.outbox.largest = 500;
        harness.otherwise = request -> Harness.offline();
        for (int i = 0; i < 3; i++) {
            harness.report(Map.of("large", "x".repeat(1_000)));
        }
        harness.run();
        harness.report(Map.of("small", 1));
        harness.runFor(Duration.ofSeconds(10));

        assertThat(harness.outbox.stored).hasSize(1);
        assertThat(harness.parts.queue().toStore()).hasSize(3);
    }

    @Test
    void defectOfTheTransport_dropsNoOtherReport() {
        harness.script.add(request -> {
            throw new IllegalStateException("a defect");
        });
        harness.report(Map.of());
        CompletableFuture<Response> other = harness.report(Map.of());
        harness.runFor(Duration.ofSeconds(3));

        assertThat(other).isCompleted();
    }

    @Test
    void forgottenReporter_leavesWhatWasTriedInVainToOthers() {
        harness.otherwise = request -> Harness.offline();
        CompletableFuture<Response> report = harness.report(Map.of());
        harness.forgetOwner();

        assertThat(harness.isIdle(harness.run())).isTrue();

        assertThat(harness.requests).hasSize(1);
        assertThat(harness.outbox.stored).hasSize(1);
        assertThat(harness.counts().handedOver()).isEqualTo(1);
        assertThat(report).isCompletedExceptionally();
    }

    @Test
    void forgottenReporter_isHeldForWhatIsInMemoryAlone() {
        Harness memory = new Harness(false);
        memory.script.add(request -> Harness.offline());
        CompletableFuture<Response> report = memory.report(Map.of());
        memory.forgetOwner();
        memory.runFor(Duration.ofSeconds(3));

        assertThat(report).isCompleted();
    }

    @Test
    void stopped_triesNothing() {
        harness.report(Map.of());
        harness.worker.stop();

        assertThat(harness.isIdle(harness.run())).isTrue();
        assertThat(harness.requests).isEmpty();
    }

    @Test
    void listenerThatThrows_harmsNothing() {
        CompletableFuture<Response> report = harness.report(Map.of());
        report.whenComplete((response, failure) -> {
            throw new CompletionException(new IllegalStateException("a defect of the application"));
        });
        CompletableFuture<Response> other = harness.report(Map.of());
        harness.run();

        assertThat(other).isCompleted();
    }

    /** A try that was made, whatever came of it, is remembered for the other processes of this date. */
    @Test
    void delivery_recordsTheDate() {
        harness.report(Map.of());
        harness.run();

        assertThat(harness.outbox.days).containsExactly("delivery2026-11-25");
    }

    /** A tool tries its own report alone, and ends: those that cannot get away are of earlier runs. */
    @Test
    void silenceOfADay_isSaidByAToolToo() {
        harness.leave("left");
        harness.time.pass(Duration.ofDays(2));
        harness.otherwise = request -> Harness.offline();
        harness.report(Map.of());
        harness.run();

        assertThat(harness.requests).hasSize(1);
        assertThat(harness.outbox.days).containsExactly("undelivered2026-11-27");
    }

    @Test
    void silenceOfADay_isSaidOnceADay() {
        harness.otherwise = request -> Harness.offline();
        harness.report(Map.of());
        harness.runFor(Duration.ofHours(23));
        assertThat(harness.outbox.days).isEmpty();

        harness.runFor(Duration.ofHours(4));
        assertThat(harness.outbox.days).containsExactly("undelivered2026-11-26");
    }

    @Test
    void dayWithoutAnInstallId_isSaidOnceADay() {
        harness.idKnown = false;
        harness.report(Map.of());
        harness.runFor(Duration.ofHours(23));
        assertThat(harness.outbox.days).isEmpty();

        harness.runFor(Duration.ofHours(9)); // The longest pause is six hours.
        assertThat(harness.outbox.days).containsExactly("undelivered2026-11-26");
    }

    /** No memory for its turn in the queue: by then its metadata was gone, and an empty report went out. */
    @Test
    void reportThatIsPreparedTwice_staysWhatItIs() throws Exception {
        harness.report(Map.of("action", "run"));
        harness.parts.preparer().prepare(Long.MAX_VALUE);
        PendingReport report = requireNonNull(harness.parts.queue().nextToTry());
        String key = report.key();
        harness.parts.queue().notPrepared(report);

        harness.run();
        assertThat(harness.keys()).containsExactly(key);
        assertThat(new String(harness.requests.get(0).body(), UTF_8)).contains("\"action\":\"run\"");
    }

    /** A callback may wait for a second report. */
    @Test
    void callback_runsAfterTheStep() {
        List<Boolean> toldDuringTheStep = new ArrayList<>();
        CompletableFuture<Response> report = harness.report(Map.of());
        report.thenAccept(response -> toldDuringTheStep.add(true));

        assertThat(harness.worker.run()).isZero();
        assertThat(toldDuringTheStep).isEmpty();
        harness.worker.afterwards().run();
        assertThat(toldDuringTheStep).hasSize(1);
    }
}
