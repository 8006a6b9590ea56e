package io.metriton.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.InstallIdException;
import io.metriton.api.MetritonException;
import io.metriton.api.Response;
import io.metriton.api.StoredReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Code of others may throw what it wants, wherever it is called: the other reports are delivered all the same. */
@Timeout(60)
class BackgroundReporterHostileTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final FakeEndpoint endpoint = FakeEndpoint.answering(200, "{}");

    @Test
    void customizerWithAnError_losesItsReportOnly() {
        Reporter reporter = endpoint.reporter()
                .customizer(metadata -> {
                    if (Integer.valueOf(1).equals(metadata.get("n"))) {
                        throw new AssertionError("an assert");
                    }
                })
                .build();
        try (BackgroundReporter background =
                BackgroundReporter.builder(reporter).build()) {
            List<CompletableFuture<Response>> reports = new ArrayList<>();
            for (int n = 0; n < 3; n++) {
                reports.add(background.report(Map.of("n", n)));
            }
            assertThat(background.flush(LONG)).isTrue();
            assertThat(reports.get(1))
                    .failsWithin(LONG)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(MetritonException.class)
                    .withCauseInstanceOf(AssertionError.class);
            assertThat(endpoint.numbers()).containsExactly(0, 2);
            assertThat(background.stats().dropped()).containsEntry(DropReason.INVALID, 1L);
        }
    }

    /** A sensor may give no number: build() does not throw for it, each report tells of it. */
    @Test
    void baseMetadataThatIsNoJson_failsEachReportAndNotTheStart() {
        Reporter reporter =
                endpoint.reporter().baseMetadata(Map.of("load", Double.NaN)).build();
        try (BackgroundReporter background =
                BackgroundReporter.builder(reporter).build()) {
            assertThat(background.report(Map.of()))
                    .failsWithin(LONG)
                    .withThrowableThat()
                    .withMessageContaining("load");
            assertThat(endpoint.numbers()).isEmpty();
        }
    }

    @Test
    void valuesThatThrow_failTheirFutureAndNothingElse() {
        Number hostile = new BigDecimal("1.5") {
            @Override
            public String toString() {
                throw new StackOverflowError();
            }
        };
        Map<String, Object> sneaky = new HashMap<>() {
            @Override
            public Set<Map.Entry<String, Object>> entrySet() {
                throw sneak(new TimeoutException("checked, as Kotlin throws it"));
            }
        };
        try (BackgroundReporter background = endpoint.background().build()) {
            assertThat(background.report(Map.of("big", hostile))).isCompletedExceptionally();
            assertThat(background.report(sneaky)).isCompletedExceptionally();
            assertThat(background.report(Map.of("n", 1))).succeedsWithin(LONG);
        }
    }

    /** Their text takes time that grows with the square of their length. */
    @Test
    void hugeNumbers_areRefusedAtOnce() {
        try (BackgroundReporter background = endpoint.background().build()) {
            for (Number huge : Arrays.<Number>asList(
                    BigInteger.ONE.shiftLeft(20_000_000),
                    new BigDecimal(BigInteger.ONE.shiftLeft(20_000_000)),
                    BigInteger.ONE.shiftLeft(4_000))) {
                CompletableFuture<Response> report = background.report(Map.of("huge", huge));
                assertThat(report)
                        .failsWithin(LONG)
                        .withThrowableThat()
                        .havingCause()
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void listenerThatThrowsWhatItMayNot_losesNothing() {
        try (BackgroundReporter background = endpoint.background()
                .onAnswer(answer -> {
                    throw sneak(new TimeoutException("checked"));
                })
                .build()) {
            for (int n = 0; n < 5; n++) {
                background.report(Map.of("n", n));
            }
            assertThat(background.flush(LONG)).isTrue();
            assertThat(background.stats().delivered()).isEqualTo(5);
        }
    }

    @Test
    void outboxThatBreaksItsContract_isDoneWithout() {
        AtomicInteger puts = new AtomicInteger();
        MemoryOutbox outbox = new MemoryOutbox() {
            @Override
            public List<String> put(StoredReport report, Durability durability) throws IOException {
                super.put(report, durability);
                if (puts.incrementAndGet() == 1) {
                    throw sneak(new TimeoutException("checked"));
                }
                return Arrays.asList((String) null);
            }

            @Override
            public void remove(String key) {
                throw sneak(new TimeoutException("checked"));
            }
        };
        BackgroundReporter background = endpoint.background().outbox(outbox).build();
        for (int n = 0; n < 3; n++) {
            background.report(Map.of("n", n));
        }
        assertThat(background.flush(LONG)).isTrue();
        assertThat(background.stats().delivered()).isEqualTo(3);
        assertThat(background.stats().queued()).isZero();
        assertThat(background.close(LONG)).isZero();
        assertThat(outbox.closed).isTrue();
    }

    /** A transport that leaves the interrupt flag set has failed like any other. */
    @Test
    void interruptedTransport_isTriedAgainWithABackoff() {
        FakeEndpoint interrupted = new FakeEndpoint((index, request) -> {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        });
        BackgroundReporter.Builder builder = interrupted.background();
        builder.random = () -> Long.MAX_VALUE / 2;
        try (BackgroundReporter background = builder.build()) {
            background.report(Map.of());
            Waiting.until(() -> background.stats().retried() == 1);
        }
        assertThat(interrupted.requests()).hasSizeLessThan(4);
    }

    @Test
    void waitingForAnId_takesNoProcessor() {
        Reporter reporter = Reporter.builder("app", "1.0")
                .environment(Map.of())
                .installIdProvider(context -> {
                    throw new InstallIdException("not now");
                })
                .transport(endpoint)
                .endpoint(endpoint.uri())
                .build();
        BackgroundReporter.Builder builder = BackgroundReporter.builder(reporter);
        builder.random = () -> Long.MAX_VALUE / 2;
        try (BackgroundReporter background = builder.build()) {
            background.report(Map.of());
            Thread thread = Waiting.forThread("metriton-delivery");
            Waiting.until(() -> thread.getState() == Thread.State.TIMED_WAITING);
            background.report(Map.of());

            int asleep = 0;
            for (int look = 0; look < 100; look++) {
                LockSupport.parkNanos(2_000_000);
                asleep += thread.getState() == Thread.State.TIMED_WAITING ? 1 : 0;
            }
            assertThat(asleep).isGreaterThan(80);
        }
    }

    /** Throws a checked exception where none is declared. */
    private static RuntimeException sneak(Exception checked) {
        return BackgroundReporterHostileTest.<RuntimeException>throwAs(checked);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> RuntimeException throwAs(Exception checked) throws E {
        throw (E) checked;
    }
}
