package io.metriton.api.support;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.IncompleteResponseException;
import io.metriton.api.ResponseTooLargeException;
import io.metriton.api.TransportResponse;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BoundedResponseTest {

    @Test
    void build_givesBackWhatWasAdded() throws Exception {
        BoundedResponse response = new BoundedResponse(404, 10);
        response.header("X-A", "1");
        response.header("x-a", "2");
        response.write("-abc-".getBytes(US_ASCII), 1, 3);
        response.readFrom(new ByteArrayInputStream("defghij".getBytes(US_ASCII)));

        TransportResponse built = response.build();
        assertThat(built.status()).isEqualTo(404);
        assertThat(built.headers().get("X-A")).isEqualTo(List.of("1", "2"));
        assertThat(built.body()).isEqualTo("abcdefghij".getBytes(US_ASCII));
    }

    @Test
    void write_beyondTheLimitIsRefusedWithTheStatus() throws Exception {
        BoundedResponse response = new BoundedResponse(503, 3);
        response.write(new byte[3], 0, 3);

        assertThatThrownBy(() -> response.write(new byte[1], 0, 1))
                .isInstanceOfSatisfying(
                        ResponseTooLargeException.class,
                        e -> assertThat(e.status()).isEqualTo(503));
    }

    /** It tells a page from an answer, and may hold an order. */
    @Test
    void beginning_isKeptUpToTheLimit() {
        BoundedResponse written = new BoundedResponse(200, 3);
        assertBeginning(() -> written.write("<html>".getBytes(US_ASCII), 0, 6));
        BoundedResponse read = new BoundedResponse(200, 3);
        assertBeginning(() -> read.readFrom(new ByteArrayInputStream("<html>".getBytes(US_ASCII))));
        BoundedResponse announced = new BoundedResponse(200, 3);
        assertBeginning(() -> announced.readFrom(new ByteArrayInputStream("<html>".getBytes(US_ASCII)), 6));
    }

    private static void assertBeginning(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ResponseTooLargeException.class,
                        e -> assertThat(e.beginning().orElseThrow().body())
                                .asString(US_ASCII)
                                .isEqualTo("<ht"));
    }

    @Test
    void readFrom_endlessStreamIsLeftSoon() {
        long[] read = {0};
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                read[0]++;
                return 'x';
            }
        };

        assertThatThrownBy(() -> new BoundedResponse(200, 10_000).readFrom(endless))
                .isInstanceOf(ResponseTooLargeException.class);
        assertThat(read[0]).isLessThan(20_000);
    }

    @Test
    void readFrom_readsNoMoreThanTheLength() throws Exception {
        InputStream in = new ByteArrayInputStream("abcdef".getBytes(US_ASCII));
        BoundedResponse response = new BoundedResponse(200, 4);
        response.readFrom(in, 3);

        assertThat(response.build().body()).isEqualTo("abc".getBytes(US_ASCII));
        assertThat(in.available()).isEqualTo(3);
        assertThatThrownBy(() -> response.readFrom(in, 2)).isInstanceOf(ResponseTooLargeException.class);
        assertThat(in.available()).isEqualTo(2);
    }

    @Test
    void readFrom_endBeforeTheLengthIsToldWithWhatCame() {
        BoundedResponse response = new BoundedResponse(503, 9);
        assertThatThrownBy(() -> response.readFrom(new ByteArrayInputStream("abc".getBytes(US_ASCII)), 5))
                .isInstanceOfSatisfying(IncompleteResponseException.class, e -> {
                    assertThat(e.status()).isEqualTo(503);
                    assertThat(e.beginning().orElseThrow().body()).isEqualTo("abc".getBytes(US_ASCII));
                })
                .hasMessage("the answer (status 503) was cut off after 3 bytes")
                .cause()
                .isInstanceOf(EOFException.class)
                .hasMessage("the answer ended after 3 bytes: 2 more were to come");
    }

    @Test
    void readFrom_failureOfTheStreamIsToldWithWhatCame() throws Exception {
        IOException reset = new IOException("Connection reset");
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw reset;
            }
        };
        BoundedResponse response = new BoundedResponse(200, 9);
        response.write("abc".getBytes(US_ASCII), 0, 3);

        assertThatThrownBy(() -> response.readFrom(broken))
                .isInstanceOfSatisfying(
                        IncompleteResponseException.class,
                        e -> assertThat(e.beginning().orElseThrow().body()).isEqualTo("abc".getBytes(US_ASCII)))
                .hasCause(reset);
    }

    @Test
    void failed_isNoOtherForAnAnswerThatIsTooLargeOrCutOff() {
        BoundedResponse response = new BoundedResponse(200, 9);
        IOException tooLarge = new ResponseTooLargeException(200, 9);
        IOException cutOff = new IncompleteResponseException(response.build(), null);

        assertThat(response.failed(tooLarge)).isSameAs(tooLarge);
        assertThat(response.failed(cutOff)).isSameAs(cutOff);
    }

    /** A timeout of the socket may come a moment before that of the whole exchange. */
    @Test
    void failed_timeoutIsATimeoutWithThatCause() {
        BoundedResponse response = new BoundedResponse(200, 9);
        IOException told = response.failed(new SocketTimeoutException("Read timed out"));

        assertThat(told)
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("Read timed out")
                .hasCauseInstanceOf(IncompleteResponseException.class);
        assertThat(response.failed(told)).isSameAs(told);
    }

    @Test
    void readFrom_negativeLengthIsRefused() {
        assertThatThrownBy(() -> new BoundedResponse(200, 9).readFrom(InputStream.nullInputStream(), -1))
                .isInstanceOf(IncompleteResponseException.class)
                .hasRootCauseMessage("the answer has a negative length");
    }

    @Test
    void header_aThousandAreTakenAndNoMore() {
        BoundedResponse response = new BoundedResponse(200, 1);
        assertThatCode(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        response.header("X-" + i, "x");
                    }
                })
                .doesNotThrowAnyException();

        assertThatThrownBy(() -> response.header("X-A", "x"))
                .isInstanceOf(IOException.class)
                .hasMessage("the answer has more than 1000 header fields");
    }
}
