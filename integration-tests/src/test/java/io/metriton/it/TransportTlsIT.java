package io.metriton.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom https trusts: what the configuration says, the host that was asked for, and nobody else. */
class TransportTlsIT {
    private static Certificates right;
    private static Certificates wrongHost;
    private static Certificates expired;

    @BeforeAll
    static void makeCertificates(@TempDir Path folder) throws Exception {
        right = Certificates.of(folder, "ip:127.0.0.1");
        wrongHost = Certificates.of(folder, "dns:other.example.org,ip:127.0.0.2");
        expired = Certificates.expired(folder, "ip:127.0.0.1");
    }

    @ParameterizedTest
    @EnumSource
    void send_trustsWhatTheContextTrusts(Transports each) throws Exception {
        try (LoopbackServer server = LoopbackServer.startTls(right.server(), LoopbackServer.always(200, "{}"));
                Transport transport = each.open(trusting(right))) {
            for (int i = 0; i < 3; i++) {
                assertThat(transport.send(report(server)).status()).isEqualTo(200);
            }
            assertThat(server.requests())
                    .hasSize(3)
                    .allSatisfy(request -> assertThat(request.text()).isEqualTo(Transports.BODY));
        }
    }

    @ParameterizedTest
    @EnumSource
    void send_refusesAnUnknownAuthority(Transports each) throws Exception {
        assertRefused(each, right, Transports.direct().build());
    }

    @ParameterizedTest
    @EnumSource
    void send_refusesAnotherHostsCertificate(Transports each) throws Exception {
        assertRefused(each, wrongHost, trusting(wrongHost));
    }

    @ParameterizedTest
    @EnumSource
    void send_refusesAnExpiredCertificate(Transports each) throws Exception {
        assertRefused(each, expired, trusting(expired));
    }

    @ParameterizedTest
    @EnumSource
    void send_plainAnswerToAHandshakeIsAnIOException(Transports each) throws Exception {
        try (LoopbackServer server = LoopbackServer.start(TransportAnswersIT.thenClose("HTTP/1.1 400 No\r\n\r\n"));
                Transport transport = each.open(trusting(right))) {
            assertThatThrownBy(() ->
                            transport.send(Transports.report(URI.create("https://127.0.0.1:" + server.port() + "/"))
                                    .build()))
                    .isInstanceOf(IOException.class);
        }
    }

    /** The end of a connection without the farewell of TLS may be somebody else's doing. */
    @ParameterizedTest
    @EnumSource
    void send_answerThatIsCutOffBelowTlsIsAnIOException(Transports each) throws Exception {
        for (String head : new String[] {"Content-Length: 10\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\nA\r\n"}) {
            assertThatThrownBy(() -> sendCutOff(each, "HTTP/1.1 200 OK\r\n" + head + "abc"))
                    .as("%s", head)
                    .isInstanceOf(IOException.class);
        }
    }

    /** Of an answer that says nothing of its length, the JDK's sockets take any end for the end. */
    @ParameterizedTest
    @EnumSource
    void send_answerWithoutALengthThatIsCutOffBelowTlsIsTakenForWhole(Transports each) throws Exception {
        String answer = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc";
        assertThat(sendCutOff(each, answer)).isEqualTo("abc");
    }

    private static String sendCutOff(Transports each, String answer) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                Transport transport = each.open(trusting(right))) {
            Thread server = new Thread(() -> answerAndCutOff(listener, answer), "cutting-server");
            server.start();
            return new String(
                    transport
                            .send(Transports.report(URI.create("https://127.0.0.1:" + listener.getLocalPort() + "/"))
                                    .build())
                            .body(),
                    US_ASCII);
        }
    }

    private static void answerAndCutOff(ServerSocket listener, String answer) {
        try (Socket plain = listener.accept()) {
            SSLSocket tls =
                    (SSLSocket) right.server().getSocketFactory().createSocket(plain, null, plain.getPort(), false);
            tls.setUseClientMode(false);
            LoopbackServer.read(tls.getInputStream());
            LoopbackServer.write(tls, answer.getBytes(US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertRefused(Transports each, Certificates certificates, TransportConfig config)
            throws Exception {
        try (LoopbackServer server = LoopbackServer.startTls(certificates.server(), LoopbackServer.always(200, "{}"));
                Transport transport = each.open(config)) {
            assertThatThrownBy(() -> transport.send(report(server))).isInstanceOf(SSLException.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    private static TransportConfig trusting(Certificates certificates) {
        return Transports.direct().sslContext(certificates.client()).build();
    }

    private static TransportRequest report(LoopbackServer server) {
        return Transports.report(server.uri("/scout")).build();
    }
}
