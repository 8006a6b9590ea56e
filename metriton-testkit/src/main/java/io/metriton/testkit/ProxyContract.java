package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Through a proxy: http as a whole, https in a tunnel, and its password for the proxy's eyes only. */
abstract class ProxyContract extends ContractTests {
    private static final String PASSWORD = "p\u00e4ss";
    private static final String BASIC = "Basic dXNlcjpww6Rzcw=="; // user:päss
    private static final int NOWHERE = 1;
    private static final URI HTTP = URI.create("http://" + Certificates.HOST + "/scout?a=1");
    private static final URI HTTPS = URI.create("https://" + Certificates.HOST + "/scout");

    ProxyContract(TransportContract contract) {
        super(contract);
    }

    /** The name is the proxy's to look up: no resolver knows it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void send_httpGoesToTheProxyInAbsoluteForm(boolean resolved) throws Exception {
        try (ScriptedProxy proxy = ScriptedProxy.start(NOWHERE, null);
                Transport transport = open(through(proxy.address(resolved)).build())) {
            assertThat(transport.send(report(HTTP).build()).status()).isEqualTo(200);

            assertThat(proxy.requests()).hasSize(1);
            ReceivedRequest request = proxy.requests().get(0);
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.target()).isEqualTo(HTTP.toString());
            assertThat(request.header("Host")).contains(Certificates.HOST);
            assertThat(request.header("Proxy-Authorization")).isEmpty();
            assertThat(request.text()).isEqualTo(BODY);
        }
    }

    @Test
    void send_httpsGoesThroughATunnel() throws Exception {
        try (ScriptedServer server = endpoint(200);
                ScriptedProxy proxy = ScriptedProxy.start(server.port(), null);
                Transport transport = open(through(proxy.address(false)).build())) {
            assertThat(transport.send(report(HTTPS).build()).status()).isEqualTo(200);

            ReceivedRequest connect = proxy.requests().get(0);
            assertThat(connect.method()).isEqualTo("CONNECT");
            assertThat(connect.target()).isEqualTo(Certificates.HOST + ":443");
            assertThat(connect.header("Content-Type")).isEmpty();
            assertThat(server.requests()).extracting(ReceivedRequest::target).containsExactly("/scout");
        }
    }

    /** With a first request without it, the report would go over the wire twice. */
    @Test
    void send_showsThePasswordToThePlainProxyAtOnce() throws Exception {
        try (ScriptedProxy proxy = ScriptedProxy.start(NOWHERE, BASIC);
                Transport transport = open(withPassword(proxy).build())) {
            assertThat(transport.send(report(HTTP).build()).status()).isEqualTo(200);
            assertThat(proxy.requests()).hasSize(1);
        }
    }

