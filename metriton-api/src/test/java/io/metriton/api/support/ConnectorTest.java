package io.metriton.api.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host with several addresses, as are those that have IPv6 and IPv4. */
@Timeout(30)
class ConnectorTest {
    private final AbortableSocket abortable = new AbortableSocket();
    private final Connector connector = new Connector(abortable, Duration.ofSeconds(10), Duration.ofMillis(1_234));
    private InetAddress listening;
    private InetAddress refusing;
    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listening = InetAddress.getByName("127.0.0.1");
        refusing = InetAddress.getByName("127.0.0.2");
        listener = new ServerSocket(0, 5, listening);
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
        abortable.close();
    }

    @Test
    void addressThatRefuses_isFollowedByTheNext() throws IOException {
        Socket socket = connector.connect(addresses(refusing, listening), listener.getLocalPort());

        assertThat(socket.getInetAddress()).isEqualTo(listening);
        assertThat(socket.getSoTimeout()).isEqualTo(1_234);
        assertThat(socket.getTcpNoDelay()).isTrue();
    }

    @Test
    void allAddressesRefuse_isTheLastFailureWithTheOthers() throws IOException {
        listener.close();

        assertThatIOException()
                .isThrownBy(() -> connector.connect(addresses(refusing, listening), listener.getLocalPort()))
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }

    @Test
    void abortedBefore_connectsToNoAddress() throws IOException {
        abortable.run();

        assertThatIOException()
                .isThrownBy(() -> connector.connect(addresses(listening, listening), listener.getLocalPort()))
                .withMessage("aborted");
        listener.setSoTimeout(1);
        assertThatIOException().isThrownBy(listener::accept);
    }

    private static InetAddress[] addresses(InetAddress... addresses) {
        return addresses;
    }
}
