package io.metriton.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.metriton.api.Transport;
import io.metriton.api.TransportResponse;
import io.metriton.it.LoopbackServer.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer comes back as it is, after one request, and what is no complete answer is an {@link IOException}. */
class TransportAnswersIT {

    @ParameterizedTest
    @EnumSource
    void send_returnsEveryStatusAfterOneRequest(Transports each) throws Exception {
        int[] statuses = IntStream.concat(
                        IntStream.rangeClosed(200, 599).filter(status -> status % 50 < 32 && status != 205),
                        IntStream.of(450, 499, 599))
                .toArray();
        try (LoopbackServer server = LoopbackServer.start((index, request, socket) ->
                        LoopbackServer.write(socket, LoopbackServer.plain(statuses[index], hasBody(statuses[index]))));
                Transport transport = each.open()) {
            for (int i = 0; i < statuses.length; i++) {
                TransportResponse response =
                        transport.send(Transports.report(server.uri("/")).build());

                assertThat(response.status()).isEqualTo(statuses[i]);
                assertThat(new String(response.body(), US_ASCII)).isEqualTo(hasBody(statuses[i]));
                assertThat(server.requests()).hasSize(i + 1);
            }
        }
    }

    private static String hasBody(int status) {
        return status == 204 || status == 304 ? "" : "body of " + status;
    }