    @Test
    void send_showsThePasswordToTheProxyOfATunnel() throws Exception {
        try (ScriptedServer server = endpoint(200);
                ScriptedProxy proxy = ScriptedProxy.start(server.port(), BASIC);
                Transport transport = open(withPassword(proxy).build())) {
            assertThat(transport.send(report(HTTPS).build()).status()).isEqualTo(200);

            assertThat(server.requests())
                    .hasSize(1)
                    .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("Proxy-Authorization"));
        }
    }

    /** As answer or as exception, the caller learns that it was the proxy, and no report gets out. */
    @Test
    void send_withoutThePasswordNoReportGetsOut() throws Exception {
        try (ScriptedServer server = endpoint(200);
                ScriptedProxy proxy = ScriptedProxy.start(server.port(), BASIC);
                Transport transport = open(through(proxy.address(false)).build())) {
            assertThat(transport.send(report(HTTP).build()).status()).isEqualTo(407);
            assertThatThrownBy(() -> {
                        TransportResponse response =
                                transport.send(report(HTTPS).build());
                        throw new IOException("an answer with status " + response.status());
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching("(?s).*(proxy|407).*");
            assertThat(server.requests()).isEmpty();
        }
    }

    /** Of no use to anybody, perhaps without an end, or of a length that no memory holds. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 1000000000",
                "Content-Length: 3000000000",
                "Transfer-Encoding: chunked",
                "Content-Type: text/html; charset=none-such",
            })
    void send_failsWithAnIOExceptionWhereAProxyRefusesTheTunnelWithAnyPage(String header) throws Exception {
        byte[] refusal =
                ("HTTP/1.1 403 Forbidden\r\n" + header + "\r\n\r\n6\r\n<html>\r\n").getBytes(StandardCharsets.US_ASCII);
        ScriptedServer.Script script = (index, request, socket) -> {
            ScriptedServer.write(socket, refusal);
            socket.close();
        };
        try (ScriptedServer proxy = ScriptedServer.start(script);
                Transport transport = open(through(new InetSocketAddress(ScriptedServer.LOOPBACK, proxy.port()))
                        .build())) {
            assertThatThrownBy(() -> {
                        TransportResponse response =
                                transport.send(report(HTTPS).build());
                        throw new IOException("an answer with status " + response.status());
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    /** Whoever is between the host and its proxy could else speak in the endpoint's name, past TLS. */
    @Test
    void send_neverTakesWhatTheProxySaysForTheEndpointsAnswer() throws Exception {
        String injected = "HTTP/1.1 200 OK\r\nContent-Length: 22\r\n\r\n{\"disable_scout\":true}";
        try (ScriptedServer server = endpoint(200);
                ScriptedProxy proxy = ScriptedProxy.startWithMore(server.port(), injected);
                Transport transport = open(through(proxy.address(false)).build())) {
            assertNoAnswerOfTheProxy(transport);
        }
    }

    /** None but a 200 makes a tunnel that a client may rely on: the report has not left. */
    @ParameterizedTest
    @ValueSource(ints = {202, 203, 204, 206})
    void send_neverTakesAnAnswerToConnectForTheEndpoints(int status) throws Exception {
        byte[] answer =
                ("HTTP/1.1 " + status + " Odd\r\n\r\n{\"disable_scout\":true}").getBytes(StandardCharsets.US_ASCII);
        try (ScriptedServer proxy = ScriptedServer.start((index, request, socket) -> {
                    ScriptedServer.write(socket, answer);
                    socket.close();
                });
                Transport transport = open(through(new InetSocketAddress(ScriptedServer.LOOPBACK, proxy.port()))
                        .build())) {
            assertNoAnswerOfTheProxy(transport);
        }
    }

    private static void assertNoAnswerOfTheProxy(Transport transport) {
        try {
            TransportResponse response = transport.send(report(HTTPS).build());
            assertThat(new String(response.body(), StandardCharsets.UTF_8))
                    .as("the answer, which is the endpoint's own")
                    .isEqualTo("{}");
        } catch (IOException e) {
            // Nothing of the endpoint's was heard.
        }
    }

    @ParameterizedTest
    @CsvSource({"401, WWW-Authenticate", "407, Proxy-Authenticate"})
    void send_neverShowsThePasswordToTheEndpoint(int status, String challenge) throws Exception {
        try (ScriptedServer server = ScriptedServer.startTls(
                        Certificates.get().server(),
                        (index, request, socket) -> ScriptedServer.write(
                                socket, ScriptedServer.plain(status, "", challenge + ": Basic realm=\"proxy\"")));
                ScriptedProxy proxy = ScriptedProxy.start(server.port(), null);
                Transport transport = open(withPassword(proxy).build())) {
            assertThat(transport.send(report(HTTPS).build()).status()).isEqualTo(status);

            assertThat(server.requests())
                    .hasSize(1)
                    .allSatisfy(request ->
                            assertThat(request.headers()).doesNotContainKeys("Authorization", "Proxy-Authorization"));
        }
    }

    /** An application's own authenticator may hold passwords of people, or ask one: it is not a transport's to use. */
    @Test
    void send_neverAsksTheAuthenticatorOfTheJvm() throws Exception {
        Authenticator installed = Authenticator.getDefault();
        Authenticator.setDefault(new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication("user", PASSWORD.toCharArray());
            }
        });
        try (ScriptedProxy proxy = ScriptedProxy.start(NOWHERE, BASIC);
                Transport transport = open(through(proxy.address(false)).build())) {
            assertThat(transport.send(report(HTTP).build()).status()).isEqualTo(407);
            assertThat(proxy.requests()).hasSize(1);
        } finally {
            Authenticator.setDefault(installed);
        }
    }

    /** As for a host in {@code NO_PROXY}: the selector says so for each endpoint. */
    @Test
    void send_goesDirectlyWhereTheSelectorSaysSo() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"));
                ScriptedProxy proxy = ScriptedProxy.start(NOWHERE, null);
                Transport transport = open(withPassword(proxy)
                        .proxySelector(new Selector(uri -> uri.getHost().equals("127.0.0.1")
                                ? Proxy.NO_PROXY
                                : new Proxy(Proxy.Type.HTTP, proxy.address(false))))
                        .build())) {
            TransportRequest direct = report(server.uri("/scout")).build();
            transport.send(direct);
            transport.send(report(HTTP).build());
            transport.send(direct);

            assertThat(server.requests())
                    .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("Proxy-Authorization"))
                    .extracting(ReceivedRequest::target)
                    .containsExactly("/scout", "/scout");
            assertThat(proxy.requests()).extracting(ReceivedRequest::target).containsExactly(HTTP.toString());
        }
    }

    /** None may pass over a SOCKS proxy and connect directly: who set one hides behind it. */
    @Test
    void send_neverGoesAroundASocksProxy() throws Exception {
        Proxy dead = new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(ScriptedServer.LOOPBACK, NOWHERE));
        TransportConfig config = TransportConfig.builder()
                .proxySelector(new Selector(uri -> dead))
                .build();
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"));
                Transport transport = open(config)) {
            assertThatThrownBy(() -> transport.send(report(server.uri("/")).build()))
                    .isInstanceOf(IOException.class);
            assertThat(server.connections()).isZero();
        }
    }

    /** It looks the name up itself, as no resolver here knows it. A client that knows no SOCKS has to say so. */
    @Test
    void send_leavesTheNameToASocksProxyOrRefusesIt() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"));
                SocksProxy proxy = SocksProxy.start(server.port());
                Transport transport = open(TransportConfig.builder()
                        .proxySelector(new Selector(uri -> new Proxy(Proxy.Type.SOCKS, proxy.address())))
                        .build())) {
            Throwable failure = catchThrowable(() -> transport.send(report(HTTP).build()));

            if (failure == null) {
                assertThat(proxy.targets()).containsExactly(Certificates.HOST + ":80");
                assertThat(server.requests()).hasSize(1);
            } else {
                assertThat(failure).isInstanceOf(IOException.class).hasMessageContaining("SOCKS");
                assertThat(server.requests()).isEmpty();
            }
        }
    }

    private static ScriptedServer endpoint(int status) throws IOException {
        return ScriptedServer.startTls(Certificates.get().server(), ScriptedServer.always(status, "{}"));
    }

    private static TransportConfig.Builder withPassword(ScriptedProxy proxy) {
        return through(proxy.address(false))
                .proxyCredentials(address -> Optional.of(new PasswordAuthentication("user", PASSWORD.toCharArray())));
    }

    private static TransportConfig.Builder through(InetSocketAddress proxy) {
        return TransportConfig.builder()
                .proxySelector(new Selector(uri -> new Proxy(Proxy.Type.HTTP, proxy)))
                .sslContext(Certificates.get().client());
    }

    /** One proxy for each address. */
    private static final class Selector extends ProxySelector {
        private final Function<URI, Proxy> choice;

        Selector(Function<URI, Proxy> choice) {
            this.choice = choice;
        }

        @Override
        public List<Proxy> select(URI uri) {
            return List.of(choice.apply(uri));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            // As the tests that refuse a connection expect.
        }
    }
}
