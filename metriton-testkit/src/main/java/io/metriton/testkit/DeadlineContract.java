package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wherever an exchange gets stuck, the caller is free when its time is over, or when it is interrupted. */
abstract class DeadlineContract extends ContractTests {
    private static final Duration TIMEOUT = Duration.ofMillis(250);
    private static final Duration LATE = Duration.ofMillis(250);
    /** A busy machine may be late by itself, but not each time. */
    private static final int TRIES = 5;

    DeadlineContract(TransportContract contract) {
        super(contract);
    }

    @ParameterizedTest
    @MethodSource("hangs")
    void send_endsWhenTheTimeIsOver(Fault fault) throws Exception {
        skipExemption(fault.name());
        try (FaultyEndpoint faulty = fault.open();
                Transport transport = open(faulty.transportConfig())) {
            assertEndsInTime(
                    fault.toString(),
                    () -> transport.send(
                            report(fault, faulty.endpoint()).timeout(TIMEOUT).build()));
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    /** Who gave up must not have reported a minute later. */
    @ParameterizedTest
    @MethodSource("hangs")
    void send_leavesTheServerAloneAfterTheTimeIsOver(Fault fault) throws Exception {
        skipExemption(fault.name());
        try (FaultyEndpoint faulty = fault.open();
                Transport transport = open(faulty.transportConfig())) {
            assertThatThrownBy(() -> transport.send(report(fault, faulty.endpoint())
                            .timeout(Duration.ofMillis(500))
                            .build()))
                    .as("%s: %s", fault, fault.description())
                    .isInstanceOf(SocketTimeoutException.class);
            Await.until(faulty::left, () -> fault + ": the connection stays open");
            assertNotRepeated(faulty.requests());
        }
    }

    @ParameterizedTest
    @MethodSource("hangs")
    void send_endsAtAnInterruptionAndKeepsTheFlag(Fault fault) throws Exception {
        skipExemption(fault.name());
        try (FaultyEndpoint faulty = fault.open();
                Transport transport = open(faulty.transportConfig())) {
            FutureTask<Boolean> flag = new FutureTask<>(() -> {
                assertThatThrownBy(() ->
                                transport.send(report(fault, faulty.endpoint()).build()))
                        .isInstanceOf(InterruptedIOException.class)
                        .isNotInstanceOf(SocketTimeoutException.class);
                return Thread.currentThread().isInterrupted();
            });
            Thread caller = new Thread(flag, "testkit-caller");
            caller.start();
            Await.until(() -> flag.isDone() || (faulty.reached() && waits(caller)), caller::getState);
            caller.interrupt();

            assertThat(flag.get(LONG.toSeconds() / 2, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Blocked in a call of the network counts as running. */
    private static boolean waits(Thread caller) {
        StackTraceElement[] stack = caller.getStackTrace();
        return caller.getState() == Thread.State.TIMED_WAITING
                || caller.getState() == Thread.State.WAITING
                || (stack.length > 0 && stack[0].isNativeMethod());
    }

    @Test
    void send_interruptedBeforeSendsNothing() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"));
                Transport transport = open()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> transport.send(report(server.uri("/")).build()))
                    .isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(server.connections()).isZero();

            transport.send(report(server.uri("/")).build());
            assertThat(server.requests()).hasSize(1);
        }
    }

    /** An address reserved for documentation (RFC 5737): nobody is there, and often nobody says so. */
    @Test
    void send_unroutableAddressEndsInTime() throws Exception {
        try (Transport transport = open()) {
            assertEndsInTime(
                    "no route",
                    () -> transport.send(report(URI.create("http://192.0.2.1/"))
                            .timeout(TIMEOUT)
                            .build()));
        }
    }

    /** A network that swallows what is sent is found out before the time of the report is over. */
    @Test
    void send_boundsConnectingApart() throws Exception {
        Duration connect = Duration.ofMillis(300);
        try (FaultyEndpoint silent = Fault.FULL_BACKLOG.open();
                Transport transport =
                        open(FaultyEndpoint.direct().connectTimeout(connect).build())) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> transport.send(
                            report(silent.endpoint()).timeout(LONG).build()))
                    .isInstanceOf(IOException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("how long a send took whose connectTimeout is %s", connect)
                    .isLessThan(LONG.dividedBy(2));
        }
    }

    /** A selector may look for a proxy in the network: that is part of the exchange. */
    @Test
    void send_boundsAlsoTheChoiceOfTheProxy() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        TransportConfig config = TransportConfig.builder()
                .proxySelector(new StuckSelector(never))
                .build();
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"));
                Transport transport = open(config)) {
            assertEndsInTime(
                    "a slow ProxySelector",
                    () -> transport.send(
                            report(server.uri("/")).timeout(TIMEOUT).build()));
            assertThat(server.requests()).isEmpty();
        } finally {
            never.countDown();
        }
    }

    /** No client can count beyond some days; some throw at more, or at less than a millisecond. */
    @Test
    void send_takesAnyPositiveTimeout() throws Exception {
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"));
                Transport patient =
                        open(FaultyEndpoint.direct().connectTimeout(longest).build());
                Transport hasty = open(FaultyEndpoint.direct()
                        .connectTimeout(Duration.ofNanos(1))
                        .build())) {
            TransportRequest.Builder report = report(server.uri("/"));

            assertThat(patient.send(report.timeout(longest).build()).status()).isEqualTo(200);
            // A millisecond may be enough or not.
            assertAnswerOrIOException(
                    patient, report.timeout(Duration.ofNanos(1)).build());
            assertAnswerOrIOException(hasty, report.timeout(longest).build());
        }
    }

    private static void assertAnswerOrIOException(Transport transport, TransportRequest request) {
        Throwable failure = catchThrowable(() -> transport.send(request));
        if (failure != null) {
            assertThat(failure).isInstanceOf(IOException.class);
        }
    }

    private static void assertEndsInTime(String where, ThrowingCallable send) {
        Duration shortest = LONG;
        for (int i = 0; i < TRIES && shortest.compareTo(TIMEOUT.plus(LATE)) > 0; i++) {
            long start = System.nanoTime();
            assertThatThrownBy(send).as(where).isInstanceOf(IOException.class);
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            shortest = taken.compareTo(shortest) < 0 ? taken : shortest;
        }
        assertThat(shortest)
                .as("%s: how long a send took whose timeout is %s, of which it may be %s late", where, TIMEOUT, LATE)
                .isLessThanOrEqualTo(TIMEOUT.plus(LATE));
    }

    static Stream<Fault> hangs() {
        return Arrays.stream(Fault.values()).filter(Fault::hangs);
    }

    private static TransportRequest.Builder report(Fault fault, URI endpoint) {
        TransportRequest.Builder report = report(endpoint);
        return fault == Fault.UNREAD_REQUEST ? report.body(new byte[32 << 20]) : report;
    }

    private static final class StuckSelector extends ProxySelector {
        private final CountDownLatch never;

        StuckSelector(CountDownLatch never) {
            this.never = never;
        }

        @Override
        public List<Proxy> select(URI uri) {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            throw new AssertionError("there is no proxy that could fail", failure);
        }
    }
}
