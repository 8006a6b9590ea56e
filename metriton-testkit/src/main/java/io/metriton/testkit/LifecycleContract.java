package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.Transport;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a transport costs its host: nothing before the first send, daemon threads only, and nothing after close. */
abstract class LifecycleContract extends ContractTests {
    private static final int CALLERS = 64;
    private static final int FORGOTTEN = 20;
    private HostThreads threads = HostThreads.now(thread -> false);

    LifecycleContract(TransportContract contract) {
        super(contract);
    }

    @BeforeEach
    void rememberThreads() {
        threads = HostThreads.now(this::isShared);
    }

    @Test
    void create_startsNothing() {
        try (Transport transport = open()) {
            assertThat(transport).isNotNull();
            assertThat(threads.added()).isEmpty();
        }
    }

    @Test
    void send_givesEachOf64CallersItsOwnAnswer() throws Exception {
        CountDownLatch together = new CountDownLatch(CALLERS);
        try (ScriptedServer server = ScriptedServer.start((index, request, socket) -> {
                    together.countDown();
                    together.await(10, TimeUnit.SECONDS); // So that all are under way at once.
                    answer(request, socket, request.text());
                });
                Transport transport = open()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                String body = "caller " + i;
                answers.add(call(() -> send(transport, server.uri("/"), body)));
            }
            for (int i = 0; i < CALLERS; i++) {
                assertThat(answers.get(i).get(30, TimeUnit.SECONDS)).isEqualTo("caller " + i);
            }
            assertThat(server.requests()).hasSize(CALLERS);
            assertThat(threads.added()).allMatch(Thread::isDaemon);
        }
        threads.awaitNoneAdded();
    }

    @Test
    void close_leavesNoThreadAndNoConnection() throws Exception {
        try (ScriptedServer server = ScriptedServer.start((index, request, socket) -> answer(request, socket, "{}"))) {
            Transport transport = open();
            for (int i = 0; i < 3; i++) {
                send(transport, server.uri("/"), "{}");
            }
            transport.close();

            threads.awaitNoneAdded();
            awaitNoConnection(server);
        }
    }

    @Test
    void close_twiceIsFineAndNothingIsSentAfterIt() throws Exception {
        try (ScriptedServer server = ScriptedServer.start((index, request, socket) -> answer(request, socket, "{}"))) {
            Transport transport = open();
            send(transport, server.uri("/"), "{}");
            transport.close();
            transport.close();

            assertThatThrownBy(() -> send(transport, server.uri("/"), "{}")).isInstanceOf(IOException.class);
            assertThat(server.requests()).hasSize(1);
        }
        threads.awaitNoneAdded();
    }

    @Test
    void close_withoutASendIsFine() {
        Transport transport = open();
        transport.close();
        transport.close();
        assertThatThrownBy(() -> send(transport, URI.create("http://127.0.0.1:1/"), "{}"))
                .isInstanceOf(IOException.class);
        threads.awaitNoneAdded();
    }

    /** A program that forgets its reporters, and closes none, is to keep nothing of them but for a while. */
    @Test
    void transportThatNobodyHolds_leavesNoThread() throws Exception {
        try (ScriptedServer server = ScriptedServer.start((index, request, socket) -> answer(request, socket, "{}"))) {
            for (int i = 0; i < FORGOTTEN; i++) {
                send(open(), server.uri("/"), "{}");
            }
            threads.awaitNoneAddedOnceCollected();
        }
    }

    /** A client that has never been seen to work must be closed all the same. */
    @ParameterizedTest
    @EnumSource(names = {"CONNECTION_REFUSED", "NOT_HTTP", "PLAIN_TLS", "PROXY_REFUSED"})
    void close_afterAFailureLeavesNoThread(Fault fault) throws Exception {
        skipExemption(fault.name());
        try (FaultyEndpoint faulty = fault.open();
                Transport transport = open(faulty.transportConfig())) {
            assertThatThrownBy(() -> send(transport, faulty.endpoint(), "{}")).isInstanceOf(IOException.class);
        }
        threads.awaitNoneAdded();
    }

    /** A client that was made for an exchange that never began. */
    @Test
    void close_afterAnUnknownHostLeavesNoThread() {
        try (Transport transport = open()) {
            assertThatThrownBy(() -> send(transport, URI.create("http://metriton.invalid/"), "{}"))
                    .isInstanceOf(IOException.class);
        }
        threads.awaitNoneAdded();
    }

    @ParameterizedTest
    @MethodSource("io.metriton.testkit.DeadlineContract#hangs")
    void close_endsASendUnderWay(Fault fault) throws Exception {
        skipExemption(fault.name());
        try (FaultyEndpoint faulty = fault.open()) {
            Transport transport = open(faulty.transportConfig());
            CountDownLatch sending = new CountDownLatch(1);
            Future<String> answer = call(() -> {
                sending.countDown();
                return send(transport, faulty.endpoint(), "{}");
            });
            sending.await();
            Await.until(() -> answer.isDone() || faulty.reached(), () -> fault + " is not reached");
            transport.close();

            assertThat(answer)
                    .as("%s: the send that was under way when the transport was closed", fault)
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(IOException.class);
        }
        threads.awaitNoneAdded();
    }

    /** Sends that race with close end in an answer or an IOException, and nothing else. */
    @Test
    void close_duringManySendsEndsThemAll() throws Exception {
        try (ScriptedServer server = ScriptedServer.start((index, request, socket) -> answer(request, socket, "{}"))) {
            for (int round = 0; round < 20; round++) {
                Transport transport = open();
                CountDownLatch first = new CountDownLatch(1);
                List<Future<Throwable>> ends = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    ends.add(call(() -> sendUntilFailure(transport, server.uri("/"), first)));
                }
                first.await();
                transport.close();
                for (Future<Throwable> end : ends) {
                    assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
                }
            }
            threads.awaitNoneAdded();
            awaitNoConnection(server);
        }
    }

    private static Throwable sendUntilFailure(Transport transport, URI endpoint, CountDownLatch first) {
        try {
            while (true) {
                send(transport, endpoint, "{}");
                first.countDown();
            }
        } catch (IOException | RuntimeException | Error e) {
            first.countDown();
            return e;
        }
    }

    private static String send(Transport transport, URI endpoint, String body) throws IOException {
        byte[] answer = transport
                .send(report(endpoint)
                        .body(body.getBytes(StandardCharsets.UTF_8))
                        .build())
                .body();
        return new String(answer, StandardCharsets.UTF_8);
    }

    /** As servers do, closes when asked to. */
    private static void answer(ReceivedRequest request, Socket socket, String body) throws IOException {
        boolean close = request.header("Connection").orElse("").equalsIgnoreCase("close");
        ScriptedServer.write(
                socket, ScriptedServer.plain(200, body, "Connection: " + (close ? "close" : "keep-alive")));
        if (close) {
            socket.close();
        }
    }

    private static <T> Future<T> call(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(future, "testkit-caller");
        thread.setDaemon(true);
        thread.start();
        return future;
    }
}
