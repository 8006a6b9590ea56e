package io.metriton.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.metriton.api.ResponseTooLargeException;
import io.metriton.api.Transport;
import io.metriton.it.LoopbackServer.Script;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** However much a server sends, a transport reads a little and then gives up: it must not fill its host's memory. */
class TransportBoundsIT {
    private static final int LIMIT = 10_000;
    /** What fits into the buffers of both sockets and a client's own, generously. */
    private static final long READ_AT_MOST = 48L << 20;

    @ParameterizedTest
    @EnumSource
    void send_bodyAtTheLimitIsRead(Transports each) throws Exception {
        String body = "x".repeat(LIMIT);
        for (String head : new String[] {
            "HTTP/1.1 200 OK\r\nContent-Length: " + LIMIT + "\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(LIMIT) + "\r\n"
        }) {
            String end = head.contains("chunked") ? "\r\n0\r\n\r\n" : "";
            try (LoopbackServer server = LoopbackServer.start(TransportAnswersIT.thenClose(head + body + end));
                    Transport transport = each.open()) {
                assertThat(transport
                                .send(Transports.report(server.uri("/"))
                                        .maxResponseBytes(LIMIT)
                                        .build())
                                .body())
                        .hasSize(LIMIT);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"200", "404", "503"})
    void send_bodyOverTheLimitIsRefusedWithItsStatus(int status) throws Exception {
        String body = "x".repeat(LIMIT + 1);
        for (String head : new String[] {
            "Content-Length: " + (LIMIT + 1) + "\r\n\r\n",
            "\r\n",
            "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(LIMIT + 1) + "\r\n"
        }) {
            String answer = "HTTP/1.1 " + status + " Status\r\n" + head + body;
            for (Transports each : Transports.values()) {
                try (LoopbackServer server = LoopbackServer.start(TransportAnswersIT.thenClose(answer));
                        Transport transport = each.open()) {
                    assertThatThrownBy(() -> transport.send(Transports.report(server.uri("/"))
                                    .maxResponseBytes(LIMIT)
                                    .build()))
                            .as("%s", each)
                            .isInstanceOfSatisfying(
                                    ResponseTooLargeException.class,
                                    e -> assertThat(e.status()).isEqualTo(status));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK\\r\\n\\r\\n, x",
        "HTTP/1.1 200 OK\\r\\nContent-Length: 99999999999\\r\\n\\r\\n, x",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n, '1\\r\\nx\\r\\n'",
        "HTTP/1.1 500 No\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nfffffff\\r\\n, x"
    })
    void send_endlessBodyEndsAtTheLimit(String head, String rest) throws Exception {
        for (Transports each : Transports.values()) {
            assertThat(failureInFlood(each, head, rest)).as("%s", each).isInstanceOf(ResponseTooLargeException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 , x",
        "HTTP/1.1 200 OK\\r\\nX: , x",
        "HTTP/1.1 200 OK\\r\\n, x",
        "HTTP/1.1 200 OK\\r\\n, 'X: x\\r\\n'",
        "HTTP/1.1 200 OK\\r\\nX: x\\r\\n, ' x\\r\\n'",
        "'', x",
        "'', '\\r\\n'"
    })
    void send_endlessHeaderEndsInAnIOException(String head, String rest) throws Exception {
        for (Transports each : Transports.values()) {
            assertThat(failureInFlood(each, head, rest)).as("%s", each).isInstanceOf(IOException.class);
        }
    }

    /**
     * OkHttp has no limit of its own for the line with a chunk's size, which a hostile server can use up to the timeout: it
     * looks for its end in all it can buffer.
     */
    @ParameterizedTest
    @CsvSource({"0, '', OKHTTP", "'1;', x, OKHTTP", "'0\\r\\nX: ', x,", "'0\\r\\n', 'X: x\\r\\n',"})
    void send_endlessChunkFramingEnds(String head, String rest, Transports unlimited) throws Exception {
        for (Transports each : Transports.values()) {
            if (each != unlimited) {
                Throwable failure = failureInFlood(
                        each,
                        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n" + head,
                        rest.isEmpty() ? "0" : rest);
                // The JDK's client does not wait for a trailer.
                if (failure != null) {
                    assertThat(failure).as("%s", each).isInstanceOf(IOException.class);
                }
            }
        }
    }

    /** Informational answers may come in any number (RFC 9110, section 15.2): only the time ends them. */
    @ParameterizedTest
    @EnumSource
    void send_endlessInformationalAnswersEndWithTheTime(Transports each) throws Exception {
        Script flood = flood("", "HTTP/1.1 100 Continue\r\n\r\n", new AtomicLong());
        try (LoopbackServer server = LoopbackServer.start(flood);
                Transport transport = each.open()) {
            assertThatThrownBy(() -> transport.send(Transports.report(server.uri("/"))
                            .timeout(Duration.ofMillis(500))
                            .build()))
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"2097152, 1", "10, 10000", "100, 50", "4000, 1"})
    void send_largeHeaderIsAnAnswerOrAnIOException(int length, int count) throws Exception {
        String header = ("X-Filler: " + "x".repeat(length) + "\r\n").repeat(count);
        String answer = "HTTP/1.1 200 OK\r\n" + header + "Content-Length: 3\r\n\r\nabc";
        for (Transports each : Transports.values()) {
            try (LoopbackServer server = LoopbackServer.start(TransportAnswersIT.thenClose(answer));
                    Transport transport = each.open()) {
                Throwable failure = catchThrowable(() -> assertThat(transport
                                .send(Transports.report(server.uri("/")).build())
                                .body())
                        .hasSize(3));
                if (length * count <= 5_000) {
                    assertThat(failure).as("%s", each).isNull();
                } else if (failure != null) {
                    assertThat(failure).as("%s", each).isInstanceOf(IOException.class);
                }
                assertThat(server.requests()).as("%s", each).hasSize(1);
            }
        }
    }

    private static Throwable failureInFlood(Transports each, String head, String rest) throws Exception {
        AtomicLong sent = new AtomicLong();
        try (LoopbackServer server = LoopbackServer.start(
                        flood(head.replace("\\r\\n", "\r\n"), rest.replace("\\r\\n", "\r\n"), sent));
                Transport transport = each.open()) {
            Throwable failure = catchThrowable(() -> transport.send(Transports.report(server.uri("/"))
                    .maxResponseBytes(LIMIT)
                    .timeout(Duration.ofSeconds(3))
                    .build()));
            Await.until(() -> server.openConnections() == 0, () -> each + " keeps the connection");
            assertThat(sent.get()).as("%s", each).isLessThan(READ_AT_MOST);
            return failure;
        }
    }

    private static Script flood(String head, String rest, AtomicLong sent) {
        byte[] block = rest.repeat(8192 / Math.max(1, rest.length())).getBytes(US_ASCII);
        return (index, request, socket) -> {
            LoopbackServer.write(socket, head.getBytes(US_ASCII));
            while (sent.get() < 2 * READ_AT_MOST) {
                write(socket, block, sent);
            }
        };
    }

    private static void write(Socket socket, byte[] block, AtomicLong sent) throws IOException {
        socket.getOutputStream().write(block);
        sent.addAndGet(block.length);
    }
}
