package io.metriton.core.internal.delivery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What earlier processes left. */
class OrphanRecoveryTest {
    private final Harness harness = new Harness();

    @Test
    void leftReports_comeAfterThisProcessesOwnAndOneAtATimeUntilAnAnswerIsGood() {
        for (int i = 0; i < 25; i++) {
            harness.leave("left-" + i);
        }
        harness.script.add(request -> Harness.offline());
        harness.report(Map.of());
        harness.run();
        assertThat(harness.requests).as("not before its own are through").hasSize(1);
        assertThat(harness.outbox.left)
                .as("one was looked at, to see how old it is")
                .hasSize(24);

        harness.runFor(Duration.ofSeconds(10));

        assertThat(harness.keys()).hasSize(27).endsWith("left-23", "left-24");
        assertThat(harness.answers).hasSize(26).endsWith("2.0 earlier").startsWith("2.0");
        assertThat(harness.counts().recovered()).isEqualTo(25);
        assertThat(harness.counts().delivered()).isEqualTo(26);
        assertThat(harness.outbox.stored).isEmpty();
    }

    /** Another thread runs the next step while the application is still told of the last. */
    @Test
    void callbackThatTakesLong_holdsUpNoLeftReportAndNoProcessor() {
        for (int i = 0; i < 25; i++) {
            harness.leave("left-" + i);
        }
        long wait = harness.worker.run();
        for (int step = 0; step < 100 && !harness.isIdle(Duration.ofNanos(wait)); step++) {
            harness.time.pass(Duration.ofNanos(wait));
            wait = harness.worker.run();
        }

        assertThat(harness.isIdle(Duration.ofNanos(wait))).isTrue();
        assertThat(harness.requests).hasSize(25);
        assertThat(harness.parts.queue().isEmpty()).as("not told yet").isFalse();
        assertThat(harness.worker.isQuietFor(1)).as("who waits is to be told").isFalse();
        requireNonNull(harness.worker.afterwards()).run();
        assertThat(harness.worker.isQuietFor(1)).isTrue();
        assertThat(harness.parts.queue().isEmpty()).isTrue();
    }

    @Test
    void untrustedWay_isGivenOneLeftReportAtATime() {
        for (int i = 0; i < 5; i++) {
            harness.leave("left-" + i);
        }
        harness.otherwise = request -> Harness.offline();
        harness.run();

        assertThat(harness.outbox.left).hasSize(4);
        assertThat(harness.outbox.claimed).as("given back").isEmpty();
    }

    @Test
    void reportThatTheEndpointDoesNotTake_doesNotHoldUpTheOthers() {
        for (int i = 0; i < 60; i++) {
            harness.leave("left-" + i);
        }
        harness.otherwise = request ->
                Harness.response("left-5".equals(request.headers().get("Idempotency-Key")) ? 500 : 200, "{}");

        harness.runFor(Duration.ofMinutes(10));

        assertThat(harness.counts().delivered()).isEqualTo(59);
        assertThat(harness.outbox.left).isEmpty();
        assertThat(harness.parts.queue().recovered()).isEqualTo(1);

        harness.otherwise = request -> Harness.response(200, "{}");
        harness.runFor(Duration.ofDays(1));

        assertThat(harness.counts().delivered())
                .as("it has its turn all the same")
                .isEqualTo(60);
    }

    /** As an outbox does that does not remember what it has given, once the claim on it is given up. */
    @Test
    void reportThatIsGivenAgain_isInTheQueueOnce() {
        for (int i = 0; i < 3; i++) {
            harness.leave("left-0");
            harness.leave("left-" + (i + 1));
        }
        harness.report(Map.of());
        harness.otherwise = request ->
                Harness.response("left-0".equals(request.headers().get("Idempotency-Key")) ? 500 : 200, "{}");

        harness.runFor(Duration.ofMinutes(10));

        assertThat(harness.parts.queue().recovered()).isEqualTo(1);
        assertThat(harness.counts().delivered()).isEqualTo(4);
    }

    /** A long absence must not end in a storm. */
    @Test
    void leftReports_goTwentyASecond() {
        for (int i = 0; i < 100; i++) {
            harness.leave("left-" + i);
        }
        harness.runFor(Duration.ofSeconds(1));
        assertThat(harness.requests).hasSizeBetween(20, 21);
    }

    @Test
    void somebodyWhoWaits_getsAllAtOnce() {
        for (int i = 0; i < 100; i++) {
            harness.leave("left-" + i);
        }
        harness.worker.expedite();
        harness.run();

        assertThat(harness.requests).hasSize(100);
    }

    @Test
    void noneLeft_isNotLookedForAgainForTenSeconds() {
        harness.report(Map.of());
        harness.run();
        harness.leave("late");
        harness.report(Map.of());
        harness.run();
        assertThat(harness.outbox.left).hasSize(1);

        harness.time.pass(Duration.ofSeconds(10));
        harness.report(Map.of());
        harness.run();
        assertThat(harness.outbox.left).isEmpty();
    }

    @Test
    void discardedReports_areCounted() {
        harness.outbox.discarded = 3;
        harness.report(Map.of());
        harness.run();

        assertThat(harness.counts().recovered()).isEqualTo(3);
        assertThat(harness.counts().dropped()).containsEntry(DropCause.PUSHED_OUT, 3L);
        assertThat(harness.counts().queued()).isZero();
    }

    @Test
    void reportsThatHadToMakeRoom_areCountedWhosoeverTheyAre() {
        harness.otherwise = request -> Harness.offline();
        harness.outbox.room = 2;
        for (int i = 0; i < 3; i++) {
            harness.report(Map.of("n", i));
        }
        harness.outbox.stored.put("other", null);
        harness.run();

        assertThat(harness.outbox.stored).hasSize(2);
        assertThat(harness.counts().dropped()).containsEntry(DropCause.PUSHED_OUT, 2L);
        assertThat(harness.counts().queued()).isEqualTo(2);
        assertThat(List.of(harness.counts().accepted(), harness.counts().recovered()))
                .containsExactly(3L, 1L);
    }
}
