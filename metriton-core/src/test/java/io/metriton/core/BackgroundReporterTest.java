package io.metriton.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.HttpStatusException;
import io.metriton.api.MalformedResponseException;
import io.metriton.api.MetritonException;
import io.metriton.api.Response;
import io.metriton.core.internal.process.DisableScoutOrders;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller gets, whatever the endpoint does. */
class BackgroundReporterTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String OK = "{\"latest_version\": \"2.0\"}";

    @Test
    void report_isDeliveredWithAKeyOfItsOwn() throws Exception {
        FakeEndpoint endpoint = FakeEndpoint.answering(200, OK);
        try (BackgroundReporter background = endpoint.background().build()) {
            CompletableFuture<Response> first = background.report(Map.of("n", 1));
            CompletableFuture<Response> second = background.report(null);

            assertThat(first.get(20, TimeUnit.SECONDS).latestVersion()).isEqualTo("2.0");
            assertThat(second.get(20, TimeUnit.SECONDS).latestVersion()).isEqualTo("2.0");
            assertThat(endpoint.keys()).doesNotContainNull().doesNotHaveDuplicates();
            assertThat(background.stats().accepted()).isEqualTo(2);
            assertThat(background.stats().delivered()).isEqualTo(2);
            assertThat(background.stats().queued()).isZero();
            assertThat(background.stats().waitingIn()).isEqualTo("memory alone");
        }
    }

    @Test
    void manyReports_keepTheirOrder() {
        FakeEndpoint endpoint = FakeEndpoint.answering(200, OK);
        try (BackgroundReporter background = endpoint.background().build()) {
            IntStream.range(0, 500).forEach(i -> background.report(Map.of("n", i)));

            assertThat(background.flush(LONG)).isTrue();
            assertThat(endpoint.numbers())
                    .containsExactlyElementsOf(IntStream.range(0, 500).boxed().toList());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 408, 425, 429, 500, 502, 503, 504, 599})
    void failureThatMayPass_isTriedAgainWithTheSameKey(int status) throws Exception {
        FakeEndpoint endpoint = new FakeEndpoint((index, request) -> {
            if (index < 3 && status == 0) {
                throw new IOException("connection reset");
            }
            return FakeEndpoint.response(index < 3 ? status : 200, OK);
        });
        try (BackgroundReporter background = endpoint.background().build()) {
            assertThat(background.report(Map.of()).get(20, TimeUnit.SECONDS).latestVersion())
                    .isEqualTo("2.0");
            assertThat(endpoint.keys()).hasSize(4).containsOnly(endpoint.keys().get(0));
            assertThat(background.stats().retried()).isEqualTo(3);
            assertThat(background.stats().delivered()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 307, 400, 401, 403, 404, 410, 413, 422})
    void failureThatNothingMends_isDroppedAtOnce(int status) {
        FakeEndpoint endpoint = FakeEndpoint.answering(status, "no");
        try (BackgroundReporter background = endpoint.background().build()) {
            assertThat(background.report(Map.of()))
                    .failsWithin(LONG)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(HttpStatusException.class);
            assertThat(endpoint.requests()).hasSize(1);
            assertThat(background.stats().dropped()).containsEntry(DropReason.REFUSED, 1L);
            assertThat(background.stats().queued()).isZero();
        }
    }

    /** It has arrived. */
    @Test
    void unreadableAnswer_isADelivery() {
        FakeEndpoint endpoint = FakeEndpoint.answering(200, "thank you");
        try (BackgroundReporter background = endpoint.background().build()) {
            assertThat(background.report(Map.of()))
                    .failsWithin(LONG)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(MalformedResponseException.class);
            assertThat(endpoint.requests()).hasSize(1);
            assertThat(background.stats().delivered()).isEqualTo(1);
        }
    }

    /** A hotel's login page is not the endpoint. */
    @Test
    void pageInTheEndpointsPlace_isNoDeliveryAndNoRefusal() throws Exception {
        FakeEndpoint endpoint = new FakeEndpoint((index, request) -> switch (index) {
            case 0 -> FakeEndpoint.response(200, "<html>log in</html>");
            case 1 -> FakeEndpoint.response(403, " <!DOCTYPE html>");
            case 2 -> FakeEndpoint.response(302, "");
            default -> FakeEndpoint.response(200, OK);
        });
        try (BackgroundReporter background = endpoint.background().build()) {
            assertThat(background.report(Map.of()).get(20, TimeUnit.SECONDS).latestVersion())
                    .isEqualTo("2.0");
            assertThat(endpoint.keys()).hasSize(4).containsOnly(endpoint.keys().get(0));
            assertThat(background.stats().delivered()).isEqualTo(1);
        }
    }

    @Test
    void poisonedReport_blocksTheOthersForThreeTriesOnly() throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        FakeEndpoint endpoint = new FakeEndpoint((index, request) -> {
            await(all);
            return FakeEndpoint.response(FakeEndpoint.number(request) == 0 ? 500 : 200, OK);
        });
        try (BackgroundReporter background = endpoint.background().build()) {
            background.report(Map.of("n", 0));
            List<CompletableFuture<Response>> others = new ArrayList<>();
            for (int i = 1; i <= 3; i++) {
                others.add(background.report(Map.of("n", i)));
            }
            all.countDown();
            for (CompletableFuture<Response> other : others) {
                other.get(20, TimeUnit.SECONDS);
            }
            assertThat(endpoint.numbers().subList(0, 6)).containsExactly(0, 0, 0, 1, 2, 3);
        }
    }

    @Test
    void invalidMetadata_failsItsOwnFutureOnly() throws Exception {
        FakeEndpoint endpoint = FakeEndpoint.answering(200, OK);
        try (BackgroundReporter background = endpoint.background().build()) {
            CompletableFuture<Response> bad = background.report(Map.of("thread", new Thread()));
            CompletableFuture<Response> good = background.report(Map.of());

            assertThat(bad)
                    .failsWithin(LONG)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(IllegalArgumentException.class)
                    .withMessageContaining("metadata.thread");
            good.get(20, TimeUnit.SECONDS);
            assertThat(background.stats().dropped()).containsEntry(DropReason.INVALID, 1L);
        }
    }

    @Test
    void metadata_isCopiedWhenItIsReported() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        FakeEndpoint endpoint = new FakeEndpoint((index, request) -> {
            await(gate);
            return FakeEndpoint.response(200, OK);
        });
        try (BackgroundReporter background = endpoint.background().build()) {
            background.report(Map.of());
            Map<String, Object> metadata = new HashMap<>(Map.of("n", 1));
            CompletableFuture<Response> second = background.report(metadata);
            metadata.put("n", 2);
            gate.countDown();
            second.get(20, TimeUnit.SECONDS);

            assertThat(endpoint.numbers()).containsExactly(-1, 1);
        }
    }

    @Test
    void fullQueue_refusesTheNewest() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        FakeEndpoint endpoint = new FakeEndpoint((index, request) -> {
            await(gate);
            return FakeEndpoint.response(200, OK);
        });
        try (BackgroundReporter background = endpoint.background().maxReports(3).build()) {
            List<CompletableFuture<Response>> taken = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                taken.add(background.report(Map.of("n", i)));
            }
            assertThat(background.report(Map.of("n", 3)))
                    .failsWithin(Duration.ZERO)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(MetritonException.class)
                    .withMessageContaining("the queue is full");
            assertThat(background.stats().refused()).isEqualTo(1);
            gate.countDown();
            for (CompletableFuture<Response> each : taken) {
                each.get(20, TimeUnit.SECONDS);
            }
            assertThat(background.report(Map.of()).get(20, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void tooManyBytes_areRefused() {
        FakeEndpoint endpoint = FakeEndpoint.answering(200, OK);
        try (BackgroundReporter background =
                endpoint.background().maxBytes(1_000).build()) {
            assertThat(background.report(Map.of("text", "x".repeat(2_000))))
                    .failsWithin(Duration.ZERO)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(IllegalArgumentException.class)
                    .withMessageContaining("larger than the queue's 1000 bytes");
        }
    }

    @Test
    void cancelledReport_isNotSent() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        FakeEndpoint endpoint = new FakeEndpoint((index, request) -> {
            await(gate);
            return FakeEndpoint.response(200, OK);
        });
        try (BackgroundReporter background = endpoint.background().build()) {
            background.report(Map.of("n", 0));
            background.report(Map.of("n", 1)).cancel(true);
            gate.countDown();

            assertThat(background.flush(LONG)).isTrue();
            assertThat(endpoint.numbers()).containsExactly(0);
            assertThat(background.stats().dropped()).containsEntry(DropReason.CANCELLED, 1L);
        }
    }

    @Test
    void listener_isToldEveryAnswerAndMayFail() {
        List<String> versions = new CopyOnWriteArrayList<>();
        FakeEndpoint endpoint = FakeEndpoint.answering(200, OK);
        try (BackgroundReporter background = endpoint.background()
                .onAnswer(response -> {
                    versions.add(response.latestVersion());
                    throw new IllegalStateException("a defect of the application");
                })
                .build()) {
            background.report(Map.of());
            background.report(Map.of());

            assertThat(background.flush(LONG)).isTrue();
            Waiting.until(() -> versions.size() == 2);
            assertThat(versions).containsExactly("2.0", "2.0");
        }
    }

    @Test
    void orderToStop_dropsWhatWaitsAndSilences() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        FakeEndpoint endpoint = new FakeEndpoint((index, request) -> {
            await(gate);
            return FakeEndpoint.response(500, "{\"disable_scout\": true}");
        });
        MemoryOutbox outbox = new MemoryOutbox();
        try (BackgroundReporter background =
                endpoint.background().outbox(outbox).build()) {
            CompletableFuture<Response> first = background.report(Map.of());
            CompletableFuture<Response> second = background.report(Map.of());
            assertThat(background.persist(LONG)).isTrue();
            gate.countDown();

            assertThat(first).failsWithin(LONG).withThrowableThat().withMessageContaining("disable_scout");
            assertThat(second).failsWithin(LONG).withThrowableThat().withMessageContaining("disable_scout");
            assertThat(background.report(Map.of()).get().latestVersion()).isEqualTo("1.0");
            assertThat(endpoint.requests()).hasSize(1);
            assertThat(outbox.keys()).as("what is stored stays, and ages out").hasSize(2);
            assertThat(background.stats().dropped()).containsEntry(DropReason.STOPPED, 2L);
        } finally {
            System.setProperty(DisableScoutOrders.property("app", endpoint.uri()), "false");
        }
    }

    @Test
    void disabledReporter_answersAtOnceAndStartsNothing() throws Exception {
        FakeEndpoint endpoint = FakeEndpoint.answering(200, OK);
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        List<Thread> closing = new ArrayList<>();
        MemoryOutbox outbox = new MemoryOutbox() {
            @Override
            public void close() {
                closing.add(Thread.currentThread());
            }
        };
        try (BackgroundReporter background = BackgroundReporter.builder(
                        endpoint.reporter().enabled(false).build())
                .outbox(outbox)
                .build()) {
            assertThat(background.report(Map.of()).get().latestVersion()).isEqualTo("1.0");
            assertThat(background.flush(Duration.ZERO)).isTrue();
            assertThat(background.persist(Duration.ZERO)).isTrue();
            assertThat(background.close(Duration.ZERO)).isZero();
            assertThat(background.stats().accepted()).isZero();
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("metriton-"))
                    .isSubsetOf(before);
        }
        assertThat(endpoint.requests()).isEmpty();
        assertThat(closing).containsOnly(Thread.currentThread());
    }

    @Test
    void missingInstallId_isWaitedFor() throws Exception {
        FakeEndpoint endpoint = FakeEndpoint.answering(200, OK);
        int[] asked = {0};
        Reporter reporter = endpoint.reporter()
                .installIdProvider(context -> {
                    if (asked[0]++ < 2) {
                        throw new IOException("the disk is not there yet");
                    }
                    return Optional.of("late");
                })
                .build();
        BackgroundReporter.Builder builder = BackgroundReporter.builder(reporter);
        builder.random = () -> 0;
        try (BackgroundReporter background = builder.build()) {
            assertThat(background.report(Map.of()).get(20, TimeUnit.SECONDS).latestVersion())
                    .isEqualTo("2.0");
            assertThat(asked[0]).isEqualTo(3);
        }
    }

    @Test
    void builder_refusesWhatIsNotPositive() {
        BackgroundReporter.Builder builder = FakeEndpoint.answering(200, OK).background();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxReports(0))
                .withMessage("maxReports must be positive, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxBytes(-1))
                .withMessage("maxBytes must be positive, not -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.exitBudget(Duration.ofNanos(-1)))
                .withMessage("exitBudget must be from zero to a minute, not PT-0.000000001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.exitBudget(Duration.ofMinutes(2)))
                .withMessage("exitBudget must be from zero to a minute, not PT2M");
        assertThatThrownBy(() -> BackgroundReporter.builder((Reporter) null)).isInstanceOf(NullPointerException.class);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
