package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.metriton.api.Transport;
import io.metriton.api.TransportRequest;
import io.metriton.it.Stuck.Place;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Wherever an exchange gets stuck, the caller is free again when its time is over, or when it is interrupted. */
class TransportDeadlineIT {
    private static final Duration TIMEOUT = Duration.ofMillis(250);
    /** For two busy cores; far less than any time-out but the one under test. */
    private static final Duration GENEROUS = Duration.ofSeconds(6);

    @ParameterizedTest
    @MethodSource("everyPlace")
    void send_endsWhenTheTimeIsOverAndDoesNotReportLater(Transports each, Stuck stuck) throws Exception {
        try (Place place = stuck.open();
                Transport transport = open(each, place)) {
            long start = System.nanoTime();
            assertThatThrownBy(() ->
                            transport.send(report(stuck, place).timeout(TIMEOUT).build()))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(TIMEOUT.minusMillis(20), GENEROUS);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            // These have sent something before they got stuck, which the listener finds now.
            if (stuck != Stuck.UNREAD_BODY && stuck != Stuck.SILENT_TLS_HANDSHAKE) {
                assertThat(place.lateBytes()).isZero();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyPlace")
    void send_endsAtAnInterruptAndKeepsTheFlag(Transports each, Stuck stuck) throws Exception {
        try (Place place = stuck.open();
                Transport transport = open(each, place)) {
            FutureTask<Boolean> flag = new FutureTask<>(() -> {
                assertThatThrownBy(() -> transport.send(report(stuck, place)
                                .timeout(Duration.ofMinutes(1))
                                .build()))
                        .isInstanceOf(InterruptedIOException.class)
                        .isNotInstanceOf(SocketTimeoutException.class);
                return Thread.currentThread().isInterrupted();
            });
            Thread caller = new Thread(flag, "caller");
            caller.start();
            Await.until(() -> place.reached() && caller.getState() == Thread.State.TIMED_WAITING, caller::getState);
            caller.interrupt();

            assertThat(flag.get(GENEROUS.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void send_interruptedBeforeSendsNothing(Transports each) throws Exception {
        try (LoopbackServer server = LoopbackServer.start(LoopbackServer.always(200, "{}"));
                Transport transport = each.open()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() ->
                            transport.send(Transports.report(server.uri("/")).build()))
                    .isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(server.connections()).isZero();

            transport.send(Transports.report(server.uri("/")).build());
            assertThat(server.requests()).hasSize(1);
        }
    }

    /** A selector may look for a proxy in the network: that is part of the exchange. */
    @ParameterizedTest
    @EnumSource
    void send_boundsAlsoTheChoiceOfTheProxy(Transports each) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        ProxySelector stuck = new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                try {
                    never.await(15, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        };
        try (LoopbackServer server = LoopbackServer.start(LoopbackServer.always(200, "{}"));
                Transport transport =
                        each.open(Transports.direct().proxySelector(stuck).build())) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> transport.send(
                            Transports.report(server.uri("/")).timeout(TIMEOUT).build()))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(GENEROUS);
        } finally {
            never.countDown();
        }
    }

    /** No client can count beyond some days; some throw at more, or at less than a millisecond. */
    @ParameterizedTest
    @EnumSource
    void send_takesAnyPositiveTimeout(Transports each) throws Exception {
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
        try (LoopbackServer server = LoopbackServer.start(LoopbackServer.always(200, "{}"));
                Transport patient =
                        each.open(Transports.direct().connectTimeout(longest).build());
                Transport hasty = each.open(
                        Transports.direct().connectTimeout(Duration.ofNanos(1)).build())) {
            TransportRequest.Builder report = Transports.report(server.uri("/"));

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

    static Stream<Arguments> everyPlace() {
        return Stream.of(Transports.values())
                .flatMap(each -> Stream.of(Stuck.values()).map(stuck -> Arguments.of(each, stuck)));
    }

    private static Transport open(Transports each, Place place) {
        return each.open(Transports.direct()
                .proxySelector(place.proxies())
                .connectTimeout(Duration.ofSeconds(3))
                .build());
    }

    private static TransportRequest.Builder report(Stuck stuck, Place place) {
        TransportRequest.Builder report = Transports.report(place.endpoint());
        return stuck == Stuck.UNREAD_BODY ? report.body(new byte[32 << 20]) : report;
    }
}
