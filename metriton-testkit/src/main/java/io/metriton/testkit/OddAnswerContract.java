package io.metriton.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are not in the newest RFC, and are sent all the same. */
abstract class OddAnswerContract extends ContractTests {

    OddAnswerContract(TransportContract contract) {
        super(contract);
    }

    /** A coding of RFC 2616 that changes nothing. Refused, the order to be silent in such an answer would be passed over. */
    @ParameterizedTest
    @ValueSource(strings = {"identity\r\nContent-Length: 3", "identity", "Identity"})
    void send_readsTheIdentityCoding(String coding) throws Exception {
        assertThat(body("HTTP/1.1 200 OK\r\nTransfer-Encoding: " + coding + "\r\n\r\nabc"))
                .isEqualTo("abc");
    }

    /** A recipient may take identical lengths for one (RFC 9110, section 8.6). */
    @Test
    void send_readsALengthThatIsSaidTwice() throws Exception {
        assertThat(body("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-A: 1\r\ncontent-length: 3\r\n\r\nabc"))
                .isEqualTo("abc");
    }

    @Test
    void send_readsALengthThatIsSaidTwiceInOneField() throws Exception {
        assertThat(body("HTTP/1.1 200 OK\r\nContent-Length: 3, 3\r\n\r\nabc")).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void send_passesOverInterimAnswers(int count) throws Exception {
        assertThat(body("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(count)
                        + "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"))
                .isEqualTo("abc");
    }

    private String body(String answer) throws Exception {
        try (ScriptedServer server = ScriptedServer.start((index, request, socket) -> {
                    ScriptedServer.write(socket, answer.getBytes(US_ASCII));
                    socket.close();
                });
                Transport transport = open()) {
            String body =
                    new String(transport.send(report(server.uri("/")).build()).body(), US_ASCII);
            assertThat(server.requests()).hasSize(1);
            return body;
        }
    }
}
