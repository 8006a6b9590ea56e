package io.metriton.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.Response;
import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread comes with the first report and goes with the last; close ends everything, within its budget. */
class BackgroundReporterCloseTest {
    private static final Duration BUDGET = Duration.ofMillis(200);
    /** For a busy machine; far less than what hangs here. */
    private static final Duration GENEROUS = Duration.ofSeconds(5);

    private final CountDownLatch hanging = new CountDownLatch(1);
    private final FakeEndpoint silent = new FakeEndpoint((index, request) -> {
        hanging.countDown();
        return hang();
    });

    @Test
    void close_deliversWhatItCan() throws Exception {
        FakeEndpoint endpoint = FakeEndpoint.answering(200, "{}");
        BackgroundReporter background = endpoint.background().build();
        CompletableFuture<Response> report = background.report(Map.of());

        assertThat(background.close(Duration.ofSeconds(20))).isZero();
        assertThat(report.get(20, TimeUnit.SECONDS)).isNotNull();
        assertNoThreadIsLeft();
    }

    @Test
    void close_holdsItsBudgetInTheMiddleOfAnExchange() throws Exception {
        BackgroundReporter background = silent.background().build();
        CompletableFuture<Response> first = background.report(Map.of());
        CompletableFuture<Response> second = background.report(Map.of());
        hanging.await();

        long start = System.nanoTime();
        assertThat(background.close(BUDGET)).isEqualTo(2);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(BUDGET.minusMillis(50), GENEROUS);
        for (CompletableFuture<Response> each : List.of(first, second)) {
            assertThat(each).failsWithin(GENEROUS).withThrowableThat().withMessageContaining("was closed before");
        }
        assertThat(background.stats().dropped()).containsEntry(DropReason.CLOSED, 2L);
        assertNoThreadIsLeft();
    }

