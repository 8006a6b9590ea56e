package io.metriton.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.Outbox.Durability;
import io.metriton.api.Response;
import io.metriton.api.StoredReport;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A report is in the outbox before it is first tried, and leaves it only when it is settled. */
class BackgroundReporterOutboxTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private final MemoryOutbox outbox = new MemoryOutbox();

    @Test
    void report_isStoredBeforeItIsTriedAndRemovedOnceItIsDelivered() throws Exception {
        List<List<String>> storedAtTry = new CopyOnWriteArrayList<>();
        FakeEndpoint endpoint = new FakeEndpoint((index, request) -> {
            storedAtTry.add(outbox.keys());
            return FakeEndpoint.response(index == 0 ? 503 : 200, "{}");
        });
        try (BackgroundReporter background =
                endpoint.background().outbox(outbox).build()) {
            background.report(Map.of()).get(20, TimeUnit.SECONDS);

            assertThat(storedAtTry)
                    .hasSize(2)
                    .containsOnly(List.of(endpoint.keys().get(0)));
            assertThat(outbox.keys()).isEmpty();
            assertThat(background.stats().waitingIn()).isEqualTo("a list");
        }
        assertThat(outbox.closed).isTrue();
    }

    @Test
    void outboxThatIsSetLast_isTheOne() {
        FakeEndpoint endpoint = FakeEndpoint.answering(503, "");
        MemoryOutbox other = new MemoryOutbox();
        try (BackgroundReporter background = endpoint.background()
                .outbox(outbox)
                .outbox((application, environment) -> other)
                .build()) {
            background.report(Map.of());
            assertThat(background.persist(LONG)).isTrue();
            assertThat(other.keys()).hasSize(1);
        }
        try (BackgroundReporter background = endpoint.background()
                .outbox((application, environment) -> other)
                .outbox(outbox)
                .build()) {
            background.report(Map.of());
            assertThat(background.persist(LONG)).isTrue();
            assertThat(outbox.keys()).hasSize(1);
        }
    }

    @Test
    void answer_saysWhetherItsReportIsOfAnEarlierRun() {
        FakeEndpoint endpoint = FakeEndpoint.answering(200, "{}");
        outbox.left.add(stored("left", endpoint.uri(), 0));
        List<Boolean> told = new CopyOnWriteArrayList<>();
        try (BackgroundReporter background = endpoint.background()
                .outbox(outbox)
                .onAnswer(answer -> told.add(answer.isOfEarlierRun()))
                .build()) {
            background.report(Map.of());
            Waiting.until(() -> told.size() == 2);
        }
        assertThat(told).containsExactlyInAnyOrder(false, true); // Told on more than one thread.
    }

    @Test
    void refusedReport_leavesTheOutbox() {
        FakeEndpoint endpoint = FakeEndpoint.answering(400, "no");
        try (BackgroundReporter background =
                endpoint.background().outbox(outbox).build()) {
            background.report(Map.of());

            assertThat(background.flush(LONG)).isTrue();
            assertThat(outbox.keys()).isEmpty();
        }
    }

    @Test
    void reportsOfEarlierProcesses_areDeliveredWithTheirKeys() {
        FakeEndpoint endpoint = FakeEndpoint.answering(200, "{}");
        for (int i = 0; i < 25; i++) {
            outbox.left.add(stored("left-" + i, endpoint.uri(), i));
        }
        outbox.discarded = 2;
        try (BackgroundReporter background =
                endpoint.background().outbox(outbox).build()) {
            background.report(Map.of("n", 100));

            Waiting.until(() -> background.stats().delivered() == 26);
            assertThat(endpoint.numbers().get(0)).isEqualTo(100);
            assertThat(endpoint.keys()).contains("left-0", "left-24").doesNotHaveDuplicates();
            assertThat(endpoint.numbers().subList(1, 26)).isSorted();
            assertThat(background.stats().recovered()).isEqualTo(27);
            assertThat(background.stats().dropped()).containsEntry(DropReason.PUSHED_OUT, 2L);
            assertThat(background.stats().queued()).isZero();
            assertThat(outbox.keys()).isEmpty();
        }
    }

    @Test
    void fullOutbox_pushesTheOldestOut() {
        FakeEndpoint endpoint = FakeEndpoint.answering(503, "");
        outbox.room = 2;
        try (BackgroundReporter background =
                endpoint.background().outbox(outbox).build()) {
            CompletableFuture<Response> oldest = background.report(Map.of());
            background.report(Map.of());
            assertThat(background.persist(LONG)).isTrue();
            background.report(Map.of());
            assertThat(background.persist(LONG)).isTrue();

            assertThat(oldest).failsWithin(LONG).withThrowableThat().withMessageContaining("the outbox was full");
            assertThat(background.stats().dropped()).containsEntry(DropReason.PUSHED_OUT, 1L);
            assertThat(background.stats().queued()).isEqualTo(2);
            assertThat(outbox.keys()).hasSize(2);
        }
    }

    @Test
    void brokenOutbox_leavesReportsInMemoryAndSaysSo() throws Exception {
        outbox.broken = true;
        FakeEndpoint endpoint = FakeEndpoint.answering(200, "{}");
        try (BackgroundReporter background =
                endpoint.background().outbox(outbox).build()) {
            background.report(Map.of()).get(20, TimeUnit.SECONDS);

            assertThat(background.stats().waitingIn())
                    .isEqualTo("reports wait in memory alone, because the outbox cannot keep them: "
                            + "java.io.IOException: no space left on device");
        }
    }

    /** A disk that has room again takes what waits in memory. */
    @Test
    void persist_isTrueOnceEverythingIsStored() {
        FakeEndpoint endpoint = new FakeEndpoint((index, request) -> {
            throw new IOException("offline");
        });
        outbox.broken = true;
        try (BackgroundReporter background =
                endpoint.background().outbox(outbox).build()) {
            background.report(Map.of());
            assertThat(background.persist(Duration.ofMillis(100))).isFalse();
            outbox.broken = false;
            assertThat(background.persist(LONG)).isTrue();
            assertThat(outbox.keys()).hasSize(1);
        }
    }

    @Test
    void close_leavesWhatIsStoredToTheNextProcess() {
        FakeEndpoint endpoint = new FakeEndpoint((index, request) -> {
            throw new IOException("offline");
        });
        BackgroundReporter background = endpoint.background().outbox(outbox).build();
        CompletableFuture<Response> report = background.report(Map.of());

        assertThat(background.close(Duration.ofMillis(50))).isEqualTo(1);
        assertThat(report).failsWithin(LONG).withThrowableThat().withMessageContaining("waits in the outbox");
        assertThat(outbox.keys()).hasSize(1);
        Waiting.until(() -> outbox.closed);
        assertThat(background.stats().queued()).isEqualTo(1);
        assertThat(background.stats().dropped().values()).containsOnly(0L);
    }

    /** A disk that is slow to say that it is done must not cost reports when time is short. */
    @Test
    void close_hastensWhatIsStillToBeStored() throws Exception {
        CountDownLatch storing = new CountDownLatch(1);
        CountDownLatch slow = new CountDownLatch(1);
        MemoryOutbox outbox = new MemoryOutbox() {
            @Override
            public List<String> put(StoredReport report, Durability durability) throws IOException {
                if (durability == Durability.POWER_LOSS) {
                    storing.countDown();
                    Waiting.until(() -> slow.getCount() == 0);
                }
                return super.put(report, durability);
            }
        };
        FakeEndpoint endpoint = FakeEndpoint.answering(503, "");
        BackgroundReporter background = endpoint.background().outbox(outbox).build();
        for (int i = 0; i < 3; i++) {
            background.report(Map.of("n", i));
        }
        Waiting.until(() -> storing.getCount() == 0);

        assertThat(background.close(Duration.ofMillis(50))).isEqualTo(3);
        slow.countDown();

        Waiting.until(() -> outbox.closed);
        assertThat(outbox.durabilities)
                .containsExactly(Durability.POWER_LOSS, Durability.PROCESS_END, Durability.PROCESS_END);
    }

    /** As one that is larger than all that the outbox keeps. */
    @Test
    void reportThatTheOutboxRefuses_keepsNoOtherOutOfIt() {
        MemoryOutbox small = new MemoryOutbox() {
            @Override
            public List<String> put(StoredReport report, Durability durability) throws IOException {
                if (report.body().length > 1_000) {
                    throw new IOException("the report is too large");
                }
                return super.put(report, durability);
            }
        };
        FakeEndpoint endpoint = FakeEndpoint.answering(503, "");
        try (BackgroundReporter background = endpoint.background().outbox(small).build()) {
            background.report(Map.of("large", "x".repeat(1_000)));
            background.report(Map.of("n", 1));
            background.report(Map.of("n", 2));

            Waiting.until(() -> small.stored.size() == 2);
            assertThat(background.persist(Duration.ofMillis(1)))
                    .as("not all is kept")
                    .isFalse();
        }
    }

    /** A dead network file system: nothing that has a budget may wait for it, nor may who only reports. */
    @Test
    @Timeout(20)
    void outboxThatHangs_makesNobodyElseHang() {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch hanging = new CountDownLatch(1);
        List<Boolean> interrupted = new CopyOnWriteArrayList<>();
        MemoryOutbox outbox = new MemoryOutbox() {
            @Override
            public List<String> put(StoredReport report, Durability durability) throws IOException {
                hanging.countDown();
                Waiting.forever(never);
                interrupted.add(Thread.currentThread().isInterrupted());
                return super.put(report, durability);
            }
        };
        FakeEndpoint endpoint = FakeEndpoint.answering(200, "{}");
        BackgroundReporter background = endpoint.background().outbox(outbox).build();
        background.report(Map.of());
        Waiting.until(() -> hanging.getCount() == 0);

        assertThat(background.report(Map.of())).isNotDone();
        assertThat(background.flush(Duration.ofMillis(20))).isFalse();
        assertThat(background.persist(Duration.ofMillis(20))).isFalse();
        assertThat(background.close(Duration.ofMillis(20))).isEqualTo(2);
        assertThat(background.report(Map.of())).isCompletedExceptionally();
        assertThat(background.stats().queued()).isEqualTo(2);
        Waiting.until(() -> background.status().disabledReason().isPresent()); // The reporter is closed all the same.
        never.countDown();
        Waiting.until(() -> !interrupted.isEmpty());
        assertThat(interrupted).as("an interrupt waits for the disk, too").containsOnly(false);
    }

    /** Nobody wants it any more, so a later process must not send it either. */
    @Test
    void cancelledReport_leavesTheOutboxAtClose() {
        FakeEndpoint endpoint = FakeEndpoint.answering(503, "");
        BackgroundReporter background = endpoint.background().outbox(outbox).build();
        background.report(Map.of("n", 1));
        CompletableFuture<Response> cancelled = background.report(Map.of("n", 2));
        assertThat(background.persist(LONG)).isTrue();
        cancelled.cancel(false);

        background.close(Duration.ZERO);

        Waiting.until(() -> outbox.closed);
        assertThat(outbox.stored.values()).hasSize(1);
        assertThat(background.stats().dropped()).containsEntry(DropReason.CANCELLED, 1L);
    }

    @Test
    void outboxThatWasGiven_isClosedEvenIfNothingWasReported() {
        FakeEndpoint.answering(200, "{}").background().outbox(outbox).build().close();

        Waiting.until(() -> outbox.closed);
    }

    @Test
    void created_isWhenItWasReported() {
        FakeEndpoint endpoint = FakeEndpoint.answering(503, "");
        Instant before = Instant.now();
        try (BackgroundReporter background =
                endpoint.background().outbox(outbox).build()) {
            background.report(Map.of());
            assertThat(background.persist(LONG)).isTrue();
            assertThat(outbox.stored.values())
                    .singleElement()
                    .satisfies(report -> assertThat(report.created()).isBetween(before.minusMillis(5), Instant.now()));
        }
    }

    private static StoredReport stored(String key, URI endpoint, int n) {
        String body =
                "{\"application\":\"app\",\"install_id\":\"id\",\"version\":\"1\",\"metadata\":{\"n\":" + n + "}}";
        return new StoredReport(key, endpoint, Instant.EPOCH, body.getBytes(StandardCharsets.UTF_8));
    }
}
