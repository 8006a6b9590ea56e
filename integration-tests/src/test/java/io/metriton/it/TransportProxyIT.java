package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import io.metriton.it.LoopbackServer.Received;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Through a proxy: http as a whole, https in a tunnel, and its password for the proxy's eyes only. */
class TransportProxyIT {
    private static final String BASIC = "Basic dXNlcjpww6Rzcw=="; // user:päss
    private static final int NOWHERE = 1;
    private static Certificates certificates;

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) throws Exception {
        certificates = Certificates.of(folder, "dns:endpoint.test");
    }

    /** None may pass over a SOCKS proxy and connect directly: who set one hides behind it. */
    @ParameterizedTest
    @EnumSource
    void send_neverGoesAroundASocksProxy(Transports each) throws Exception {
        Proxy dead = new Proxy(Proxy.Type.SOCKS, new InetSocketAddress("127.0.0.1", NOWHERE));
        TransportConfig config = TransportConfig.builder()
                .proxySelector(new ProxySelector() {
                    @Override
                    public List<Proxy> select(URI uri) {
                        return List.of(dead);
                    }

                    @Override
                    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                        // As expected.
                    }
                })
                .build();
        try (LoopbackServer server = LoopbackServer.start(LoopbackServer.always(200, "{}"));
                Transport transport = each.open(config)) {
            assertThat(catchThrowable(
                            () -> transport.send(report(server.uri("/").toString()))))
                    .isInstanceOf(IOException.class);
            assertThat(server.connections()).isZero();
        }
    }

    /** Which looks the name up itself: no resolver here knows it. The others refuse SOCKS proxies. */
    @ParameterizedTest
    @EnumSource(names = {"OKHTTP", "URLCONNECTION"})
    void send_leavesTheNameToTheSocksProxy(Transports each) throws Exception {
        try (LoopbackServer plain = LoopbackServer.start(LoopbackServer.always(200, "{}"));
                LoopbackServer tls = LoopbackServer.startTls(certificates.server(), LoopbackServer.always(200, "{}"));
                SocksProxy toPlain = SocksProxy.start(plain.port());
                SocksProxy toTls = SocksProxy.start(tls.port());
                Transport first = each.open(socks(toPlain));
                Transport second = each.open(socks(toTls))) {
            assertThat(first.send(report("http://endpoint.test/scout")).status())
                    .isEqualTo(200);
            assertThat(second.send(report("https://endpoint.test:8443/scout")).status())
                    .isEqualTo(200);

            assertThat(toPlain.targets()).containsExactly("endpoint.test:80");
            assertThat(plain.requests()).hasSize(1).allSatisfy(request -> {
                assertThat(request.target()).isEqualTo("/scout");
                assertThat(request.header("Host")).isEqualTo("endpoint.test");
            });
            assertThat(toTls.targets()).containsExactly("endpoint.test:8443");
            assertThat(tls.requests()).hasSize(1);
        }
    }

    private static TransportConfig socks(SocksProxy proxy) {
        return TransportConfig.builder()
                .sslContext(certificates.client())
                .proxySelector(new ProxySelector() {
                    @Override
                    public List<Proxy> select(URI uri) {
                        return List.of(new Proxy(Proxy.Type.SOCKS, proxy.address()));
                    }

                    @Override
                    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
                })
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void send_httpGoesToTheProxyInAbsoluteForm(Transports each) throws Exception {
        for (boolean resolved : new boolean[] {true, false}) {
            try (ScriptedProxy proxy = ScriptedProxy.start(NOWHERE, null);
                    Transport transport = each.open(new Config(address(proxy, resolved), null, null))) {
                // The name is the proxy's to look up: no resolver knows it.
                assertThat(transport
                                .send(report("http://endpoint.test/scout?a=1"))
                                .status())
                        .isEqualTo(200);

                Received request = proxy.requests().get(0);
                assertThat(request.method()).isEqualTo("POST");
                assertThat(request.target()).isEqualTo("http://endpoint.test/scout?a=1");
                assertThat(request.header("Host")).isEqualTo("endpoint.test");
                assertThat(request.header("Proxy-Authorization")).isNull();
                assertThat(request.text()).isEqualTo(Transports.BODY);
                assertThat(proxy.requests()).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void send_httpsGoesThroughATunnel(Transports each) throws Exception {
        try (LoopbackServer server = LoopbackServer.startTls(certificates.server(), LoopbackServer.always(200, "{}"));
                ScriptedProxy proxy = ScriptedProxy.start(server.port(), null);
                Transport transport = each.open(new Config(address(proxy, false), null, certificates.client()))) {
            assertThat(transport.send(report("https://endpoint.test/scout")).status())
                    .isEqualTo(200);

            assertThat(proxy.requests().get(0).method()).isEqualTo("CONNECT");
            assertThat(proxy.requests().get(0).target()).isEqualTo("endpoint.test:443");
            assertThat(proxy.requests().get(0).header("Content-Type")).isNull();
            assertThat(server.requests().get(0).target()).isEqualTo("/scout");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void send_showsThePasswordToThePlainProxyAtOnce(Transports each) throws Exception {
        try (ScriptedProxy proxy = ScriptedProxy.start(NOWHERE, BASIC);
                Transport transport = each.open(new Config(address(proxy, false), "päss", null))) {
            assertThat(transport.send(report("http://endpoint.test/scout")).status())
                    .isEqualTo(200);
            // With a first request without it, the report would have gone over the wire twice.
            assertThat(proxy.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void send_refusedPasswordIsAnAnswerAfterOneRequest(Transports each) throws Exception {
        for (String password : new String[] {"wrong", null}) {
            try (ScriptedProxy proxy = ScriptedProxy.start(NOWHERE, BASIC);
                    Transport transport = each.open(new Config(address(proxy, false), password, null))) {
                assertThat(transport.send(report("http://endpoint.test/scout")).status())
                        .isEqualTo(407);
                assertThat(proxy.requests()).hasSize(1);
            }
        }
    }

    /** The endpoint, reached directly, may ask for what it likes: the proxy's password is not for it. */
    @ParameterizedTest
    @CsvSource({"401, WWW-Authenticate", "407, Proxy-Authenticate"})
    void send_neverShowsThePasswordToTheEndpoint(int status, String challenge) throws Exception {
        for (Transports each : Transports.values()) {
            try (LoopbackServer server = LoopbackServer.startTls(
                            certificates.server(),
                            (index, request, socket) -> LoopbackServer.write(
                                    socket, LoopbackServer.plain(status, "", challenge + ": Basic realm=\"proxy\"")));
                    ScriptedProxy proxy = ScriptedProxy.start(server.port(), null);
                    Transport transport = each.open(new Config(address(proxy, false), "päss", certificates.client()))) {
                TransportResponse response = transport.send(report("https://endpoint.test/scout"));

                assertThat(response.status()).as("%s", each).isEqualTo(status);
                assertThat(server.requests()).as("%s", each).hasSize(1);
                assertThat(server.requests().get(0).headers())
                        .as("%s", each)
                        .doesNotContainKeys("Authorization", "Proxy-Authorization");
            }
        }
    }

    /** And what a proxy says with a tunnel it refuses is not the endpoint's answer. */
    @ParameterizedTest
    @CsvSource({"403", "407", "503", "302", "200000"})
    void send_refusedTunnelIsNoReport(int status) throws Exception {
        for (Transports each : Transports.values()) {
            try (LoopbackServer proxy = LoopbackServer.start((index, request, socket) -> {
                        LoopbackServer.write(socket, LoopbackServer.plain(status, "{}", "Location: http://127.0.0.1/"));
                        socket.close();
                    });
                    Transport transport = each.open(new Config(
                            new InetSocketAddress("127.0.0.1", proxy.port()), null, certificates.client()))) {
                Throwable failure = catchThrowable(() -> assertThat(transport
                                .send(report("https://endpoint.test/scout"))
                                .status())
                        .isEqualTo(status));

                if (each == Transports.JDK && failure == null) {
                    continue; // Which gives the proxy's answer as if it were the endpoint's.
                }
                assertThat(failure).as("%s", each).isInstanceOf(IOException.class);
                if (status < 1_000 && each == Transports.URLCONNECTION) {
                    assertThat(failure).hasMessage("the proxy refused the tunnel with status " + status);
                }
                assertThat(proxy.requests()).extracting(Received::method).containsExactly("CONNECT");
            }
        }
    }

    /** The JDK's client refuses Basic for tunnels by default (jdk.http.auth.tunneling.disabledSchemes, since 8u111). */
    @ParameterizedTest
    @EnumSource
    void send_showsThePasswordToTheProxyOfATunnelWhereTheJdkAllows(Transports each) throws Exception {
        assertThat(throughTunnel(each)).isEqualTo(each != Transports.JDK);
    }

    @ParameterizedTest
    @EnumSource(names = "JDK")
    void send_showsThePasswordToTheProxyOfATunnelWithThePropertySet(Transports each) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djdk.http.auth.tunneling.disabledSchemes=",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        TransportProxyIT.class.getName(),
                        each.name())
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes());
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(output.strip()).isEqualTo("true");
    }

    /** Of the child process. */
    public static void main(String[] args) throws Exception {
        makeCertificate(Files.createTempDirectory("metriton"));
        System.out.println(throughTunnel(Transports.valueOf(args[0])));
    }

    /** An application's own authenticator may hold passwords of people, or ask one: it is not ours to use. */
    @ParameterizedTest
    @EnumSource
    void send_neverAsksTheAuthenticatorOfTheJvm(Transports each) throws Exception {
        Authenticator.setDefault(new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication("user", "päss".toCharArray());
            }
        });
        try (ScriptedProxy proxy = ScriptedProxy.start(NOWHERE, BASIC);
                Transport transport = each.open(new Config(address(proxy, false), null, null))) {
            assertThat(transport.send(report("http://endpoint.test/scout")).status())
                    .isEqualTo(407);
            assertThat(proxy.requests()).hasSize(1);
        } finally {
            Authenticator.setDefault(null);
        }
    }

    /** True if the report arrived; the alternative is a 407, as answer or as exception, and nothing at the endpoint. */
    private static boolean throughTunnel(Transports each) throws Exception {
        try (LoopbackServer server = LoopbackServer.startTls(certificates.server(), LoopbackServer.always(200, "{}"));
                ScriptedProxy proxy = ScriptedProxy.start(server.port(), BASIC);
                Transport transport = each.open(new Config(address(proxy, false), "päss", certificates.client()))) {
            Throwable failure = catchThrowable(() -> assertThat(transport
                            .send(report("https://endpoint.test/scout"))
                            .status())
                    .isIn(200, 407));
            if (failure != null) {
                assertThat(failure).isInstanceOf(IOException.class).hasMessageContaining("407");
            }
            assertThat(proxy.requests()).extracting(Received::method).containsOnly("CONNECT");
            assertThat(server.requests())
                    .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("Proxy-Authorization"))
                    .hasSizeLessThan(2);
            return server.requests().size() == 1;
        }
    }

    private static TransportRequest report(String endpoint) {
        return Transports.report(URI.create(endpoint)).build();
    }

    private static InetSocketAddress address(ScriptedProxy proxy, boolean resolved) {
        int port = proxy.address().getPort();
        return resolved ? proxy.address() : InetSocketAddress.createUnresolved("127.0.0.1", port);
    }

    /** What core would make of HTTP_PROXY and HTTPS_PROXY. */
    private record Config(InetSocketAddress proxy, String password, SSLContext tls) implements TransportConfig {

        @Override
        public Duration connectTimeout() {
            return Duration.ofSeconds(2);
        }

        @Override
        public ProxySelector proxySelector() {
            return new ProxySelector() {
                @Override
                public List<Proxy> select(URI uri) {
                    return List.of(new Proxy(Proxy.Type.HTTP, proxy));
                }

                @Override
                public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
            };
        }

        @Override
        public Optional<PasswordAuthentication> proxyCredentials(InetSocketAddress address) {
            boolean known = address.getHostString().equals("127.0.0.1") && address.getPort() == proxy.getPort();
            return known && password != null
                    ? Optional.of(new PasswordAuthentication("user", password.toCharArray()))
                    : Optional.empty();
        }

        @Override
        public Optional<SSLContext> sslContext() {
            return Optional.ofNullable(tls);
        }
    }
}
