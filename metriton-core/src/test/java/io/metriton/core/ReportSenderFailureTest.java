package io.metriton.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.HttpStatusException;
import io.metriton.api.MetritonException;
import io.metriton.api.Report;
import io.metriton.api.ResponseTooLargeException;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import io.metriton.core.internal.http.EnvironmentProxies;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.KeyStoreException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a transport does, a caller sees a MetritonException, and never user info. */
@ExtendWith(SystemState.class)
class ReportSenderFailureTest {
    private static final URI ENDPOINT = URI.create("https://user:secret@failure.example/scout");
    private static final Report REPORT = Report.builder()
            .application("app")
            .installId("secret-id")
            .version("1.0")
            .build();

    @Test
    void ioException_isTheCause() {
        IOException failure = new IOException("connection reset");

        assertThatThrownBy(() -> send(throwing(failure)))
                .isExactlyInstanceOf(MetritonException.class)
                .hasMessage("no complete answer from https://failure.example/scout, so the report may or may not have"
                        + " arrived: IOException: connection reset")
                .hasCause(failure);
    }

    @Test
    void noConnection_saysThatNothingWasSent() {
        ConnectException failure = new ConnectException();
        failure.initCause(new ConnectException("Connection refused"));

        assertThatThrownBy(() -> send(throwing(failure)))
                .hasMessage("the report could not be sent to https://failure.example/scout:"
                        + " ConnectException: Connection refused");
        assertThatThrownBy(() -> send(throwing(new UnknownHostException("failure.example"))))
                .hasMessage("the report could not be sent to https://failure.example/scout:"
                        + " UnknownHostException: failure.example");
    }

    @Test
    void ioExceptionWithoutMessage_isNamedByItsClass() {
        assertThatThrownBy(() -> send(throwing(new IOException())))
                .hasMessage("no complete answer from https://failure.example/scout, so the report may or may not have"
                        + " arrived: IOException");
    }

    @Test
    void timeoutAndInterrupt_areTheCause() {
        SocketTimeoutException timeout = new SocketTimeoutException("the time of 5 ms is over");
        InterruptedIOException interrupt = new InterruptedIOException("interrupted");

        assertThatThrownBy(() -> send(throwing(timeout)))
                .isExactlyInstanceOf(MetritonException.class)
                .hasMessage("no complete answer from https://failure.example/scout, so the report may or may not have"
                        + " arrived: SocketTimeoutException: the time of 5 ms is over")
                .hasCause(timeout);
        assertThatThrownBy(() -> send(throwing(interrupt)))
                .isExactlyInstanceOf(MetritonException.class)
                .hasCause(interrupt);
    }

    @Test
    void exceptionOfTheSdk_passesThrough() {
        MetritonException failure = new MetritonException("already said");

        assertThatThrownBy(() -> send(throwing(failure))).isSameAs(failure);
    }

    @Test
    void defectOfTheTransport_isAMetritonException() {
        IllegalStateException bug = new IllegalStateException("bug");
        NoClassDefFoundError missing = new NoClassDefFoundError("kotlin/Unit");

        assertThatThrownBy(() -> send(throwing(bug)))
                .isExactlyInstanceOf(MetritonException.class)
                .hasMessage("the transport io.metriton.core.FakeTransport failed: IllegalStateException: bug")
                .hasCause(bug);
        assertThatThrownBy(() -> send(throwing(missing)))
                .isExactlyInstanceOf(MetritonException.class)
                .hasMessage("the transport io.metriton.core.FakeTransport failed: NoClassDefFoundError: kotlin/Unit")
                .hasCause(missing);
    }

    /** As OkHttp's Kotlin does, which declares no checked exceptions; and as a JVM without threads to give. */
    @Test
    void whateverElseATransportThrows_isAMetritonException() {
        for (Throwable failure : List.of(new KeyStoreException("unreadable"), new AssertionError("bug"))) {
            assertThatThrownBy(() -> send(FakeTransport.answering(request -> sneakyThrow(failure))))
                    .isExactlyInstanceOf(MetritonException.class)
                    .hasCause(failure);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> TransportResponse sneakyThrow(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    void transportThatReturnsNull_isAMetritonException() {
        assertThatThrownBy(() -> send(FakeTransport.answering(request -> null)))
                .isExactlyInstanceOf(MetritonException.class)
                .hasMessage(
                        "the transport io.metriton.core.FakeTransport failed: NullPointerException: it returned no response");
    }

    @Test
    void answerTooLargeAfterSuccess_isDelivered() {
        ResponseTooLargeException tooLarge = new ResponseTooLargeException(200, 1 << 20);

        assertThatThrownBy(() -> send(throwing(tooLarge))).isSameAs(tooLarge);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 404, 503})
    void answerTooLargeAfterAnotherStatus_isThatStatus(int status) {
        ResponseTooLargeException tooLarge = new ResponseTooLargeException(status, 1 << 20);

        assertThatThrownBy(() -> send(throwing(tooLarge)))
                .isInstanceOfSatisfying(
                        HttpStatusException.class, e -> assertThat(e.status()).isEqualTo(status))
                .hasMessage("https://failure.example/scout answered with status " + status)
                .hasSuppressedException(tooLarge);
    }

    @Test
    void userInfo_isInNoMessage() {
        assertSilent(FakeTransport.answering(503, ""));
        assertSilent(FakeTransport.answering(200, "<html>"));
        assertSilent(new FakeTransport().redirect(307, "/loop"));
        assertSilent(new FakeTransport().redirect(302, ENDPOINT.toString()));
        assertSilent(throwing(new IOException("refused")));
        assertSilent(throwing(new SocketTimeoutException("late")));
        assertSilent(throwing(new IllegalStateException("bug")));
    }

    @Test
    void endpointThatIsNone_isTheCallersMistakeAndNothingIsSent() {
        FakeTransport transport = FakeTransport.answering(200, "{}");
        ReportSender sender = ReportSender.builder().transport(transport).build();

        assertThatThrownBy(() -> sender.send(REPORT, URI.create("ftp://user:secret@failure.example/")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the endpoint must be an http or https URI with a host, not ftp://")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> sender.send(REPORT, null)).hasMessage("endpoint");
        assertThatThrownBy(() -> sender.send(null, ENDPOINT)).hasMessage("report");
        assertThat(transport.requests()).isEmpty();
    }

    @Test
    void proxyVariableThatNamesNoProxy_stopsTheReport() {
        FakeTransport transport = FakeTransport.answering(200, "{}");
        ReportSender sender = ReportSender.builder()
                .transport(transport)
                .proxies(new EnvironmentProxies(Map.of("HTTPS_PROXY", "socks5://secret"), ENDPOINT))
                .build();

        assertThatThrownBy(() -> sender.send(REPORT, ENDPOINT))
                .isInstanceOf(MetritonException.class)
                .hasMessageStartingWith("HTTPS_PROXY names no http proxy");
        assertThat(transport.requests()).isEmpty();
    }

    private static void assertSilent(FakeTransport transport) {
        assertThatThrownBy(() -> send(transport))
                .isInstanceOf(MetritonException.class)
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("user");
    }

    private static FakeTransport throwing(Throwable failure) {
        return FakeTransport.answering(request -> rethrow(request, failure));
    }

    private static TransportResponse rethrow(TransportRequest request, Throwable failure) throws IOException {
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof RuntimeException bug) {
            throw bug;
        }
        throw (Error) failure;
    }

    private static void send(FakeTransport transport) throws MetritonException {
        ReportSender.builder().transport(transport).build().send(REPORT, ENDPOINT);
    }
}
