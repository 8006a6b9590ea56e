package io.metriton.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.DailyDraft;
import io.metriton.api.InstallIdContext;
import io.metriton.api.InstallIdException;
import io.metriton.api.InstallIdProvider;
import io.metriton.api.MetritonConfigurationException;
import io.metriton.api.Outbox.Durability;
import io.metriton.api.OutboxProvider;
import io.metriton.api.Response;
import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One report a day, and counts in between. Each background reporter is a run of a tool. */
class BackgroundReporterDailyTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Instant DAY = Instant.parse("2026-12-31T10:00:00Z");

    private final MemoryOutbox outbox = new MemoryOutbox();
    private final FakeEndpoint endpoint = FakeEndpoint.answering(200, "{}");
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void firstRunOfADate_reportsWithItsCountsAndLaterOnesDoNot() {
        run(DAY, "build", 2);
        run(DAY.plusSeconds(10), "build", 3);
        run(DAY.plusSeconds(20), "test", 1);

        assertThat(bodies()).containsExactly("{\"os\":\"linux\",\"commands\":{\"build\":2}}");
        assertThat(asked).hasValue(1);
        assertThat(outbox.store.waiting()).isEqualTo(Map.of("commands", Map.of("build", 3L, "test", 1L)));
    }

    @Test
    void nextDate_reportsWhatWasCountedSince() {
        run(DAY, "build", 2);
        run(DAY.plusSeconds(10), "build", 3);
        run(DAY.plus(Duration.ofDays(1)), "build", 4);

        assertThat(bodies()).hasSize(2);
        assertThat(bodies().get(1)).isEqualTo("{\"os\":\"linux\",\"commands\":{\"build\":7}}");
        assertThat(outbox.store.drafts).isEmpty();
        assertThat(outbox.store.waiting()).isEmpty();
    }

    @Test
    void runThatIsNotTheFirst_makesNoReporter() {
        outbox.store.dates.add(LocalDate.ofInstant(DAY, ZoneOffset.UTC));
        AtomicInteger made = new AtomicInteger();
        Reporter.Builder reporter = Reporter.builder("app", "1.0")
                .environment(Map.of())
                .transport(new TransportProvider() {
                    @Override
                    public String name() {
                        return "counted";
                    }

                    @Override
                    public Transport create(TransportConfig config) {
                        made.incrementAndGet();
                        return endpoint;
                    }
                });
        try (BackgroundReporter background = daily(BackgroundReporter.builder(reporter), DAY)) {
            background.count("commands", "build");
            assertThat(background.stats().accepted()).isZero();
        }

        assertThat(made).hasValue(0);
        assertThat(asked).hasValue(0);
        assertThat(outbox.closed).isTrue();
        assertThat(outbox.store.waiting()).isEqualTo(Map.of("commands", Map.of("build", 1L)));
    }

    @Test
    void reportOfAnEarlierDate_hasItsKeyAndItsAge() {
        FakeEndpoint offline = FakeEndpoint.answering(503, "");
        outbox.broken = true; // Nothing but the store keeps it.
        try (BackgroundReporter background = daily(BackgroundReporter.builder(reporter(offline)), DAY)) {
            background.count("commands", "build");
            background.flush(Duration.ofMillis(50));
        }
        outbox.broken = false;

        run(DAY.plus(Duration.ofDays(1)), "test", 1);

        assertThat(offline.keys()).isNotEmpty();
        assertThat(endpoint.keys()).hasSize(2);
        assertThat(endpoint.keys().get(0)).isEqualTo(offline.keys().get(0));
        assertThat(endpoint.requests().get(0).headers()).containsEntry("Metriton-Report-Age", "86400");
        assertThat(endpoint.requests().get(1).headers()).doesNotContainKey("Metriton-Report-Age");
        assertThat(bodies())
                .containsExactly(
                        "{\"os\":\"linux\",\"commands\":{\"build\":1}}",
                        "{\"os\":\"linux\",\"commands\":{\"test\":1}}");
    }

    @Test
    void refusedReport_isNotMadeAgain() {
        FakeEndpoint refusing = FakeEndpoint.answering(400, "");
        try (BackgroundReporter background = daily(BackgroundReporter.builder(reporter(refusing)), DAY)) {
            assertThat(background.flush(LONG)).isTrue();
        }

        assertThat(refusing.requests()).hasSize(1);
        assertThat(outbox.store.drafts).isEmpty();
    }

    @Test
    void persist_savesCountsForAPowerLossAndReportsNothing() {
        try (BackgroundReporter background = daily(BackgroundReporter.builder(reporter(endpoint)), DAY)) {
            background.count("commands", "build", 5);

            assertThat(background.persist(LONG)).isTrue();

            assertThat(outbox.store.waiting()).isEqualTo(Map.of("commands", Map.of("build", 5L)));
            assertThat(outbox.store.durabilities).last().isEqualTo(Durability.POWER_LOSS);
            assertThat(endpoint.requests()).isEmpty();
            int changes = outbox.store.durabilities.size();
            background.persist(LONG);
            assertThat(outbox.store.durabilities).hasSize(changes);
        }
    }

    /** What was saved in passing is not forced to the disk. */
    @Test
    void persist_forcesWhatWasSavedBefore() {
        try (BackgroundReporter background = daily(BackgroundReporter.builder(reporter(endpoint)), DAY)) {
            background.count("commands", "build", 5);
            background.flush(LONG);
            assertThat(outbox.store.durabilities).last().isEqualTo(Durability.PROCESS_END);

            assertThat(background.persist(LONG)).isTrue();
            assertThat(outbox.store.durabilities).last().isEqualTo(Durability.POWER_LOSS);
        }
    }

    @Test
    void storeThatFails_keepsCountsInMemoryAndSaysSo() {
        outbox.store.broken = true;
        try (BackgroundReporter background = daily(BackgroundReporter.builder(reporter(endpoint)), DAY)) {
            background.count("commands", "build", 5);

            assertThat(background.persist(LONG)).isFalse();
            assertThat(background.status().outboxProblem())
                    .hasValueSatisfying(text -> assertThat(text).contains("no space left on device"));
            assertThat(background.stats().outboxProblem()).isPresent();

            outbox.store.broken = false;
            assertThat(background.persist(LONG)).isTrue();
            assertThat(outbox.store.waiting()).isEqualTo(Map.of("commands", Map.of("build", 5L)));
        }
    }

    @Test
    void reporterThatIsThere_reportsAtOnce() {
        BackgroundReporter background =
                daily(BackgroundReporter.builder(reporter(endpoint).build()), DAY);
        try (background) {
            Waiting.until(() -> background.stats().delivered() == 1);
        }
        assertThat(bodies()).containsExactly("{\"os\":\"linux\"}");
    }

    @Test
    void metadataThatCannotBeHadOrSent_isLeftOutAndTheDayIsReported() {
        for (Object value : new Object[] {new Object(), Double.NaN}) {
            Map<String, Object> odd = new HashMap<>(Map.of("odd", value, "os", "linux"));
            try (BackgroundReporter background = BackgroundReporter.builder(reporter(endpoint))
                    .outbox(new MemoryOutbox())
                    .clock(Clock.fixed(DAY, ZoneOffset.UTC))
                    .daily(() -> odd)
                    .build()) {
                background.count("commands", "build");
                assertThat(background.flush(LONG)).isTrue();
            }
        }
        try (BackgroundReporter background = BackgroundReporter.builder(reporter(endpoint))
                .outbox(new MemoryOutbox())
                .daily(() -> {
                    throw new IllegalStateException("a defect of the application");
                })
                .build()) {
            assertThat(background.flush(LONG)).isTrue();
        }

        String rest = "{\"os\":\"linux\",\"commands\":{\"build\":1}}";
        assertThat(bodies()).containsExactly(rest, rest, "{}");
    }

    @Test
    void noTransport_isToldAndTheDraftStaysForALaterRun() {
        Reporter.Builder none = Reporter.builder("app", "1.0")
                .environment(Map.of())
                .installId("id")
                .classLoader(new ClassLoader(null) {});
        try (BackgroundReporter background = daily(BackgroundReporter.builder(none), DAY)) {
            background.count("commands", "build");

            assertThat(background.flush(LONG)).isFalse();
            assertThat(background.status().disabledReason())
                    .hasValueSatisfying(text -> assertThat(text).contains("no transport found"));
            assertThat(background.report(Map.of()))
                    .failsWithin(LONG)
                    .withThrowableThat()
                    .withCauseInstanceOf(MetritonConfigurationException.class);
        }

        run(DAY.plusSeconds(600), "test", 1);
        assertThat(bodies()).containsExactly("{\"os\":\"linux\",\"commands\":{\"build\":1}}");
    }

    @Test
    void wrongSettings_areRefusedByBuild() {
        Reporter.Builder wrong = reporter(endpoint).endpoint(URI.create("ftp://host.test/"));

        assertThatThrownBy(() -> BackgroundReporter.builder(wrong).build())
                .isInstanceOf(MetritonConfigurationException.class)
                .hasMessageContaining("ftp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCOUT_DISABLE", "DO_NOT_TRACK"})
    void disabledByTheUser_countsAndKeepsNothing(String variable) {
        Reporter.Builder disabled = reporter(endpoint).environment(Map.of(variable, "1"));
        try (BackgroundReporter background = daily(BackgroundReporter.builder(disabled), DAY)) {
            background.count("commands", "build");
            assertThat(background.persist(LONG)).isTrue();
            assertThat(background.flush(LONG)).isTrue();
            assertThat(background.status().enabled()).isFalse();
        }

        assertThat(endpoint.requests()).isEmpty();
        assertThat(asked).hasValue(0);
        assertThat(outbox.store.dates).isEmpty();
        assertThat(outbox.store.durabilities).isEmpty();
        assertThat(outbox.closed).isTrue();
    }

    @Test
    @ResourceLock(Resources.SYSTEM_ERR)
    void dryRun_printsTheReportWithTheCountsSoFarAndKeepsNothing() {
        outbox.store.counts.put("commands", new HashMap<>(Map.of("build", 4L)));
        Reporter.Builder dry = reporter(endpoint).environment(Map.of("METRITON_TRANSPORT", "log"));
        String first = printed(dry);
        outbox.store.dates.add(LocalDate.ofInstant(DAY, ZoneOffset.UTC));
        String second = printed(dry);

        assertThat(first).contains("would send to", "\"commands\":{\"build\":5}");
        assertThat(second).contains("would send nothing", "2026-12-31");
        assertThat(outbox.store.waiting()).isEqualTo(Map.of("commands", Map.of("build", 4L)));
        assertThat(outbox.store.durabilities).isEmpty();
        assertThat(outbox.store.drafts).isEmpty();
        assertThat(outbox.stored).isEmpty();
        assertThat(endpoint.requests()).isEmpty();
    }

    /** A tool that only counts calls nothing else that could say so. */
    @Test
    @ResourceLock(Resources.SYSTEM_ERR)
    void dryRunOfAUserWhoHasOptedOut_saysThatNothingWouldBeSentAndWhy() {
        Map<String, String> environment = Map.of("METRITON_TRANSPORT", "log", "DO_NOT_TRACK", "1");

        assertThat(printed(reporter(endpoint).environment(environment)).lines())
                .containsExactly("metriton would send nothing to " + endpoint.uri() + ": DO_NOT_TRACK is set");
    }

    /** The id file cannot be read, or is of root. */
    @Test
    @ResourceLock(Resources.SYSTEM_ERR)
    void dryRunWithoutAnInstallId_saysThatNothingWouldBeSentAndWhy() {
        Reporter.Builder dry = reporter(endpoint)
                .environment(Map.of("METRITON_TRANSPORT", "log"))
                .installIdProvider(new InstallIdProvider() {
                    @Override
                    public Optional<String> installId(InstallIdContext context) throws InstallIdException {
                        throw new InstallIdException("the file holds no id");
                    }

                    @Override
                    public Optional<String> existing(InstallIdContext context) throws InstallIdException {
                        return installId(context);
                    }
                });

        assertThat(printed(dry, false).lines())
                .containsExactly("metriton would send nothing to " + endpoint.uri()
                        + ": there is no install ID: the file holds no id");
    }

    /** It is the application's transport that would send, which knows no proxy of ours. */
    @Test
    @ResourceLock(Resources.SYSTEM_ERR)
    void dryRunBesideATransportThatIsGiven_isNotDisabledByAProxy() {
        Reporter.Builder dry =
                reporter(endpoint).environment(Map.of("METRITON_TRANSPORT", "log", "HTTPS_PROXY", "socks5://p:1"));

        assertThat(printed(dry)).contains("would send to").contains("\"commands\":{\"build\":1}");
    }

    private String printed(Reporter.Builder dry) {
        return printed(dry, true);
    }

    private String printed(Reporter.Builder dry, boolean isFlushed) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(bytes, true, UTF_8));
        try (BackgroundReporter background = daily(BackgroundReporter.builder(dry), DAY)) {
            background.count("commands", "build");
            assertThat(background.flush(isFlushed ? LONG : Duration.ofMillis(500)))
                    .isEqualTo(isFlushed);
        } finally {
            System.setErr(before);
        }
        return bytes.toString(UTF_8);
    }

    /** A service that was killed while it made its report, and started again at once. */
    @Test
    void draftOfAKilledProcess_isTakenOverByAProcessThatLives() {
        DailyDraft killed = new DailyDraft("killed", DAY.minusSeconds(1), Map.of("commands", Map.of("build", 5L)));
        outbox.store.drafts.put(killed.key(), killed);
        outbox.store.dates.add(killed.date());
        outbox.store.leased = true;
        try (BackgroundReporter background = daily(BackgroundReporter.builder(reporter(endpoint)), DAY)) {
            assertThat(background.flush(LONG)).isTrue();
            assertThat(bodies()).isEmpty();

            outbox.store.leased = false;
            assertThat(background.flush(LONG)).isTrue();
        }
        assertThat(endpoint.keys()).containsExactly("killed");
        assertThat(bodies()).containsExactly("{\"os\":\"linux\",\"commands\":{\"build\":5}}");
    }

    @Test
    void customizerThatFailsOnce_losesNoCounts() {
        AtomicInteger calls = new AtomicInteger();
        ReportCustomizer failsOnce = metadata -> {
            if (calls.getAndIncrement() == 0) {
                throw new IllegalStateException("not now");
            }
        };
        for (int second = 0; second < 2; second++) {
            Reporter.Builder reporter = reporter(endpoint).customizer(failsOnce);
            try (BackgroundReporter background = daily(BackgroundReporter.builder(reporter), DAY.plusSeconds(second))) {
                background.count("commands", "build");
            }
        }

        assertThat(bodies()).containsExactly("{\"os\":\"linux\",\"commands\":{\"build\":1}}");
        assertThat(outbox.store.waiting()).isEqualTo(Map.of("commands", Map.of("build", 1L)));
    }

    @Test
    void metadataThatCannotBeRead_isLeftOutAndIsNoProblemOfTheOutbox() {
        Map<String, Object> metadata = new HashMap<>() {
            @Override
            public Set<Map.Entry<String, Object>> entrySet() {
                throw new ConcurrentModificationException();
            }
        };
        metadata.put("os", "linux");
        try (BackgroundReporter background = BackgroundReporter.builder(reporter(endpoint))
                .outbox(outbox)
                .daily(() -> metadata)
                .build()) {
            background.count("commands", "build");
            assertThat(background.flush(LONG)).isTrue();
            assertThat(background.stats().outboxProblem()).isEmpty();
        }
        assertThat(bodies()).containsExactly("{\"commands\":{\"build\":1}}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closeWithoutTime_savesTheCountsAllTheSame(boolean interrupted) {
        outbox.store.dates.add(LocalDate.ofInstant(DAY, ZoneOffset.UTC));
        BackgroundReporter background = BackgroundReporter.builder(reporter(endpoint))
                .outbox((OutboxProvider) (application, environment) -> outbox)
                .clock(Clock.fixed(DAY, ZoneOffset.UTC))
                .daily(Map::of)
                .build();
        background.count("commands", "build");
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        background.close(interrupted ? LONG : Duration.ZERO);

        assertThat(Thread.interrupted()).isEqualTo(interrupted);
        Waiting.until(() -> outbox.closed);
        assertThat(outbox.store.waiting()).isEqualTo(Map.of("commands", Map.of("build", 1L)));
    }

    /** A tool that closes in haste, each day: its report must not be left to the next run, which is in haste, too. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closeWithoutTime_makesTheReportOfTheDayAllTheSame(boolean interrupted) {
        BackgroundReporter background = daily(BackgroundReporter.builder(reporter(endpoint)), DAY);
        background.count("commands", "build");
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        background.close(interrupted ? LONG : Duration.ZERO);

        assertThat(Thread.interrupted()).isEqualTo(interrupted);
        Waiting.until(() -> outbox.closed);
        assertThat(outbox.store.drafts).isEmpty();
        assertThat(outbox.keys().size() + endpoint.requests().size())
                .as("stored or sent")
                .isPositive();
    }

    /** A look at the class path may take long, or the provider of a transport. */
    @Test
    @Timeout(30)
    void closeWhileTheTransportIsBeingMade_holdsItsBudget() {
        CountDownLatch made = new CountDownLatch(1);
        AtomicInteger transportsMade = new AtomicInteger();
        AtomicInteger transportsClosed = new AtomicInteger();
        Reporter.Builder reporter = Reporter.builder("app", "1.0")
                .environment(Map.of())
                .installId("id")
                .transport(new TransportProvider() {
                    @Override
                    public String name() {
                        return "slow";
                    }

                    @Override
                    public Transport create(TransportConfig config) {
                        transportsMade.incrementAndGet();
                        Waiting.forever(made);
                        return new ClosableTransport(endpoint, transportsClosed);
                    }
                });
        BackgroundReporter background = daily(BackgroundReporter.builder(reporter), DAY);
        background.count("commands", "build");
        background.close(Duration.ofSeconds(2)); // Long enough for a busy machine to begin to look.

        Waiting.until(() -> !outbox.store.drafts.isEmpty());
        made.countDown();
        Waiting.until(() -> outbox.closed);
        assertThat(outbox.store.drafts).isEmpty();
        assertThat(outbox.keys().size() + endpoint.requests().size())
                .as("made after the budget, and stored or sent")
                .isPositive();
        assertThat(transportsMade).hasValue(1);
        Waiting.until(() -> transportsClosed.get() == 1);
    }

    private record ClosableTransport(Transport sends, AtomicInteger closed) implements Transport {
        @Override
        public TransportResponse send(TransportRequest request) throws IOException {
            return sends.send(request);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    @Test
    void diskThatIsSlowToForceWhatIsBegun_hasTheCountsBefore() {
        outbox.store.forced = new CountDownLatch(1);
        BackgroundReporter background = daily(BackgroundReporter.builder(reporter(endpoint)), DAY);
        background.count("commands", "build");
        background.close(Duration.ofMillis(1)); // As the end of a process, which waits no longer than for a step.

        Waiting.until(() -> outbox.store.waiting().equals(Map.of("commands", Map.of("build", 1L))));
        outbox.store.forced.countDown();
        Waiting.until(() -> outbox.closed);
    }

    /** The supplier is the application's; what was reported besides must not wait for it without end. */
    @Test
    @Timeout(30)
    void supplierThatHangs_keepsNothingOpenAfterClose() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        FakeEndpoint silent = new FakeEndpoint((index, request) -> {
            throw new IOException("offline");
        });
        BackgroundReporter background = BackgroundReporter.builder(reporter(silent))
                .outbox(outbox)
                .daily(() -> {
                    Waiting.forever(end);
                    return Map.of();
                })
                .build();
        CompletableFuture<Response> report = background.report(Map.of());
        background.close(Duration.ofMillis(10));

        assertThat(report).failsWithin(LONG);
        Waiting.until(() -> outbox.closed);
        assertThat(outbox.stored)
                .as("that of the date is made without metadata, as the installation is alive all the same")
                .hasSize(2);
        end.countDown();
    }

    /** A disk that hangs, or a supplier: each call that gives up waiting would leave a thread. */
    @Test
    void supplierThatHangs_costsOneThreadHoweverOftenItIsAsked() {
        CountDownLatch end = new CountDownLatch(1);
        try (BackgroundReporter background = BackgroundReporter.builder(reporter(endpoint))
                .outbox(outbox)
                .daily(() -> {
                    Waiting.forever(end);
                    return Map.of();
                })
                .build()) {
            for (int i = 0; i < 5; i++) {
                assertThat(background.flush(Duration.ofMillis(5))).isFalse();
                assertThat(background.persist(Duration.ofMillis(5))).isFalse();
            }
            // Those of earlier tests end by themselves.
            Waiting.until(() -> Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().equals("metriton-daily"))
                            .count()
                    == 1);
            end.countDown();
        }
    }

    /** It comes once a day, and must not wait for ever because of its size. */
    @Test
    void dailyReportThatIsLargerThanTheQueue_isDelivered() {
        try (BackgroundReporter background =
                daily(BackgroundReporter.builder(reporter(endpoint)).maxBytes(1_000), DAY)) {
            for (int i = 0; i < 100; i++) {
                background.count("commands", "name-" + i);
            }
            assertThat(background.flush(LONG)).isTrue();
        }

        assertThat(bodies()).hasSize(1).first().asString().contains("\"name-99\":1");
    }

    @Test
    void countOfAnySize_neverWraps() {
        try (BackgroundReporter background = daily(BackgroundReporter.builder(reporter(endpoint)), DAY)) {
            background.count("bytes", "read", Long.MAX_VALUE);
            background.count("bytes", "read", Long.MAX_VALUE);
            background.count("bytes", "read", 5);
            assertThat(background.flush(LONG)).isTrue();
        }

        assertThat(bodies()).containsExactly("{\"os\":\"linux\",\"bytes\":{\"read\":" + (2 * (1L << 40) + 5) + "}}");
    }

    @Test
    void count_neverThrowsWhateverItIsGiven() {
        try (BackgroundReporter background = daily(BackgroundReporter.builder(reporter(endpoint)), DAY)) {
            String nothing = nothing();
            background.count(nothing, "build");
            background.count("commands", nothing);
            background.count("commands", " ");
            background.count("commands", "x".repeat(65));
            background.count("commands", "build", 0);
            background.count("commands", "build", -5);
            background.count(" ", "build");
            assertThat(background.stats().undeclared()).isEqualTo(1);
            background.close(LONG);
            background.count("commands", "build");
        }

        assertThat(bodies()).containsExactly("{\"os\":\"linux\",\"commands\":{\"other\":3}}");
    }

    @Test
    void orderToStop_endsCountingAndLeavesWhatIsStored() {
        FakeEndpoint stopping = FakeEndpoint.answering(200, "{\"disable_scout\": true}");
        try (BackgroundReporter background = daily(BackgroundReporter.builder(reporter(stopping)), DAY)) {
            background.count("commands", "build");
            assertThat(background.flush(LONG)).isTrue();
            outbox.store.counts.put("commands", new HashMap<>(Map.of("stored", 1L)));
            background.count("commands", "test");
            assertThat(background.persist(LONG)).isTrue();
        }

        assertThat(stopping.requests()).hasSize(1);
        assertThat(outbox.store.waiting()).isEqualTo(Map.of("commands", Map.of("stored", 1L)));
    }

    @Test
    void closedBeforeAnythingWasSent_makesNoReporterAnyMore() {
        outbox.store.dates.add(LocalDate.ofInstant(DAY, ZoneOffset.UTC));
        BackgroundReporter background = daily(BackgroundReporter.builder(reporter(endpoint)), DAY);
        background.close(LONG);

        assertThat(background.report(Map.of()))
                .failsWithin(LONG)
                .withThrowableThat()
                .withMessageContaining("the background reporter is closed");
        assertThat(endpoint.requests()).isEmpty();
    }

    @Test
    void count_withoutDailyDoesNothing() {
        try (BackgroundReporter background =
                BackgroundReporter.builder(reporter(endpoint)).outbox(outbox).build()) {
            background.count("commands", "build");
        }
        assertThat(outbox.store.waiting()).isEmpty();
        assertThat(endpoint.requests()).isEmpty();
    }

    private void run(Instant time, String name, long n) {
        try (BackgroundReporter background = daily(BackgroundReporter.builder(reporter(endpoint)), time)) {
            background.count("commands", name, n);
            assertThat(background.flush(LONG)).isTrue();
        }
    }

    private BackgroundReporter daily(BackgroundReporter.Builder builder, Instant time) {
        builder.random = () -> 0;
        return builder.outbox(outbox)
                .clock(Clock.fixed(time, ZoneOffset.UTC))
                .daily(() -> {
                    asked.incrementAndGet();
                    return Map.of("os", "linux");
                })
                .build();
    }

    private static Reporter.Builder reporter(FakeEndpoint endpoint) {
        return endpoint.reporter();
    }

    private List<String> bodies() {
        return endpoint.requests().stream()
                .map(request -> new String(request.body(), UTF_8))
                .map(body -> body.substring(body.indexOf("\"metadata\":") + 11, body.length() - 1))
                .toList();
    }

    private static <T> @Nullable T nothing() {
        return null;
    }
}
