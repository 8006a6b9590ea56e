package io.metriton.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.metriton.api.Transport;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import io.metriton.testkit.ScriptedServer.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer is understood in every form that HTTP/1.1 allows (RFC 9112, section 6), after one request. */
abstract class FramingContract extends ContractTests {
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    FramingContract(TransportContract contract) {
        super(contract);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void send_readsTheBody(String answer) throws Exception {
        assertThat(text(send(writes(answer, answer.length())))).isEqualTo("abc");
    }

    @ParameterizedTest
    @MethodSource("answers")
    void send_readsWhatArrivesByteByByte(String answer) throws Exception {
        assertThat(text(send(writes(answer, 1)))).isEqualTo("abc");
    }

    static Stream<String> answers() {
        return Stream.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
                "HTTP/1.1 200 \r\ncontent-length:3\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0003\r\nabc\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\nabc",
                "HTTP/1.0 200 OK\r\n\r\nabc",
                "HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nabc",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
                "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc");
    }

    /** A trailer is legal (RFC 9112, section 7.1.2), and few servers send one. */
    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, 1})
    void send_readsTheBodyBeforeATrailer(int pieceLength) throws Exception {
        String answer = CHUNKED + "3\r\nabc\r\n0\r\nX-Trailer: 1\r\n\r\n";

        assertThat(text(send(writes(answer, Math.min(pieceLength, answer.length())))))
                .isEqualTo("abc");
    }

    /**
     * What is not legal, or not to be relied on, may be read or refused; if refused, it is told and the connection is
     * closed, though the server waits.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                CHUNKED + "3\nabc\n0\n\n",
                CHUNKED + "3\r\nabc\n0\r\n\r\n",
                CHUNKED + "3 \r\nabc\r\n0\r\n\r\n",
                CHUNKED + "3\r\nabc\r\n0\r\nX-Trailer: 1\r\n\r\n",
                CHUNKED + "3\r\nabcd\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\nContent-Length: 3\n\nabc",
                "HTTP/1.1 200\r\nContent-Length: 3\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Length: +3\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Length : 3\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nX-A: 1\r\n 2\r\nContent-Length: 3\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                "\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"
            })
    void send_readsOrRefusesWhatIsNotLegal(String answer) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(
                        (index, request, socket) -> ScriptedServer.write(socket, answer.getBytes(US_ASCII)));
                Transport transport = open()) {
            Throwable failure = catchThrowable(() -> assertThat(transport
                            .send(report(server.uri("/"))
                                    .timeout(Duration.ofSeconds(1))
                                    .build())
                            .status())
                    .isEqualTo(200));
            if (failure != null) {
                assertThat(failure).isInstanceOf(IOException.class);
                awaitNoConnection(server);
            }
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
            })
    void send_readsAnAnswerWithoutABody(String answer) throws Exception {
        assertThat(send(writes(answer, answer.length())).body()).isEmpty();
    }

    /** It must not have one (RFC 9110, sections 15.3.5 and 15.3.6): some clients refuse it, some do not look. */
    @ParameterizedTest
    @ValueSource(ints = {204, 205})
    void send_bodyWhereNoneMayBeIsAnAnswerOrAnIOException(int status) throws Exception {
        String answer = "HTTP/1.1 " + status + " Status\r\nContent-Length: 3\r\n\r\nabc";
        Throwable failure = catchThrowable(
                () -> assertThat(send(writes(answer, answer.length())).status()).isEqualTo(status));
        if (failure != null) {
            assertThat(failure).isInstanceOf(IOException.class);
        }
    }

    /** A header that two servers could take for two requests. */
    @ParameterizedTest
    @ValueSource(strings = {"X-A: 1\r\nX-B|b", "X-A|1\r\nX-B: b", "X-A|1\nX-B: b", "X-A|1\rX-B: b"})
    void send_refusesAHeaderWithALineEnd(String header) throws Exception {
        String name = header.substring(0, header.indexOf('|'));
        String value = header.substring(header.indexOf('|') + 1);
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"));
                Transport transport = open()) {
            TransportRequest plain = report(server.uri("/")).build();
            assertThatThrownBy(() -> report(server.uri("/")).header(name, value))
                    .isInstanceOf(IllegalArgumentException.class);
            // Nobody has to use the builder.
            assertThatThrownBy(() -> transport.send(new ForeignRequest(plain, Map.of(name, value))))
                    .isInstanceOfAny(IOException.class, IllegalArgumentException.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void send_returnsHeadersThatComeTwice() throws Exception {
        String answer = "HTTP/1.1 200 OK\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 0\r\n\r\n";
        TransportResponse response = send(writes(answer, answer.length()));

        assertThat(response.headers().get("X-A")).isEqualTo(List.of("1", "2"));
    }

    private static String text(TransportResponse response) {
        return new String(response.body(), US_ASCII);
    }

    private TransportResponse send(Script script) throws IOException {
        try (ScriptedServer server = ScriptedServer.start(script);
                Transport transport = open()) {
            TransportResponse response = transport.send(report(server.uri("/")).build());
            assertThat(server.requests()).hasSize(1);
            return response;
        }
    }

    /** Writes an answer in pieces, and closes. */
    private static Script writes(String answer, int pieceLength) {
        return (index, request, socket) -> {
            socket.setTcpNoDelay(true);
            for (int i = 0; i < answer.length(); i += pieceLength) {
                ScriptedServer.write(
                        socket,
                        answer.substring(i, Math.min(answer.length(), i + pieceLength))
                                .getBytes(US_ASCII));
            }
            socket.close();
        };
    }
}
