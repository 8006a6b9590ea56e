package io.metriton.transport.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.ResponseTooLargeException;
import io.metriton.api.support.ExchangeProgress;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However much a server sends, little is read of it. */
@Timeout(30)
class AnswerLimitsTest {
    private static final int LIMIT = 10_000;
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

    @Test
    void body_atTheLimitIsRead() throws IOException {
        String body = "x".repeat(LIMIT);
        for (String answer : new String[] {
            OK + "Content-Length: " + LIMIT + "\r\n\r\n" + body,
            OK + "\r\n" + body,
            CHUNKED + Integer.toHexString(LIMIT) + "\r\n" + body + "\r\n0\r\n\r\n",
            CHUNKED + "1\r\nx\r\n".repeat(LIMIT) + "0\r\n\r\n"
        }) {
            assertThat(AnswerReader.read(Pieces.whole(answer), LIMIT, new ExchangeProgress())
                            .body())
                    .hasSize(LIMIT);
        }
    }

    @Test
    void body_overTheLimitIsRefusedWithItsStatus() {
        String body = "x".repeat(LIMIT + 1);
        for (String answer : new String[] {
            "Content-Length: " + (LIMIT + 1) + "\r\n\r\n" + body,
            "\r\n" + body,
            "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(LIMIT + 1) + "\r\n" + body,
            "Transfer-Encoding: chunked\r\n\r\n" + "1\r\nx\r\n".repeat(LIMIT + 1)
        }) {
            assertThatThrownBy(() -> AnswerReader.read(
                            Pieces.whole("HTTP/1.1 418 X\r\n" + answer), LIMIT, new ExchangeProgress()))
                    .isInstanceOfSatisfying(
                            ResponseTooLargeException.class,
                            e -> assertThat(e.status()).isEqualTo(418));
        }
    }

    @ParameterizedTest
    @CsvSource({"65000, 1", "4000, 10", "100, 50", "10, 1000"})
    void head_withinTheLimitsIsRead(int length, int fields) throws IOException {
        String head = OK + ("X: " + "x".repeat(length) + "\r\n").repeat(fields) + "\r\n";

        assertThat(AnswerReader.read(Pieces.whole(head), LIMIT, new ExchangeProgress())
                        .headers()
                        .get("X"))
                .hasSize(fields);
    }

    @Test
    void head_limitIsForEachOfSeveral() throws IOException {
        String interim = "HTTP/1.1 103 X\r\nX: " + "x".repeat(60_000) + "\r\n\r\n";

        assertThat(AnswerReader.read(Pieces.whole(interim.repeat(20) + OK + "\r\n"), LIMIT, new ExchangeProgress())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void head_overTheLimitsIsAnIOException() {
        assertTooLong("HTTP/1.1 200 ", "x", "the head of the answer is too long");
        assertTooLong("", "x", "the head of the answer is too long");
        assertTooLong(OK, "x", "the head of the answer is too long");
        assertTooLong(OK + "X: ", "x", "the head of the answer is too long");
        assertTooLong(OK + "X: x\r\n", " x\r\n", "the head of the answer is too long");
        assertTooLong(OK, "X: " + "x".repeat(100) + "\r\n", "the head of the answer is too long");
        assertTooLong(OK, "X: x\r\n", "the answer has more than 1000 header fields");
    }

    @Test
    void chunkFraming_overTheLimitsIsAnIOException() {
        assertTooLong(CHUNKED, "0", "the size of a chunk is too long");
        assertTooLong(CHUNKED + "1;", "x", "the size of a chunk is too long");
        assertTooLong(CHUNKED + "1\r\nx", "x", "the end of a chunk is too long");
        assertTooLong(CHUNKED + "0\r\nX: ", "x", "the trailer of the answer is too long");
        assertTooLong(CHUNKED + "0\r\n", "X: x\r\n", "the trailer of the answer is too long");
    }

    private static void assertTooLong(String beginning, String rest, String message) {
        Endless answer = new Endless(beginning, rest);

        assertThat(Failing.to(() -> AnswerReader.read(answer, LIMIT, new ExchangeProgress())))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage(message);
        assertThat(answer.position).isLessThan(100_000);
    }

    /** A beginning, and then for ever the same. */
    private static final class Endless extends InputStream {
        private final String beginning;
        private final String rest;
        private int position;

        Endless(String beginning, String rest) {
            this.beginning = beginning;
            this.rest = rest;
        }

        @Override
        public int read() {
            int index = position++ - beginning.length();
            return index < 0 ? beginning.charAt(position - 1) : rest.charAt(index % rest.length());
        }
    }
}