    /** A 205 must not have a body (RFC 9110, section 15.3.6), nor a 204. OkHttp and the JDK refuse those that have. */
    @ParameterizedTest
    @EnumSource
    void send_bodyWhereNoneMayBeIsAnAnswerOrAnIOException(Transports each) throws Exception {
        for (int status : new int[] {204, 205}) {
            String answer = "HTTP/1.1 " + status + " Status\r\nContent-Length: 3\r\n\r\nabc";
            try (LoopbackServer server = LoopbackServer.start(thenClose(answer));
                    Transport transport = each.open()) {
                try {
                    assertThat(transport
                                    .send(Transports.report(server.uri("/")).build())
                                    .status())
                            .isEqualTo(status);
                } catch (IOException e) {
                    assertThat(each).isIn(Transports.OKHTTP, Transports.JDK);
                }
                assertThat(server.requests()).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "301, Location: /other",
        "302, Location: /other",
        "303, Location: /other",
        "307, Location: /other",
        "308, Location: /other",
        "300, Location: /other",
        "304, ETag: \"1\"",
        "401, WWW-Authenticate: Basic realm=\"x\"",
        "401, WWW-Authenticate: Negotiate",
        "401, WWW-Authenticate: Digest realm=\"x\"",
        "401, X-None: 1",
        "407, Proxy-Authenticate: Basic realm=\"x\"",
        "407, X-None: 1",
        "408, Retry-After: 0",
        "408, Connection: close",
        "421, Retry-After: 0",
        "425, Retry-After: 0",
        "429, Retry-After: 0",
        "503, Retry-After: 0",
        "503, Connection: close",
        "505, Connection: close"
    })
    void send_neverFollowsUp(int status, String header) throws Exception {
        for (Transports each : Transports.values()) {
            try (LoopbackServer server = LoopbackServer.start((index, request, socket) ->
                            LoopbackServer.write(socket, LoopbackServer.plain(index == 0 ? status : 200, "", header)));
                    Transport transport = each.open()) {
                TransportResponse response =
                        transport.send(Transports.report(server.uri("/scout")).build());

                assertThat(response.status()).as("%s", each).isEqualTo(status);
                String[] field = header.split(": ", 2);
                assertThat(response.header(field[0])).as("%s", each).contains(field[1]);
                assertThat(server.requests()).as("%s", each).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void send_readsEveryFraming(Transports each) throws Exception {
        assertThat(body(
                        each,
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\n\r\n"))
                .isEqualTo("abc");
        assertThat(body(each, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nT: 1\r\n\r\n"))
                .isEqualTo("abc");
        assertThat(body(each, "HTTP/1.1 200 OK\r\n\r\nabc")).isEqualTo("abc");
        assertThat(body(each, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")).isEmpty();
        assertThat(body(each, "HTTP/1.0 200 OK\r\n\r\nabc")).isEqualTo("abc");
        assertThat(body(each, "HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nabc"))
                .isEqualTo("abc");
        assertThat(body(each, "HTTP/1.1 200 \r\nContent-Length: 3\r\n\r\nabc")).isEqualTo("abc");
        assertThat(body(each, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"))
                .isEqualTo("abc");
    }

    private static String body(Transports each, String answer) throws IOException {
        try (LoopbackServer server = LoopbackServer.start(thenClose(answer));
                Transport transport = each.open()) {
            TransportResponse response =
                    transport.send(Transports.report(server.uri("/")).build());
            assertThat(response.status()).isEqualTo(200);
            assertThat(server.requests()).hasSize(1);
            return new String(response.body(), US_ASCII);
        }
    }

    /** RFC 8297 lets 103 come before any answer. */
    @ParameterizedTest
    @EnumSource
    void send_survivesEarlyHints(Transports each) throws Exception {
        try (LoopbackServer server = LoopbackServer.start(thenClose("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"));
                Transport transport = each.open()) {
            TransportResponse response =
                    transport.send(Transports.report(server.uri("/")).build());

            assertThat(response.status()).isEqualTo(200);
            assertThat(server.requests()).hasSize(1);
        }
    }

    /** A segment may end anywhere, also within a line end. */
    @ParameterizedTest
    @EnumSource
    void send_readsAnswersThatComeByteByByte(Transports each) throws Exception {
        for (String framing : new String[] {
            "Content-Length: 3\r\n\r\nabc",
            "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\nT: 1\r\n\r\n",
            "Connection: close\r\n\r\nabc"
        }) {
            byte[] answer = ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nX: a b\r\n" + framing).getBytes(US_ASCII);
            try (LoopbackServer server = LoopbackServer.start((index, request, socket) -> {
                        socket.setTcpNoDelay(true);
                        for (byte b : answer) {
                            LoopbackServer.write(socket, new byte[] {b});
                        }
                        socket.close();
                    });
                    Transport transport = each.open()) {
                TransportResponse response =
                        transport.send(Transports.report(server.uri("/")).build());

                assertThat(response.status()).isEqualTo(200);
                assertThat(response.header("x")).contains("a b");
                assertThat(new String(response.body(), US_ASCII)).isEqualTo("abc");
            }
        }
    }

    /**
     * A server that takes no such body may answer without reading it, and close. What it said may get lost with the
     * connection: it is an answer or an IOException, and one request in any case.
     */
    @ParameterizedTest
    @EnumSource
    void send_answerBeforeTheBodyWasReadIsAnAnswerOrAnIOException(Transports each) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                Transport transport = each.open()) {
            Thread server = new Thread(() -> refuseUnread(listener), "refusing-server");
            server.start();
            Throwable failure = catchThrowable(() -> assertThat(transport
                            .send(Transports.report(URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/"))
                                    .body(new byte[16 << 20])
                                    .build())
                            .status())
                    .isEqualTo(413));
            if (failure != null) {
                assertThat(failure).isInstanceOf(IOException.class);
            }
            server.join(10_000);
            listener.setSoTimeout(1);
            assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    private static void refuseUnread(ServerSocket listener) {
        try (Socket socket = listener.accept()) {
            LoopbackServer.write(socket, LoopbackServer.plain(413, "", "Connection: close"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "HTTP/1.1 200 OK\\r\\nContent-Length: 10\\r\\n\\r\\nabc",
                "HTTP/1.1 404 No\\r\\nContent-Length: 10\\r\\n\\r\\nabc",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 10\\r\\nConnection: close\\r\\n\\r\\n",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nabc",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n3\\r\\nabc\\r\\n",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\nabc\\r\\n0\\r\\n\\r\\n",
                "HTTP/1.1 200 OK\\r\\nContent-Le",
                "HTTP/1.1 20",
                "HTTP/1.1 OK OK\\r\\n\\r\\n",
                "SSH-2.0-OpenSSH_9.2\\r\\n\\r\\n",
                "''"
            },
            delimiter = '|')
    void send_truncatedAnswerIsAnIOException(String escaped) throws Exception {
        String answer = escaped.replace("\\r\\n", "\r\n");
        for (Transports each : Transports.values()) {
            try (LoopbackServer server = LoopbackServer.start(thenClose(answer));
                    Transport transport = each.open()) {
                assertThatThrownBy(() -> transport.send(
                                Transports.report(server.uri("/")).build()))
                        .as("%s", each)
                        .isInstanceOf(IOException.class);
                assertThat(server.requests()).as("%s", each).hasSize(1);
            }
        }
    }

    /** HttpClient 5 takes the end of the connection for the end of the header, where the cut leaves whole fields. */
    @ParameterizedTest
    @ValueSource(strings = {"X: abc", "X: abc\r\n", ""})
    void send_headerThatIsCutOffIsAnIOException(String fields) throws Exception {
        for (Transports each : Transports.values()) {
            try (LoopbackServer server = LoopbackServer.start(thenClose("HTTP/1.1 200 OK\r\n" + fields));
                    Transport transport = each.open()) {
                Throwable failure = catchThrowable(
                        () -> transport.send(Transports.report(server.uri("/")).build()));

                if (each == Transports.APACHE) {
                    assertThat(failure).isNull();
                } else {
                    assertThat(failure).as("%s", each).isInstanceOf(IOException.class);
                }
                assertThat(server.requests()).as("%s", each).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void send_resetBeforeTheAnswerIsAnIOExceptionAfterOneRequest(Transports each) throws Exception {
        try (LoopbackServer server = LoopbackServer.start((index, request, socket) -> LoopbackServer.reset(socket));
                Transport transport = each.open()) {
            assertThatThrownBy(() ->
                            transport.send(Transports.report(server.uri("/")).build()))
                    .isInstanceOf(IOException.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void send_refusedConnectionIsAnIOException(Transports each) throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = gone.getLocalPort();
        }
        try (Transport transport = each.open()) {
            assertThatThrownBy(() -> transport.send(Transports.report(URI.create("http://127.0.0.1:" + port))
                            .build()))
                    .isInstanceOf(IOException.class);
        }
    }

    /** A client that then sends again, because its connection broke, would report twice. */
    @ParameterizedTest
    @EnumSource
    void send_neverRepeatsWhenAKeptConnectionBreaks(Transports each) throws Exception {
        for (boolean afterRequest : new boolean[] {false, true}) {
            Script script = (index, request, socket) -> {
                if (afterRequest && index == 1) {
                    LoopbackServer.reset(socket);
                    return;
                }
                LoopbackServer.write(socket, LoopbackServer.plain(200, "{}"));
                if (!afterRequest) {
                    socket.close();
                }
            };
            try (LoopbackServer server = LoopbackServer.start(script);
                    Transport transport = each.open()) {
                transport.send(Transports.report(server.uri("/")).build());
                int requests = 2;
                try {
                    transport.send(Transports.report(server.uri("/")).build());
                } catch (IOException e) {
                    requests = server.requests().size(); // It may have broken before a byte was written.
                }
                assertThat(server.requests()).hasSize(requests).hasSizeBetween(1, 2);
            }
        }
    }

    static Script thenClose(String answer) {
        return (index, request, socket) -> {
            LoopbackServer.write(socket, answer.getBytes(US_ASCII));
            socket.close();
        };
    }
}
