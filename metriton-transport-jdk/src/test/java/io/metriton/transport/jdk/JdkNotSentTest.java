package io.metriton.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.metriton.api.NotSentException;
import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import io.metriton.testkit.Fault;
import io.metriton.testkit.FaultyEndpoint;
import io.metriton.testkit.ScriptedServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ProxySelector;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What fails before the report leaves is told as not sent; nothing else is. */
@Timeout(60)
class JdkNotSentTest {

    @ParameterizedTest
    @EnumSource(
            names = {
                "CONNECTION_REFUSED",
                "PLAIN_TLS",
                "UNKNOWN_AUTHORITY",
                "PROXY_REFUSED",
                "REFUSED_TUNNEL",
                "TUNNEL_LOGIN"
            })
    void faultBeforeTheReportLeft_isToldAsNotSent(Fault fault) throws IOException {
        assertThat(failure(fault, Duration.ofSeconds(10)))
                .isInstanceOfAny(
                        NotSentException.class,
                        ConnectException.class,
                        NoRouteToHostException.class,
                        UnknownHostException.class,
                        SSLHandshakeException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"FULL_BACKLOG", "SILENT_TLS", "SILENT_TUNNEL"})
    void timeOverBeforeTheReportLeft_hasThatCause(Fault fault) throws IOException {
        assertThat(failure(fault, Duration.ofMillis(500)))
                .isInstanceOf(SocketTimeoutException.class)
                .hasCauseInstanceOf(NotSentException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"RESET_BEFORE_ANSWER", "NOT_HTTP", "TRUNCATED_BODY"})
    void faultAfterTheReportLeft_isNotToldAsNotSent(Fault fault) throws IOException {
        assertThat(failure(fault, Duration.ofSeconds(10)))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(NotSentException.class);
    }

    @Test
    void silenceAfterTheReportLeft_isNotToldAsNotSent() throws IOException {
        assertThat(failure(Fault.SILENT_SERVER, Duration.ofSeconds(2)))
                .isInstanceOf(SocketTimeoutException.class)
                .hasNoCause();
    }

    /** The client throws an IllegalArgumentException for some of these, or cannot reach the host. */
    @ParameterizedTest
    @ValueSource(strings = {"https://[2001:db8::1]/", "https://host.invalid./", "https://[fe80::1%eth0]/"})
    void endpointThatTheClientDoesNotTake_isAnIOException(String endpoint) throws IOException {
        try (ScriptedServer proxy = ScriptedServer.start((index, request, socket) ->
                        ScriptedServer.write(socket, "HTTP/1.1 200 OK\r\n\r\n".getBytes()));
                Transport transport = new JdkTransportProvider()
                        .create(TransportConfig.builder()
                                .proxySelector(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.port())))
                                .build())) {
            TransportRequest request = TransportRequest.builder()
                    .endpoint(URI.create(endpoint))
                    .body(new byte[2])
                    .timeout(Duration.ofSeconds(1))
                    .build();
            assertThatThrownBy(() -> transport.send(request)).isInstanceOf(IOException.class);
        }
    }

    private static Throwable failure(Fault fault, Duration timeout) throws IOException {
        try (FaultyEndpoint faulty = fault.open();
                Transport transport = new JdkTransportProvider().create(faulty.transportConfig())) {
            TransportRequest request = TransportRequest.builder()
                    .endpoint(faulty.endpoint())
                    .body(new byte[2])
                    .timeout(timeout)
                    .build();
            return catchThrowable(() -> transport.send(request));
        }
    }
}
