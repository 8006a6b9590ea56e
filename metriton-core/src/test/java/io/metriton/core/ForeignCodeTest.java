package io.metriton.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.DailyDraft;
import io.metriton.api.DailyStore;
import io.metriton.api.DayLog;
import io.metriton.api.MetritonConfigurationException;
import io.metriton.api.MetritonException;
import io.metriton.api.Outbox;
import io.metriton.api.StoredReport;
import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import io.metriton.core.internal.process.DisableScoutOrders;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Implementations of interfaces of the SDK that do what no contract allows: the host and the other reports do not pay for it.
 */
@Timeout(60)
class ForeignCodeTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Instant DAY = Instant.parse("2026-12-31T10:00:00Z");

    private final FakeEndpoint endpoint = FakeEndpoint.answering(200, "{}");

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /** As common in Kotlin and Groovy, where a message is a property that may be computed. */
    private static final class Speechless extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public @Nullable String getMessage() {
            throw new IllegalStateException("no message");
        }
    }

    @Test
    void exceptionWithoutAReadableMessage_isToldAsOneOfTheTransport() {
        FakeEndpoint broken = new FakeEndpoint((index, request) -> {
            throw new Speechless();
        });
        try (Reporter reporter = broken.reporter().build()) {
            assertThatThrownBy(() -> reporter.report(Map.of()))
                    .isInstanceOf(MetritonException.class)
                    .hasMessageContaining("Speechless");
        }
    }

    @Test
    void exceptionWithoutAReadableMessage_isToldAsOneOfTheCustomizer() {
        try (Reporter reporter = endpoint.reporter()
                .customizer(metadata -> {
                    throw new Speechless();
                })
                .build()) {
            assertThatThrownBy(() -> reporter.report(Map.of()))
                    .isInstanceOf(MetritonException.class)
                    .hasMessageContaining("Speechless");
        }
    }

    @Test
    void interruptOfATransportThatDoesNotDeclareIt_isGivenBack() {
        FakeEndpoint interrupted = new FakeEndpoint((index, request) -> {
            ForeignCodeTest.<RuntimeException>sneak(new InterruptedException());
            throw new AssertionError();
        });
        try (Reporter reporter = interrupted.reporter().build()) {
            assertThatThrownBy(() -> reporter.report(Map.of())).isInstanceOf(MetritonException.class);

            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void interruptOfAProviderThatDoesNotDeclareIt_isGivenBackAndNoFallbackIsSent() {
        try (Reporter reporter = endpoint.reporter()
                .installIdProvider(context -> {
                    ForeignCodeTest.<RuntimeException>sneak(new InterruptedException());
                    return Optional.empty();
                })
                .installIdFallback("fallback")
                .build()) {
            assertThatThrownBy(() -> reporter.report(Map.of())).isInstanceOf(MetritonException.class);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(endpoint.requests()).isEmpty();
        }
    }

    /** A provider of transports, each of which fails to close. */
    private static final class BadProvider implements TransportProvider {
        private final AtomicInteger closed = new AtomicInteger();
        private final boolean hasName;

        private BadProvider(boolean hasName) {
            this.hasName = hasName;
        }

        @Override
        public String name() {
            if (!hasName) {
                throw new AssertionError("no name");
            }
            return "bad";
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
                    closed.incrementAndGet();
                    throw new AssertionError("it cannot be closed");
                }
            };
        }
    }

    @Test
    void transportThatCannotBeClosed_hurtsNobody() throws Exception {
        BadProvider provider = new BadProvider(true);
        Reporter reporter = Reporter.builder("app", "1.0")
                .environment(Map.of())
                .installId("id")
                .endpoint(endpoint.uri())
                .transport(provider)
                .build();

        reporter.close();

        assertThat(provider.closed).hasValue(1);
    }

    @Test
    void providerWithoutAName_isAWrongConfiguration() {
        Reporter.Builder builder = Reporter.builder("app", "1.0")
                .environment(Map.of())
                .installId("id")
                .endpoint(endpoint.uri())
                .transport(new BadProvider(false));

        assertThatThrownBy(builder::build).isInstanceOf(MetritonConfigurationException.class);
        try (BackgroundReporter background = BackgroundReporter.builder(builder).build()) {
            assertThat(background.status().disabledReason()).isPresent();
        }
    }

    /** An outbox that does not close, in one way or another. */
    private static final class BadOutbox extends MemoryOutbox {
        private final CountDownLatch latch;

        private BadOutbox(int count) {
            this.latch = new CountDownLatch(count);
        }

        @Override
        public void close() {
            closed = true;
            Waiting.forever(latch);
            throw new IllegalStateException("it cannot be closed");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void outboxThatThrowsWhenItIsClosed_hurtsNobody(boolean enabled) {
        BadOutbox outbox = new BadOutbox(0);
        BackgroundReporter background = BackgroundReporter.builder(
                        endpoint.reporter().enabled(enabled).build())
                .outbox(outbox)
                .build();

        assertThat(background.close(LONG)).isZero();

        assertThat(outbox.closed).isTrue();
    }

    @Test
    void outboxThatNeverCloses_isNotWaitedFor() {
        BadOutbox outbox = new BadOutbox(1);
        BackgroundReporter background = endpoint.background().outbox(outbox).build();
        background.report(Map.of());

        background.close(Duration.ofMillis(50));

        Waiting.until(() -> outbox.closed);
        outbox.latch.countDown();
    }

    @Test
    void outboxThatCannotRemove_hasAReportSentOnce() {
        CountDownLatch lookedAgain = new CountDownLatch(2);
        MemoryOutbox outbox = new MemoryOutbox() {
            @Override
            public void remove(String key) {
                throw new IllegalStateException("it cannot be removed");
            }

            @Override
            public synchronized TakenOver takeOver(URI uri, int max) {
                lookedAgain.countDown();
                return new TakenOver(List.copyOf(stored.values()), 0);
            }
        };
        outbox.stored.put("left", new StoredReport("left", endpoint.uri(), DAY, "{}".getBytes(UTF_8)));
        try (BackgroundReporter background =
                endpoint.background().outbox(outbox).build()) {
            background.report(Map.of());
            Waiting.until(() -> endpoint.keys().contains("left"));
            assertThat(background.flush(LONG)).isTrue();
            Waiting.until(() -> lookedAgain.getCount() == 0); // By which it would be sent again.
            assertThat(background.flush(LONG)).isTrue();

            assertThat(endpoint.keys()).doesNotHaveDuplicates().hasSize(2);
            assertThat(background.status().outboxProblem()).isPresent();
        }
    }

    @Test
    void dayLogWithAnError_holdsUpNoReport() {
        DayLog days = new DayLog() {
            @Override
            public boolean claim(String purpose, LocalDate date) {
                throw new AssertionError("no dates");
            }

            @Override
            public void record(String purpose, LocalDate date) {
                throw new NoClassDefFoundError("no dates");
            }
        };
        Outbox outbox = new MemoryOutbox() {
            @Override
            public Optional<DayLog> dayLog() {
                return Optional.of(days);
            }
        };
        try (BackgroundReporter background =
                endpoint.background().outbox(outbox).build()) {
            for (int i = 0; i < 10; i++) {
                background.report(Map.of());
            }

            assertThat(background.flush(LONG)).isTrue();
            assertThat(endpoint.requests()).hasSize(10);
            assertThat(background.status().outboxProblem()).isPresent();
        }
    }

    /** Gives the same draft again and again. */
    private static final class StubbornStore implements DailyStore {
        private final @Nullable Error failure;

        private StubbornStore(@Nullable Error failure) {
            this.failure = failure;
        }

        @Override
        public void add(Map<String, Map<String, Long>> counts, Outbox.Durability durability) {
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public Optional<DailyDraft> begin(DailyDraft proposal, Outbox.Durability durability) {
            return Optional.of(new DailyDraft("same", DAY.minus(Duration.ofDays(2)), Map.of()));
        }

        @Override
        public Optional<DailyDraft> peek(DailyDraft proposal) {
            return Optional.of(proposal);
        }

        @Override
        public void done(String key) throws IOException {
            throw new IOException("it stays");
        }
    }

    private BackgroundReporter daily(DailyStore own) {
        Outbox outbox = new MemoryOutbox() {
            @Override
            public Optional<DailyStore> dailyStore() {
                return Optional.of(own);
            }
        };
        return endpoint.background()
                .outbox(outbox)
                .clock(Clock.fixed(DAY, ZoneOffset.UTC))
                .daily(Map::of)
                .build();
    }

    @Test
    void storeThatGivesADraftWithoutEnd_fillsNoHeap() {
        try (BackgroundReporter background = daily(new StubbornStore(null))) {
            background.flush(LONG);

            assertThat(background.stats().accepted()).isLessThan(50);
            assertThat(endpoint.requests()).isNotEmpty();
        }
    }

    @Test
    void storeWithAnError_isSaid() {
        try (BackgroundReporter background = daily(new StubbornStore(new AssertionError("no counts")))) {
            background.count("commands", "build");
            background.persist(Duration.ofSeconds(1));

            assertThat(background.status().outboxProblem()).get().asString().contains("no counts");
        }
    }

    /** As a log handler does that reports what is logged, when a transport cannot be used. */
    @Test
    void reportWhileTheTransportIsMade_makesNoSecondOne() {
        AtomicReference<@Nullable BackgroundReporter> self = new AtomicReference<>();
        AtomicInteger made = new AtomicInteger();
        List<Transport> open = new ArrayList<>();
        TransportProvider provider = new TransportProvider() {
            @Override
            public String name() {
                return "nested";
            }

            @Override
            public Transport create(TransportConfig config) {
                BackgroundReporter background = self.get();
                if (made.incrementAndGet() == 1 && background != null) {
                    background.report(Map.of("n", 1));
                }
                Transport transport = new Transport() {
                    @Override
                    public TransportResponse send(TransportRequest request) throws IOException {
                        return endpoint.send(request);
                    }

                    @Override
                    public void close() {
                        open.remove(this);
                    }
                };
                open.add(transport);
                return transport;
            }
        };
        BackgroundReporter background = BackgroundReporter.builder(Reporter.builder("app", "1.0")
                        .environment(Map.of())
                        .installId("id")
                        .endpoint(endpoint.uri())
                        .transport(provider))
                .withoutOutbox()
                .build();
        self.set(background);
        background.report(Map.of("n", 2));

        assertThat(background.flush(LONG)).isTrue();
        assertThat(background.stats().accepted()).isEqualTo(2);
        background.close(LONG);

        assertThat(open).isEmpty();
        assertThat(endpoint.numbers()).containsExactlyInAnyOrder(1, 2);
    }

    /** What restores the interrupt flag, as it should, interrupts no exchange of the next report. */
    @Test
    void listenerThatLeavesItsThreadInterrupted_costsNoTry() {
        try (BackgroundReporter background = endpoint.background()
                .onAnswer(answer -> Thread.currentThread().interrupt())
                .build()) {
            for (int i = 0; i < 20; i++) {
                background.report(Map.of());
            }

            assertThat(background.flush(LONG)).isTrue();
            assertThat(background.stats().retried()).isZero();
            assertThat(endpoint.requests()).hasSize(20);
        }
    }

    /** The application names its transport, as a tool does, and the user another. */
    private Reporter.Builder named(String ofUser) {
        TransportProvider provider = new TransportProvider() {
            @Override
            public String name() {
                return "own";
            }

            @Override
            public Transport create(TransportConfig config) {
                return endpoint;
            }
        };
        return Reporter.builder("app", "1.0")
                .environment(Map.of("METRITON_TRANSPORT", ofUser))
                .installId("id")
                .endpoint(endpoint.uri())
                .transport(provider);
    }

    /** A user who misspells log wants nothing to be sent, whoever names the transport. */
    @ParameterizedTest
    @ValueSource(strings = {"logg", "dry-run"})
    void nameThatNoTransportHas_disablesAlsoWhereTheTransportIsGiven(String name) {
        MemoryOutbox outbox = new MemoryOutbox();
        Reporter.Builder reporter = named(name);
        try (BackgroundReporter background = BackgroundReporter.builder(reporter)
                .outbox(outbox)
                .daily(Map::of)
                .build()) {
            background.count("commands", "build");
            background.report(Map.of());
            background.flush(LONG);

            assertThat(background.status().disabledReason()).get().asString().contains(name);
        }

        assertThat(endpoint.requests()).isEmpty();
        assertThat(outbox.store.counts).isEmpty();
        assertThat(outbox.store.dates).isEmpty();
        assertThat(outbox.stored).isEmpty();
    }

    @Test
    void nameThatAnotherTransportHas_leavesTheApplicationItsOwn() throws Exception {
        try (Reporter reporter = named("okhttp").build()) {
            reporter.report(Map.of());

            assertThat(endpoint.requests()).hasSize(1);
        }
    }

    /** Nothing is counted by who was told to stop, also before there is a delivery that knows it. */
    @Test
    void orderToStop_keepsCountsOffTheDisk() {
        MemoryOutbox outbox = new MemoryOutbox();
        System.setProperty(DisableScoutOrders.property("app", endpoint.uri()), "true");
        try (BackgroundReporter background = BackgroundReporter.builder(endpoint.reporter())
                .outbox(outbox)
                .daily(Map::of)
                .build()) {
            background.count("commands", "build");
            background.persist(LONG);
        } finally {
            System.clearProperty(DisableScoutOrders.property("app", endpoint.uri()));
        }

        assertThat(outbox.store.counts).isEmpty();
        assertThat(outbox.store.dates).isEmpty();
        assertThat(endpoint.requests()).isEmpty();
    }
}
