package io.metriton.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.metriton.api.Transport;
import io.metriton.testkit.ScriptedServer.Script;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However often a server answers what is no HTTP, the host loses neither sockets nor threads by it. */
abstract class NoHttpContract extends ContractTests {
    private static final int SENDS = 150;
    /** What a client may keep for the next report, after answers that it took. */
    private static final int KEPT = 2;
    /** For answers that a client takes for one without a length. */
    private static final Duration TIMEOUT = Duration.ofMillis(100);

    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String GOOD = OK + "Content-Length: 2\r\n\r\n{}";
    private static final List<String> ANSWERS = List.of(
            "SSH-2.0-OpenSSH_9.2\r\n\r\n",
            "220 mail.example.org ESMTP\r\n",
            "HTTP/1.1 abc OK\r\n\r\n",
            "HTTP/1.1 2000 OK\r\n\r\n",
            OK + "Bad Header: x\r\n\r\n",
            OK + "no colon\r\n\r\n",
            OK + "X-A: a\u0001b\r\n\r\n",
            OK + "X-A: a\u0000b\r\nContent-Length: 2\r\n\r\n{}",
            OK + "Content-Length: 2, 2\r\n\r\n{}",
            OK + "Content-Length: \r\n\r\n{}",
            OK + "Content-Length: 0x2\r\n\r\n{}",
            OK + "Content-Length: 9223372036854775808\r\n\r\n{}",
            OK + "Content-Length: -2\r\n\r\n{}",
            OK + "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
            "HTTP/1.1 204 No Content\r\nContent-Length: x\r\n\r\n",
            "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n{}",
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 2, 2\r\n\r\n",
            "HTTP/1.1 304 Not Modified\r\nContent-Length: -1\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n");

    NoHttpContract(TransportContract contract) {
        super(contract);
    }

    /** Whether the server ends its side, or waits for the client to do so. */
    @ParameterizedTest(name = "the server ends its side: {0}")
    @ValueSource(booleans = {false, true})
    void send_150AnswersThatAreNoHttpLeaveNoConnectionAndNoThread(boolean ends) throws Exception {
        HostThreads threads = HostThreads.now(this::isShared);
        try (ScriptedServer server = ScriptedServer.start(answers(ends))) {
            try (Transport transport = open()) {
                transport.send(report(server.uri("/")).build());
                int usual = threads.added().size();
                for (int i = 0; i < SENDS; i++) {
                    assertAnswerOrIOException(transport, server);
                }
                Await.until(
                        () -> server.openConnections() <= KEPT,
                        () -> server.openConnections() + " connections are open after " + SENDS
                                + " answers that are no HTTP");
                threads.awaitAddedAtMost(usual, "after " + SENDS + " answers that are no HTTP");
            }
            awaitNoConnection(server);
        }
        threads.awaitNoneAdded();
    }

    private static void assertAnswerOrIOException(Transport transport, ScriptedServer server) {
        Throwable failure = catchThrowable(
                () -> transport.send(report(server.uri("/")).timeout(TIMEOUT).build()));
        if (failure != null) {
            assertThat(failure)
                    .as("after \"%s\"", answer(server.requests().size() - 1))
                    .isInstanceOf(IOException.class);
        }
    }

    private static Script answers(boolean ends) {
        return (index, request, socket) -> {
            ScriptedServer.write(socket, answer(index).getBytes(ISO_8859_1));
            if (ends && index > 0) {
                socket.shutdownOutput();
                // A client that does not close its side shows, as it would not if the server closed both.
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
        };
    }

    private static String answer(int index) {
        return index <= 0 ? GOOD : ANSWERS.get(index % ANSWERS.size());
    }
}
