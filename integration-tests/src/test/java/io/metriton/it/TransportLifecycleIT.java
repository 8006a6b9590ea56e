package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.Transport;
import io.metriton.it.LoopbackServer.Received;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a transport costs its host: nothing before the first send, daemon threads only, and nothing after close. */
class TransportLifecycleIT {
    private static final Pattern OURS = Pattern.compile("metriton-.*|HttpClient-.*|Okio.*|OkHttp .*|Keep-Alive-.*");
    /**
     * Daemons that all OkHttp clients in the JVM share, and that end after a minute without work: one cleans connection
     * pools up, one stops OkHttp from reading on in a body that was given up. A transport must not end them: they may
     * be the host's, too.
     */
    private static final Pattern SHARED = Pattern.compile("OkHttp TaskRunner|Okio Watchdog");

    private final ExecutorService callers = Executors.newCachedThreadPool();

    @ParameterizedTest
    @EnumSource
    void create_startsNothing(Transports each) {
        Set<Thread> before = threads();
        try (Transport transport = each.open()) {
            assertThat(transport).isNotNull();
            assertThat(threads()).isSubsetOf(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void send_givesEachOf64CallersItsOwnAnswer(Transports each) throws Exception {
        CountDownLatch together = new CountDownLatch(64);
        try (LoopbackServer server = LoopbackServer.start((index, request, socket) -> {
                    together.countDown();
                    together.await(10, TimeUnit.SECONDS); // So that all are under way at once.
                    answer(request, socket, request.text());
                });
                Transport transport = each.open()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                String body = "caller " + i;
                answers.add(callers.submit(() -> send(transport, server.uri("/"), body)));
            }
            for (int i = 0; i < 64; i++) {
                assertThat(answers.get(i).get(30, TimeUnit.SECONDS)).isEqualTo("caller " + i);
            }
            assertThat(server.requests()).hasSize(64);
            assertThat(threads()).allMatch(Thread::isDaemon);
        }
        awaitNoThread();
    }

    @ParameterizedTest
    @EnumSource
    void close_leavesNoThreadAndNoConnection(Transports each) throws Exception {
        try (LoopbackServer server = LoopbackServer.start((index, request, socket) -> answer(request, socket, "{}"))) {
            Transport transport = each.open();
            for (int i = 0; i < 3; i++) {
                send(transport, server.uri("/"), "{}");
            }
            transport.close();
            transport.close();

            awaitNoThread();
            Await.until(() -> server.openConnections() == 0, () -> "connections are open");
            assertThatThrownBy(() -> send(transport, server.uri("/"), "{}"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("closed");
            assertThat(server.requests()).hasSize(3);
        }
        awaitNoThread();
    }

    @ParameterizedTest
    @EnumSource
    void close_withoutASendIsFine(Transports each) {
        Transport transport = each.open();
        transport.close();
        transport.close();
        assertThatThrownBy(() -> send(transport, URI.create("http://127.0.0.1:1/"), "{}"))
                .isInstanceOf(IOException.class);
        awaitNoThread();
    }

    /** A client whose every connection failed has never been seen to work, and must be closed all the same. */
    @ParameterizedTest
    @EnumSource
    void close_afterRefusedConnectionsLeavesNoThread(Transports each) throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = gone.getLocalPort();
        }
        try (Transport transport = each.open()) {
            assertThatThrownBy(() -> send(transport, URI.create("http://127.0.0.1:" + port + "/"), "{}"))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> send(transport, URI.create("http://does-not-exist.invalid/"), "{}"))
                    .isInstanceOf(IOException.class);
        }
        awaitNoThread();
    }

    @ParameterizedTest
    @EnumSource
    void close_endsSendsUnderWayWhereverTheyAreStuck(Transports each) throws Exception {
        for (Stuck stuck : Stuck.values()) {
            try (Stuck.Place place = stuck.open()) {
                Transport transport = each.open(
                        Transports.direct().proxySelector(place.proxies()).build());
                CountDownLatch sending = new CountDownLatch(1);
                Future<String> answer = callers.submit(() -> {
                    sending.countDown();
                    return send(transport, place.endpoint(), "{}");
                });
                sending.await();
                Await.until(place::reached, () -> stuck + " is not reached");
                transport.close();

                assertThat(answer)
                        .as("%s", stuck)
                        .failsWithin(Duration.ofSeconds(5))
                        .withThrowableThat()
                        .withCauseInstanceOf(IOException.class);
            }
        }
        awaitNoThread();
    }

    /** Sends that race with close end in an answer or an IOException, and nothing else. */
    @ParameterizedTest
    @EnumSource
    void close_duringManySendsEndsThemAll(Transports each) throws Exception {
        try (LoopbackServer server = LoopbackServer.start((index, request, socket) -> answer(request, socket, "{}"))) {
            for (int round = 0; round < 20; round++) {
                Transport transport = each.open();
                CountDownLatch first = new CountDownLatch(1);
                List<Future<Throwable>> ends = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    ends.add(callers.submit(() -> sendUntilFailure(transport, server.uri("/"), first)));
                }
                first.await();
                transport.close();
                for (Future<Throwable> end : ends) {
                    assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
                }
            }
            awaitNoThread();
            Await.until(() -> server.openConnections() == 0, () -> "connections are open");
        }
    }

    private static Throwable sendUntilFailure(Transport transport, URI endpoint, CountDownLatch first) {
        try {
            while (true) {
                send(transport, endpoint, "{}");
                first.countDown();
            }
        } catch (Throwable e) {
            first.countDown();
            return e;
        }
    }

    private static String send(Transport transport, URI endpoint, String body) throws IOException {
        return new String(
                transport
                        .send(Transports.report(endpoint)
                                .body(body.getBytes(StandardCharsets.UTF_8))
                                .timeout(Duration.ofSeconds(30))
                                .build())
                        .body(),
                StandardCharsets.UTF_8);
    }

    /** As servers do, closes when asked to. */
    private static void answer(Received request, Socket socket, String body) throws IOException {
        boolean close = "close".equalsIgnoreCase(request.header("Connection"));
        LoopbackServer.write(
                socket, LoopbackServer.plain(200, body, "Connection: " + (close ? "close" : "keep-alive")));
        if (close) {
            socket.close();
        }
    }

    private static void awaitNoThread() {
        Await.until(
                () -> threads().isEmpty(),
                () -> threads().stream().map(Thread::getName).toList());
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> OURS.matcher(thread.getName()).matches())
                .filter(thread -> !SHARED.matcher(thread.getName()).matches() || !thread.isDaemon())
                .collect(Collectors.toSet());
    }
}
