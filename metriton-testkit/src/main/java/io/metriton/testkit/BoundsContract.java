package io.metriton.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.metriton.api.ResponseTooLargeException;
import io.metriton.api.Transport;
import io.metriton.testkit.ScriptedServer.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However much a server sends, a transport reads a little and gives up: it must not fill its host's memory. */
abstract class BoundsContract extends ContractTests {
    private static final int LIMIT = 10_000;
    /** What fits into the buffers of both sockets and a client's own; what was not read cannot be in memory. */
    private static final long READ_AT_MOST = 24L << 20;

    private static final String LENGTH = "Content-Length: ";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";

    BoundsContract(TransportContract contract) {
        super(contract);
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "chunks", "end"})
    void send_bodyAtTheLimitIsRead(String framing) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(body(200, framing, LIMIT));
                Transport transport = open()) {
            assertThat(transport
                            .send(report(server.uri("/"))
                                    .maxResponseBytes(LIMIT)
                                    .build())
                            .body())
                    .hasSize(LIMIT);
        }
    }

    /** The status says whether the report was delivered; the beginning may order to stop, or be somebody else's page. */
    @ParameterizedTest
    @ValueSource(ints = {200, 404, 503})
    void send_bodyOverTheLimitIsRefusedWithItsStatus(int status) throws Exception {
        for (String framing : new String[] {"length", "chunks", "end"}) {
            try (ScriptedServer server = ScriptedServer.start(body(status, framing, LIMIT + 1));
                    Transport transport = open()) {
                assertThatThrownBy(() -> transport.send(
                                report(server.uri("/")).maxResponseBytes(LIMIT).build()))
                        .as(framing)
                        .isInstanceOfSatisfying(ResponseTooLargeException.class, e -> {
                            assertThat(e.status()).isEqualTo(status);
                            assertThat(e.beginning().orElseThrow().body())
                                    .isEqualTo("x".repeat(LIMIT).getBytes(US_ASCII));
                        });
            }
        }
    }

    private static Script body(int status, String framing, int length) {
        String head = "HTTP/1.1 " + status + " Status\r\n";
        String body = "x".repeat(length);
        String answer = switch (framing) {
            case "length" -> head + LENGTH + length + "\r\n\r\n" + body;
            case "chunks" -> head + CHUNKED + Integer.toHexString(length) + "\r\n" + body + "\r\n0\r\n\r\n";
            default -> head + "\r\n" + body;
        };
        return (index, request, socket) -> {
            ScriptedServer.write(socket, answer.getBytes(US_ASCII));
            socket.close();
        };
    }

    /** 32 MiB and more. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "200 OK\r\nContent-Length: 33554432\r\n\r\n|x",
                "200 OK\r\nContent-Length: 99999999999\r\n\r\n|x",
                "200 OK\r\n\r\n|x",
                "200 OK\r\nTransfer-Encoding: chunked\r\n\r\n|1\r\nx\r\n",
                "500 No\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n|x"
            })
    void send_endlessBodyEndsAtTheLimit(String flood) throws Exception {
        assertThat(failureIn(flood)).isInstanceOf(ResponseTooLargeException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "200 |x",
                "200 OK\r\nX: |x",
                "200 OK\r\n|x",
                "200 OK\r\n|X: x\r\n",
                "200 OK\r\nX: x\r\n| x\r\n",
            })
    void send_endlessHeaderEndsInAnIOException(String flood) throws Exception {
        assertThat(failureIn(flood)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1;"})
    void send_endlessChunkSizeEnds(String beginning) throws Exception {
        assertThat(failureIn("200 OK\r\n" + CHUNKED + beginning + "|0")).isInstanceOf(IOException.class);
    }

    /** Who does not wait for the trailer has the answer. */
    @ParameterizedTest
    @ValueSource(strings = {"0\r\nX: |x", "0\r\n|X: x\r\n"})
    void send_endlessTrailerEnds(String flood) throws Exception {
        Throwable failure = failureIn("200 OK\r\n" + CHUNKED + flood);
        if (failure != null) {
            assertThat(failure).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50})
    void send_usualHeaderIsRead(int count) throws Exception {
        String field = "X-Filler: " + "x".repeat(4_000 / count) + "\r\n";
        try (ScriptedServer server = ScriptedServer.start((index, request, socket) -> ScriptedServer.write(
                        socket,
                        ("HTTP/1.1 200 OK\r\n" + field.repeat(count) + LENGTH + "3\r\n\r\nabc").getBytes(US_ASCII)));
                Transport transport = open()) {
            assertThat(transport.send(report(server.uri("/")).build()).body()).hasSize(3);
        }
    }

    /** Sends a beginning, and what comes after the bar again and again. */
    private Throwable failureIn(String flood) throws Exception {
        AtomicLong sent = new AtomicLong();
        try (ScriptedServer server = ScriptedServer.start(flood(flood, sent));
                Transport transport = open()) {
            Throwable failure = catchThrowable(() -> transport.send(report(server.uri("/"))
                    .maxResponseBytes(LIMIT)
                    .timeout(Duration.ofSeconds(3))
                    .build()));
            awaitNoConnection(server);
            assertThat(sent.get())
                    .as("bytes that the client took of an endless answer, which begins with \"%s\"", flood)
                    .isLessThan(READ_AT_MOST);
            return failure;
        }
    }

    private static Script flood(String flood, AtomicLong sent) {
        int bar = flood.indexOf('|');
        String rest = flood.substring(bar + 1);
        byte[] block = rest.repeat(8192 / rest.length()).getBytes(US_ASCII);
        return (index, request, socket) -> {
            ScriptedServer.write(socket, ("HTTP/1.1 " + flood.substring(0, bar)).getBytes(US_ASCII));
            while (sent.get() < 2 * READ_AT_MOST) {
                socket.getOutputStream().write(block);
                sent.addAndGet(block.length);
            }
        };
    }
}