    @Test
    void close_doesNotWaitForABackoffThatIsLongerThanTheBudget() {
        FakeEndpoint endpoint = new FakeEndpoint((index, request) -> TransportResponse.builder()
                .status(503)
                .header("Retry-After", "3600")
                .build());
        BackgroundReporter background = endpoint.background().build();
        background.report(Map.of());
        Waiting.until(() -> background.stats().retried() == 1);

        long start = System.nanoTime();
        assertThat(background.close(Duration.ofMinutes(1))).isEqualTo(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(GENEROUS);
        assertNoThreadIsLeft();
    }

    /** That the thread slept a moment ago says nothing about what it does now. */
    @Test
    void close_letsAnExchangeEndThatBeganAfterAPause() {
        FakeEndpoint slow = new FakeEndpoint((index, request) -> {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            return FakeEndpoint.response(200, "{}");
        });
        BackgroundReporter background = slow.background().build();
        assertThat(background.report(Map.of())).succeedsWithin(GENEROUS);
        Thread thread = Waiting.forThread("metriton-delivery");
        Waiting.until(() -> thread.getState() == Thread.State.TIMED_WAITING || !thread.isAlive());
        CompletableFuture<Response> last = background.report(Map.of());

        assertThat(background.close(GENEROUS)).isZero();
        assertThat(last).isCompleted();
    }

    /** A host that has closed the class loader, or replaced the jar: the clock stands for any class that is not loaded yet. */
    @Test
    void classThatIsMissing_isNoExceptionOfThoseWhoWaitOrClose() {
        AtomicBoolean gone = new AtomicBoolean();
        AtomicBoolean closed = new AtomicBoolean();
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                if (gone.get()) {
                    throw new NoClassDefFoundError("io/metriton/Gone");
                }
                return Instant.parse("2026-12-31T10:00:00Z");
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        BackgroundReporter background = BackgroundReporter.builder(Reporter.builder("app", "1.0")
                        .environment(Map.of())
                        .installId("id")
                        .transport(new ClosedTransport(closed)))
                .withoutOutbox()
                .clock(clock)
                .daily(Map::of)
                .build();
        assertThat(background.report(Map.of())).succeedsWithin(GENEROUS);
        gone.set(true);

        assertThat(background.flush(GENEROUS)).isFalse();
        assertThat(background.persist(GENEROUS)).isFalse();
        assertThat(background.close(GENEROUS)).isZero();
        assertThat(closed).isTrue();
    }

    private record ClosedTransport(AtomicBoolean closed) implements TransportProvider {
        @Override
        public String name() {
            return "closed";
        }

        @Override
        public Transport create(TransportConfig config) {
            return new Transport() {
                @Override
                public TransportResponse send(TransportRequest request) {
                    return FakeEndpoint.response(200, "{}");
                }

                @Override
                public void close() {
                    closed.set(true);
                }
            };
        }
    }

    @Test
    void longestBudgets_areNoProblem() {
        BackgroundReporter background =
                FakeEndpoint.answering(200, "{}").background().build();
        background.report(Map.of());

        assertThat(background.flush(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
        assertThat(background.persist(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
        assertThat(background.close(Duration.ofSeconds(Long.MAX_VALUE))).isZero();
        assertNoThreadIsLeft();
    }

    /** Meanwhile another thread finds nothing more to deliver. */
    @Test
    void close_waitsUntilTheListenerHasBeenTold() {
        List<String> told = new CopyOnWriteArrayList<>();
        BackgroundReporter background = FakeEndpoint.answering(200, "{}")
                .background()
                .onAnswer(answer -> {
                    LockSupport.parkNanos(200_000_000);
                    told.add("an update");
                })
                .build();
        background.report(Map.of());

        background.close(GENEROUS);
        assertThat(told).containsExactly("an update");
    }

    /** They would wait for themselves. */
    @Test
    @Timeout(20)
    void flushAndCloseOnTheDeliveryThread_doNotWait() {
        CompletableFuture<Integer> left = new CompletableFuture<>();
        BackgroundReporter[] background = new BackgroundReporter[1];
        background[0] = FakeEndpoint.answering(200, "{}")
                .background()
                .onAnswer(answer -> {
                    background[0].flush(Duration.ofDays(1));
                    left.complete(background[0].close(Duration.ofDays(1)));
                })
                .build();
        background[0].report(Map.of());
        background[0].report(Map.of());

        assertThat(left).succeedsWithin(GENEROUS);
        background[0].flush(Duration.ofDays(1));
    }

    @Test
    @Timeout(20)
    void flush_endsWhenTheReporterIsClosed() throws Exception {
        BackgroundReporter background = silent.background().build();
        background.report(Map.of());
        hanging.await();
        CompletableFuture<Boolean> flushed = new CompletableFuture<>();
        Thread flushing = new Thread(() -> flushed.complete(background.flush(Duration.ofDays(1))));
        flushing.start();
        Waiting.until(() -> flushing.getState() == Thread.State.TIMED_WAITING);

        background.close(Duration.ofMillis(20));

        // True where it wakes up when the report is dropped already, which is neither delivered nor waits then.
        assertThat(flushed).succeedsWithin(GENEROUS);
        Waiting.until(() -> Long.valueOf(1).equals(background.stats().dropped().get(DropReason.CLOSED)));
        assertThat(background.stats().delivered()).isZero();
    }

    @Test
    void closed_refusesReportsAndClosesOnce() {
        FakeEndpoint endpoint = FakeEndpoint.answering(200, "{}");
        BackgroundReporter background = endpoint.background().build();
        background.close();
        background.close();

        assertThat(background.close(BUDGET)).isZero();
        assertThat(background.report(Map.of()))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("the background reporter is closed");
        assertThat(background.stats().refused()).isEqualTo(1);
        assertThat(background.status().enabled()).isFalse();
    }

    @Test
    void flush_givesUpAfterItsBudgetAndAtAnInterrupt() throws Exception {
        try (BackgroundReporter background = silent.background().build()) {
            background.report(Map.of());
            hanging.await();

            assertThat(background.flush(Duration.ofMillis(50))).isFalse();
            Thread.currentThread().interrupt();
            assertThat(background.flush(Duration.ofMinutes(1))).isFalse();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void thread_startsWithTheFirstReportAndEndsWhenIdle() throws Exception {
        FakeEndpoint endpoint = FakeEndpoint.answering(200, "{}");
        try (BackgroundReporter background = endpoint.background().build()) {
            Waiting.until(() -> threads().isEmpty());
            background.report(Map.of()).get(20, TimeUnit.SECONDS);
            assertThat(threads()).isNotEmpty().allMatch(Thread::isDaemon);
            Waiting.until(() -> threads().isEmpty());

            background.report(Map.of()).get(20, TimeUnit.SECONDS);
            assertThat(endpoint.requests()).hasSize(2);
        }
    }

    /** A handler of the application may interrupt threads that it does not know. */
    @Test
    void thread_survivesAnInterruptOfSomebodyElse() throws Exception {
        FakeEndpoint endpoint = FakeEndpoint.answering(200, "{}");
        try (BackgroundReporter background = endpoint.background().build()) {
            background.report(Map.of()).get(20, TimeUnit.SECONDS);
            threads().forEach(Thread::interrupt);

            assertThat(background.report(Map.of()).get(20, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void manyCallers_loseNothing() throws Exception {
        FakeEndpoint endpoint = FakeEndpoint.answering(200, "{}");
        try (BackgroundReporter background =
                endpoint.background().maxReports(100_000).maxBytes(1 << 30).build()) {
            List<Thread> callers = IntStream.range(0, 8)
                    .mapToObj(caller -> new Thread(() -> {
                        for (int i = 0; i < 500; i++) {
                            background.report(Map.of("n", caller * 1_000 + i));
                        }
                    }))
                    .toList();
            callers.forEach(Thread::start);
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(background.flush(Duration.ofSeconds(60))).isTrue();
            assertThat(endpoint.numbers()).hasSize(4_000).doesNotHaveDuplicates();
            DeliveryStats stats = background.stats();
            assertThat(stats.accepted()).isEqualTo(4_000);
            assertThat(stats.delivered()).isEqualTo(4_000);
        }
    }

    private static void assertNoThreadIsLeft() {
        Waiting.until(() -> threads().isEmpty());
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("metriton-delivery")
                        || thread.getName().equals("metriton-close")
                        || thread.getName().equals("metriton-persist"))
                .toList();
    }

    private static TransportResponse hang() throws IOException {
        try {
            new CountDownLatch(1).await();
            throw new AssertionError("nobody counts");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
