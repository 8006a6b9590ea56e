package io.metriton.api.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.NotSentException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NotSentTest {

    static Stream<IOException> classesThatSayIt() {
        return Stream.of(
                new NotSentException("x"),
                new ConnectException("x"),
                new UnknownHostException("x"),
                new NoRouteToHostException("x"),
                new SSLHandshakeException("x"));
    }

    @ParameterizedTest
    @MethodSource("classesThatSayIt")
    void failureWhoseClassSaysIt_isKept(IOException failure) {
        assertThat(NotSent.because(failure)).isSameAs(failure);
    }

    /** A client's own limit may be over a moment before the transport's: who asks is told of the time all the same. */
    @Test
    void timeThatIsOver_isStillToldByItsClass() {
        IOException failure = new SocketTimeoutException("Read timed out");

        assertThat(NotSent.because(failure))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("Read timed out")
                .cause()
                .isInstanceOf(NotSentException.class)
                .hasCause(failure);
    }

    @Test
    void otherFailures_areSaidByAnother() {
        IOException tls = new SSLException("no common version");
        IOException other = new IOException("reset");

        assertThat(NotSent.because(tls))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessage("no common version")
                .hasCause(tls);
        assertThat(NotSent.because(other)).isInstanceOf(NotSentException.class).hasCause(other);
    }
}
