package io.metriton.transport.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.IncompleteResponseException;
import io.metriton.api.ResponseTooLargeException;
import io.metriton.api.TransportResponse;
import io.metriton.api.support.ExchangeProgress;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the answer is, where it ends, and what is none; {@link AnswerLimitsTest} how much of it is read. */
class AnswerReaderTest {
    private static final int LIMIT = 1 << 20;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                // With a length; what follows it is not looked at.
                "HTTP/1.1 200 OK\\r\\nContent-Length: 3\\r\\n\\r\\nabc | 200 | abc",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 3\\r\\n\\r\\nabcHTTP/1.1 | 200 | abc",
                "HTTP/1.1 200 OK\\r\\ncontent-length:0\\r\\n\\r\\n | 200 | \"\"",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 3, 3\\r\\nContent-Length: 03\\r\\n\\r\\nabc | 200 | abc",
                // In chunks, which win over a length.
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\r\\na\\r\\n2\\r\\nbc\\r\\n0\\r\\n\\r\\n | 200 | abc",
                "HTTP/1.1 200 OK\\r\\ntransfer-encoding: CHUNKED\\r\\n\\r\\n003 ; a=\"b\"\\r\\nabc\\r\\n00\\r\\n\\r\\n | 200 | abc",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\nContent-Length: no\\r\\n\\r\\n3\\r\\nabc\\r\\n0\\r\\n\\r\\n | 200 | abc",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nA\\r\\n0123456789\\r\\na\\r\\n0123456789\\r\\n0\\r\\n\\r\\n | 200 | 01234567890123456789",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n3\\nabc\\n0\\nT: 1\\nU: 2\\n\\n | 200 | abc",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n3\\r\\nabc\\r\\n0\\r\\n | 200 | abc",
                // To the end of the connection.
                "HTTP/1.1 200 OK\\r\\n\\r\\nabc | 200 | abc",
                "HTTP/1.0 200 OK\\r\\n\\r\\n | 200 | \"\"",
                // Without a body, whatever the head says.
                "HTTP/1.1 204 No\\r\\nContent-Length: 3\\r\\n\\r\\nabc | 204 | \"\"",
                "HTTP/1.1 304 No\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n | 304 | \"\"",
                "HTTP/1.1 101 Switching Protocols\\r\\nContent-Length: 3\\r\\n\\r\\nabc | 101 | \"\"",
                // Any status, any reason, or none; lines may end in LF alone.
                "HTTP/1.1 200\\r\\n\\r\\nabc | 200 | abc",
                "HTTP/1.1 200 \\r\\n\\r\\nabc | 200 | abc",
                "HTTP/1.1 599 \u00e4 b  c\\r\\n\\r\\nabc | 599 | abc",
                "HTTP/1.1 999 X\\nContent-Length: 3\\n\\nabc | 999 | abc",
                // A coding that changes nothing.
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: Identity\\r\\n\\r\\nabc | 200 | abc",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: identity\\r\\nContent-Length: 3\\r\\n\\r\\nabcd | 200 | abc",
                // After some interim ones.
                "HTTP/1.1 100 Continue\\r\\n\\r\\nHTTP/1.1 200 OK\\r\\n\\r\\nabc | 200 | abc",
                "HTTP/1.1 103 Early Hints\\r\\nLink: </a>\\r\\n\\r\\nHTTP/1.1 102 X\\r\\nContent-Length: 9\\r\\n\\r\\nHTTP/1.1 404 No\\r\\nContent-Length: 3\\r\\n\\r\\nabc | 404 | abc",
            })
    void answer_isTheSameInWhateverPiecesItComes(String escaped, int status, String body) throws IOException {
        String answer = unescaped(escaped);

        assertAnswer(read(answer), status, body);
        assertAnswer(AnswerReader.read(Pieces.ofOneByte(answer), LIMIT, new ExchangeProgress()), status, body);
        for (int border = 1; border < answer.length(); border++) {
            assertAnswer(AnswerReader.read(Pieces.two(answer, border), LIMIT, new ExchangeProgress()), status, body);
        }
    }

    @Test
    void fields_areTrimmedKeptInOrderAndUnfolded() throws IOException {
        TransportResponse response = read("HTTP/1.1 200 OK\r\nX : \t a b \t\r\nx:2\r\nEmpty:\r\nY: b:\u00fc\r\n"
                + "Z: one\r\n two\r\n\t three \r\n \r\nContent-Length: 0\r\n\r\n");

        assertThat(response.headers()).containsOnlyKeys("X", "Empty", "Y", "Z", "Content-Length");
        assertThat(response.headers().get("X")).isEqualTo(List.of("a b", "2"));
        assertThat(response.header("empty")).contains("");
        assertThat(response.header("y")).contains("b:\u00fc");
        assertThat(response.header("z")).contains("one two three");
    }

    @Test
    void fieldsOfInterimAnswers_areNotThoseOfTheAnswer() throws IOException {
        assertThat(read("HTTP/1.1 103 X\r\nLink: <a>\r\n\r\nHTTP/1.1 204 No\r\n\r\n")
                        .headers())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\\r\\n",
                "\\r\\nHTTP/1.1 200 OK\\r\\n\\r\\n",
                "HTTP/2 200 OK\\r\\n\\r\\n",
                "HTTP/1.2 200 OK\\r\\n\\r\\n",
                "http/1.1 200 OK\\r\\n\\r\\n",
                "HTTP/1.1 OK OK\\r\\n\\r\\n",
                "HTTP/1.1  200 OK\\r\\n\\r\\n",
                "HTTP/1.1 2000\\r\\n\\r\\n",
                "HTTP/1.1 20\\r\\n\\r\\n",
                "HTTP/1.1 20x OK\\r\\n\\r\\n",
                "HTTP/1.1 -20 OK\\r\\n\\r\\n",
                "HTTP/1.1 099 OK\\r\\n\\r\\n",
                "HTTP/1.1 200OK\\r\\n\\r\\n",
                "HTTP/1.1\\r\\n\\r\\n"
            })
    void notHttp_isAnIOException(String answer) {
        assertFails(answer, IOException.class, "the answer is not HTTP/1.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK\\r\\nno field\\r\\n\\r\\n | the answer has a line in its head that is no header field",
                "HTTP/1.1 200 OK\\r\\n: x\\r\\n\\r\\n | the answer has a line in its head that is no header field",
                "HTTP/1.1 200 OK\\r\\n X: x\\r\\n\\r\\n | the answer has a line in its head that is no header field",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 3\\r\\nContent-Length: 4\\r\\n\\r\\nabcd | the answer has two different lengths",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 3, 4\\r\\n\\r\\nabcd | the answer has two different lengths",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 3,\\r\\n\\r\\nabc | the length of the answer is missing",
                "HTTP/1.1 200 OK\\r\\nContent-Length:\\r\\n\\r\\nabc | the length of the answer is missing",
                "HTTP/1.1 200 OK\\r\\nContent-Length: +3\\r\\n\\r\\nabc | the length of the answer is no number",
                "HTTP/1.1 200 OK\\r\\nContent-Length: -1\\r\\n\\r\\nabc | the length of the answer is no number",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 0x3\\r\\n\\r\\nabc | the length of the answer is no number",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: gzip, chunked\\r\\n\\r\\n | the answer has a transfer coding other than chunked, which nobody asked for",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: gzip\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n | the answer has a transfer coding other than chunked, which nobody asked for",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: identity, gzip\\r\\n\\r\\n | the answer has a transfer coding other than chunked, which nobody asked for",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding:\\r\\n\\r\\n | the answer has a transfer coding other than chunked, which nobody asked for",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n | the size of a chunk of the answer is no number",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n-3\\r\\n | the size of a chunk of the answer is no number",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n3 3\\r\\n | the size of a chunk of the answer is no number",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n10000000000000003\\r\\nabc | the size of a chunk of the answer is no number",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n;x\\r\\n | a chunk of the answer has no size",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n\\r\\n | a chunk of the answer has no size",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\r\\nab\\rc\\n | a chunk of the answer does not end where it should",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\r\\nabcdef\\r\\n | a chunk of the answer does not end where it should",
            })
    void malformedAnswer_isAnIOException(String answer, String message) {
        assertFails(answer, IOException.class, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 20 | the connection ended in the head of the answer",
                "HTTP/1.1 200 OK\\r\\n | the connection ended in the head of the answer",
                "HTTP/1.1 200 OK\\r\\nContent-Le | the connection ended in the head of the answer",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 3\\r\\n\\r | the connection ended in the head of the answer",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 10\\r\\n\\r\\nabc | the answer ended after 3 bytes: 7 more were to come",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 10\\r\\n\\r\\n | the answer ended after 0 bytes: 10 more were to come",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n3\\r\\nabc\\r\\n5\\r\\nab | the answer ended after 5 bytes: 3 more were to come",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n3\\r\\nabc | the connection ended in the end of a chunk",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n3\\r\\nabc\\r\\n | the answer ended before its last chunk",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n | the answer ended before its last chunk",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n3 | the connection ended in the size of a chunk",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\nT: 1 | the connection ended in the trailer of the answer",
            })
    void truncatedAnswer_isAnEOFExceptionThatSaysWhere(String answer, String message) {
        assertFails(answer, EOFException.class, message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 100 Continue\\r\\n\\r\\n"})
    void noAnswer_isAnIOException(String answer) {
        assertFails(answer, IOException.class, "the server closed the connection without an answer");
    }

    @Test
    void failureOfTheConnection_isThrownAsItComes() {
        IOException reset = new IOException("Connection reset");
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw reset;
            }
        };

        assertThatThrownBy(() -> AnswerReader.read(broken, LIMIT, new ExchangeProgress()))
                .isSameAs(reset);
    }

    /** What comes first of it may order to stop, or be somebody else's page. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 1048577\r\n\r\n",
                "Content-Length: 9223372036854775807\r\n\r\n",
                "Content-Length: 99999999999999999999999999\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n100001\r\n"
            })
    void tooLongALength_isReadUpToTheLimit(String framing) {
        String body = "{\"disable_scout\": true}" + " ".repeat(LIMIT);
        assertThatThrownBy(() -> read("HTTP/1.1 503 No\r\n" + framing + body))
                .isInstanceOfSatisfying(
                        ResponseTooLargeException.class,
                        e -> assertThat(e.beginning().orElseThrow().body())
                                .asString(StandardCharsets.ISO_8859_1)
                                .isEqualTo(body.substring(0, LIMIT)))
                .hasMessage("the answer (status 503) is larger than 1048576 bytes");
    }

    /** The status says what became of the report, and what came may order to stop. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 63\\r\\n\\r\\nabc",
                "Content-Length: none\\r\\n\\r\\n",
                "Transfer-Encoding: chunked\\r\\n\\r\\n3\\r\\nabc\\r\\n",
                "Transfer-Encoding: chunked\\r\\n\\r\\n9\\r\\nabc",
                "Transfer-Encoding: gzip\\r\\n\\r\\nabc"
            })
    void failureInTheBody_isToldWithWhatCame(String answer) {
        assertThatThrownBy(() -> read(unescaped("HTTP/1.1 200 OK\\r\\n" + answer)))
                .isInstanceOfSatisfying(
                        IncompleteResponseException.class,
                        e -> assertThat(e.status()).isEqualTo(200));
    }

    private static void assertFails(String escaped, Class<? extends IOException> type, String message) {
        String answer = unescaped(escaped);
        for (Pieces pieces : List.of(Pieces.whole(answer), Pieces.ofOneByte(answer))) {
            assertThat(Failing.to(() -> AnswerReader.read(pieces, LIMIT, new ExchangeProgress())))
                    .isExactlyInstanceOf(type)
                    .hasMessage(message);
        }
    }

    private static void assertAnswer(TransportResponse response, int status, String body) {
        assertThat(response.status()).isEqualTo(status);
        assertThat(new String(response.body(), StandardCharsets.ISO_8859_1)).isEqualTo(body);
    }

    private static TransportResponse read(String answer) throws IOException {
        return AnswerReader.read(Pieces.whole(answer), LIMIT, new ExchangeProgress());
    }

    private static String unescaped(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n");
    }
}
