package io.metriton.core.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.Outbox.Durability;
import io.metriton.api.TransportResponse;
import io.metriton.core.internal.json.MetadataSnapshot;
import io.metriton.core.internal.process.ExitHook;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The end of the JVM; the delivery thread is a thread of the test, or there is none. */
class PersistOnExitTest {
    private final Harness harness = new Harness();
    private boolean always;

    @Test
    void nothingReported_isNothingToDo() {
        assertThat(exit(null).isPending()).isFalse();
    }

    @Test
    void whatIsInMemory_isStoredWithoutWaitingForTheDisk() {
        harness.report(Map.of());
        harness.outbox.days.add("delivery2026-11-25");
        PersistOnExit exit = exit(null);
        assertThat(exit.isPending()).isTrue();

        exit.atExit(System.nanoTime());

        assertThat(harness.outbox.stored).hasSize(1);
        assertThat(harness.outbox.durabilities).containsExactly(Durability.PROCESS_END);
        assertThat(harness.outbox.closed).as("claims are given up").isTrue();
        assertThat(harness.requests).as("not the first of the day").isEmpty();
    }

    @Test
    void firstProcessOfADay_waitsForTheDelivery() throws Exception {
        harness.leave("left");
        harness.report(Map.of());

        exitWithAThread(null);

        assertThat(harness.requests).as("all that waits, in one go").hasSize(2);
        assertThat(harness.outbox.stored).isEmpty();
        assertThat(harness.outbox.days).containsExactly("delivery2026-11-25");
    }

    /** A slow disk, or an install-ID provider that asks a server. */
    @Test
    void storeThatTakesTheWholeBudget_leavesATryItsTime() throws Exception {
        harness.report(Map.of());
        PersistOnExit exit = exit(null);
        long longAgo = System.nanoTime() - TimeUnit.SECONDS.toNanos(3);

        harness.deliverDuring(() -> exit.atExit(longAgo));

        assertThat(harness.requests).hasSize(1);
        assertThat(harness.outbox.days).containsExactly("delivery2026-11-25");
    }

    /** The worker begins as soon as the daily report is made, and may have failed before the end waits for it. */
    @Test
    void tryThatFailsWhileTheEndBegins_isTheOnlyOne() throws Exception {
        harness.otherwise = request -> Harness.offline();
        harness.report(Map.of());
        harness.run();
        PersistOnExit exit = exit(Duration.ofMinutes(1));

        harness.deliverDuring(() -> exit.atExit(System.nanoTime(), 0));

        assertThat(harness.requests).hasSize(1);
        assertThat(harness.outbox.days).containsExactly("delivery2026-11-25");
    }

    @Test
    void failedTry_countsAndEndsTheWait() throws Exception {
        harness.otherwise = request -> Harness.offline();
        harness.report(Map.of());
        long start = System.nanoTime();

        exitWithAThread(Duration.ofMinutes(1));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        assertThat(harness.requests).hasSize(1);
        assertThat(harness.outbox.stored).hasSize(1);
        assertThat(harness.outbox.days).containsExactly("delivery2026-11-25");
    }

    /** Nothing will be tried within the budget: it is not waited for. */
    @Test
    void pauseThatTheEndpointAskedFor_isNotWaitedFor() throws Exception {
        harness.otherwise = request -> TransportResponse.builder()
                .status(503)
                .header("Retry-After", "3600")
                .build();
        harness.report(Map.of());
        harness.run();
        long start = System.nanoTime();

        exitWithAThread(Duration.ofMinutes(1));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        assertThat(harness.requests).hasSize(1);
        assertThat(harness.outbox.stored).hasSize(1);
    }

    /** It has its answer, and nothing more will be sent. */
    @Test
    void orderToStop_endsTheWait() throws Exception {
        harness.otherwise = request -> Harness.response(200, "{\"disable_scout\": true}");
        harness.report(Map.of());
        harness.report(Map.of());
        long start = System.nanoTime();

        exitWithAThread(Duration.ofMinutes(1));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        assertThat(harness.requests).hasSize(1);
    }

    @Test
    void budgetOfZero_neverWaits() {
        harness.report(Map.of());

        exit(Duration.ZERO).atExit(System.nanoTime());

        assertThat(harness.outbox.stored).hasSize(1);
        assertThat(harness.outbox.dayClaims).isEmpty();
        assertThat(harness.outbox.days).isEmpty();
    }

