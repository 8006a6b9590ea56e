package io.metriton.core.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.Response;
import io.metriton.api.TransportResponse;
import io.metriton.core.Waiting;
import io.metriton.core.internal.process.ExitHook;
import io.metriton.core.internal.process.OneAtATime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a background reporter, over an endpoint that takes longer than the budget; a thread of the test delivers. */
@Timeout(60)
class DeliveryShutdownTest {
    private static final Duration TAKES = Duration.ofMillis(700);

    private final Harness harness = new Harness();
    private Duration budget = Duration.ofMillis(300);
    private Duration exitBudget = Duration.ofSeconds(20);

    /** As over https, of which the first connection of a JVM takes longer than half a second. */
    @Test
    void firstProcessOfADay_isGivenTheBudgetOfTheExit() throws Exception {
        harness.otherwise = DeliveryShutdownTest::slowly;
        harness.report(Map.of());

        assertThat(close(true)).isZero();
        assertThat(harness.outbox.stored).isEmpty();
        assertThat(harness.outbox.days).containsExactly("delivery2026-11-25");
    }

    /** As where making the daily report has taken it. */
    @Test
    void budgetThatIsSpent_isThatOfTheExitAllTheSame() throws Exception {
        budget = Duration.ZERO;
        harness.report(Map.of());

        assertThat(close(true)).isZero();
    }

    @Test
    void otherProcesses_areGivenTheirBudgetAlone() throws Exception {
        harness.otherwise = DeliveryShutdownTest::slowly;
        harness.outbox.days.add("delivery2026-11-25");
        harness.report(Map.of());

        assertThat(close(true)).isEqualTo(1);
        assertThat(harness.outbox.stored).hasSize(1);
    }

    /** It was not tried to the end: the next process of the day is the first one still. */
    @Test
    void budgetOfTheCallers_holdsAndADateThatWasNotTriedToTheEndStaysOpen() throws Exception {
        harness.otherwise = DeliveryShutdownTest::slowly;
        harness.report(Map.of());

        assertThat(close(false)).isEqualTo(1);
        assertThat(harness.outbox.stored).hasSize(1);
        assertThat(harness.outbox.days).isEmpty();
        assertThat(harness.outbox.dayClaims).as("a claim a run would add up").isEmpty();
    }

    /** The end of the JVM may come when the futures of what is stored have just been completed: nobody has cancelled them. */
    @Test
    void endOfTheJvmAfterTheClose_leavesWhatIsStored() throws Exception {
        budget = Duration.ZERO;
        harness.otherwise = request -> Harness.offline();
        CompletableFuture<Response> report = harness.report(Map.of());
        harness.parts.outbox().keepOpen(); // By the end of the JVM, which waits for its turn.
        close(false);
        assertThat(report).failsWithin(Duration.ofSeconds(20));
        assertThat(harness.outbox.stored).hasSize(1);

        exit().atExit(System.nanoTime());
        assertThat(harness.outbox.stored).hasSize(1);
    }

    /** The future asks an exception of the application for its text, which may be computed. */
    @Test
    void codeThatThrowsWhatCannotSpeak_keepsNoOtherReportFromItsEnd() throws Exception {
        budget = Duration.ZERO;
        harness.otherwise = request -> Harness.offline();
        List<CompletableFuture<Response>> reports = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            CompletableFuture<Response> report = harness.report(Map.of());
            reports.add(report);
            report.whenComplete((response, failure) -> {
                throw new Speechless();
            });
        }
        assertThat(close(false)).isEqualTo(3);

        for (CompletableFuture<Response> report : reports) {
            assertThat(report).failsWithin(Duration.ofSeconds(20));
        }
    }

    private static final class Speechless extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }
    }

    @Test
    void failedTry_endsTheWaitAndCounts() throws Exception {
        harness.otherwise = request -> Harness.offline();
        harness.report(Map.of());
        long start = System.nanoTime();

        assertThat(close(true)).isEqualTo(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(harness.outbox.days).containsExactly("delivery2026-11-25");
    }

    @Test
    void budgetOfZeroAtTheExit_extendsNothing() throws Exception {
        exitBudget = Duration.ZERO;
        harness.otherwise = DeliveryShutdownTest::slowly;
        harness.report(Map.of());

        assertThat(close(true)).isEqualTo(1);
        assertThat(harness.outbox.days).as("nothing was tried").isEmpty();
        assertThat(harness.outbox.dayClaims).as("a claim a run would add up").isEmpty();
    }

    /** Whatever claims a date also records that it tried: else each run that ends so is the first of its day again. */
    @ParameterizedTest
    @ValueSource(ints = {0, 20})
    void tryThatIsLongEnough_countsWhateverTheBudgetOfTheExit(int exitSeconds) throws Exception {
        exitBudget = Duration.ofSeconds(exitSeconds);
        budget = Duration.ofSeconds(2);
        CountDownLatch closed = new CountDownLatch(1);
        harness.otherwise = request -> {
            Waiting.forever(closed);
            throw new IOException("the connection was closed");
        };
        harness.report(Map.of());

        assertThat(close(false, closed)).isEqualTo(1);
        assertThat(harness.outbox.days).containsExactly("delivery2026-11-25");
    }

    private static TransportResponse slowly(Object request) {
        long end = System.nanoTime() + TAKES.toNanos();
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(1_000_000);
        }
        return Harness.response(200, "{}");
    }

    private PersistOnExit exit() {
        return new PersistOnExit(
                harness.parts, harness.worker, new DeliverySettings.Exit(exitBudget, false, false), new ExitHook());
    }

    private int close(boolean extended) throws Exception {
        return close(extended, new CountDownLatch(1));
    }

    private int close(boolean extended, CountDownLatch closed) throws Exception {
        harness.parts.closing().begin();
        DeliveryShutdown shutdown = new DeliveryShutdown(harness.parts, harness.worker, exit());
        AtomicInteger left = new AtomicInteger();
        harness.deliverDuring(() -> {
            left.set(shutdown.run(budget, extended, new OneAtATime("persist")));
            closed.countDown();
        });
        return left.get();
    }
}