    /** What is printed takes no network, and the user waits for it. */
    @Test
    void dryRun_isWaitedForWhateverTheBudget() {
        PersistOnExit exit = exit(new Harness(Map.of("METRITON_TRANSPORT", "log")), Duration.ZERO);

        assertThat(exit.mayWait()).isTrue();
        assertThat(Duration.ofNanos(exit.budgetNanos())).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void waitAtEveryExit_waitsAlsoIfItIsNotTheFirstOfItsDay() throws Exception {
        harness.outbox.days.add("delivery2026-11-25");
        harness.report(Map.of());
        always = true;

        exitWithAThread(null);

        assertThat(harness.requests).hasSize(1);
    }

    /** Another report of this process has been delivered today, or one of a service beside it. */
    @Test
    void reportOfTheDate_isWaitedForAlsoIfItIsNotTheFirst() throws Exception {
        harness.outbox.days.add("delivery2026-11-25");
        MetadataSnapshot metadata = new MetadataSnapshot(Map.of(), Long.MAX_VALUE);
        DailyReport daily =
                new DailyReport("key", harness.time.instant(), Map.of(), Map.of(), DailyReport.Keeper.NOBODY);
        harness.parts.queue().add(new PendingReport(daily, metadata, metadata.bytes(), 0));

        exitWithAThread(null);

        assertThat(harness.requests).hasSize(1);
        assertThat(harness.outbox.stored).isEmpty();
    }

    @Test
    void dateThatAnotherProcessHasClaimed_isNotWaitedFor() throws Exception {
        harness.outbox.claim("delivery", LocalDate.of(2026, 11, 25));
        harness.report(Map.of());

        exitWithAThread(null);

        assertThat(harness.requests).isEmpty();
    }

    /** As without an outbox: no run knows whether it is the first of its day. */
    @Test
    void datesThatCannotBeKept_leaveABudgetThatWasSet() throws Exception {
        harness.outbox.noDates = true;
        harness.report(Map.of());
        exitWithAThread(Duration.ofSeconds(20));

        assertThat(harness.requests).hasSize(1);
    }

    @Test
    void withoutAnOutboxThatWorks_onlyABudgetThatWasSetIsWaitedFor() throws Exception {
        harness.outbox.broken = true;
        harness.report(Map.of());
        exitWithAThread(Duration.ofSeconds(20));
        assertThat(harness.requests).hasSize(1);

        Harness unset = new Harness();
        unset.outbox.broken = true;
        unset.report(Map.of());
        exitWithAThread(unset, null);
        assertThat(unset.requests).isEmpty();
    }

    /** A dead network file system: the JVM ends all the same. */
    @Test
    void outboxThatHangs_isNotWaitedForForLong() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        harness.outbox.ready = never;
        harness.report(Map.of());
        long start = System.nanoTime();

        exit(null).atExit(start);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        never.countDown();
    }

    /** Whoever closes it may have had no time to store what it has. */
    @Test
    void reporterThatIsBeingClosed_isStoredAndElseLeftToWhoeverClosesIt() {
        harness.report(Map.of());
        harness.parts.closing().begin();
        PersistOnExit exit = exit(null);
        assertThat(exit.isPending()).isTrue();

        exit.atExit(System.nanoTime());

        assertThat(harness.outbox.stored)
                .as("stored, but not sent, and the outbox stays open")
                .hasSize(1);
        assertThat(harness.outbox.closed).isFalse();
    }

    @Test
    void endingJvm_isNotWatched() {
        ExitHook hook = new ExitHook();
        PersistOnExit exit =
                new PersistOnExit(harness.parts, harness.worker, new DeliverySettings.Exit(null, false, false), hook);
        hook.run();

        assertThat(exit.watch()).isFalse();
    }

    private PersistOnExit exit(Duration budget) {
        return exit(harness, budget);
    }

    private PersistOnExit exit(Harness of, Duration budget) {
        return new PersistOnExit(of.parts, of.worker, new DeliverySettings.Exit(budget, always, false), new ExitHook());
    }

    private void exitWithAThread(Duration budget) throws Exception {
        exitWithAThread(harness, budget);
    }

    private void exitWithAThread(Harness of, Duration budget) throws Exception {
        PersistOnExit exit = exit(of, budget);
        of.deliverDuring(() -> exit.atExit(System.nanoTime()));
    }
}
