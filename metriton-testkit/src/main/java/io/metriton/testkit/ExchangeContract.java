package io.metriton.testkit;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One POST, byte for byte as asked for, nothing that the client thought of itself, and the answer as it is. Against
 * WireMock, a server that many know, over http or https.
 */
abstract class ExchangeContract extends ContractTests {
    private static final List<String> HARMLESS = List.of(
            "Accept",
            "Accept-Encoding",
            "Cache-Control",
            "Connection",
            "Content-Length",
            "Content-Type",
            "Host",
            "Pragma",
            "User-Agent",
            "X-Trace");

    private static WireMockServer server = new WireMockServer();
    private final boolean https;

    ExchangeContract(TransportContract contract, boolean https) {
        super(contract);
        this.https = https;
    }

    @BeforeAll
    static void startServer() {
        server = new WireMockServer(options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .dynamicHttpsPort()
                .http2TlsDisabled(true)
                .http2PlainDisabled(true)
                .keystoreType("PKCS12")
                .keystorePath(Certificates.get().serverKeyStore().toString())
                .keystorePassword(Certificates.PASSWORD)
                .keyManagerPassword(Certificates.PASSWORD));
        server.start();
    }

    @AfterAll
    static void stopServer() {
        server.stop();
    }

    @AfterEach
    void forget() {
        server.resetAll();
    }

    @Test
    void send_postsExactlyTheBytes() throws Exception {
        answer(aResponse().withBody("{}"));
        send(to("/scout"));

        LoggedRequest request = onlyRequest();
        assertThat(request.getMethod().getName()).isEqualTo("POST");
        assertThat(request.getUrl()).isEqualTo("/scout");
        assertThat(request.getBody()).isEqualTo(BODY.getBytes(StandardCharsets.UTF_8));
        assertThat(request.getHeader("Content-Length")).isEqualTo(String.valueOf(request.getBody().length));
    }

    @Test
    void send_addsNoHeaderThatMeansSomething() throws Exception {
        answer(aResponse().withBody("{}"));
        send(to("/scout").header("X-Trace", "a, b;  c"));

        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (HttpHeader header : onlyRequest().getHeaders().all()) {
            headers.put(header.key(), header.values());
        }
        assertThat(headers)
                .containsEntry("Content-Type", List.of("application/json"))
                .containsEntry("User-Agent", List.of("app/1.0 (testkit)"))
                .containsEntry("X-Trace", List.of("a, b;  c"))
                .containsEntry("Host", List.of(uri("").getRawAuthority()))
                .doesNotContainKey("Expect");
        // Gzip would have to be decoded by somebody; what the connection is for is the transport's own affair.
        assertThat(headers.getOrDefault("Accept-Encoding", List.of())).isSubsetOf(List.of("identity"));
        assertThat(headers.getOrDefault("Connection", List.of()))
                .allSatisfy(value -> assertThat(value).isIn("close", "keep-alive", "Keep-Alive"));
        assertThat(headers.keySet()).allSatisfy(name -> assertThat(HARMLESS).anyMatch(name::equalsIgnoreCase));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 3 << 20})
    void send_sendsABodyOfAnyLength(int length) throws Exception {
        answer(aResponse().withBody("{}"));
        byte[] body = new byte[length];
        send(to("/").body(body));

        assertThat(onlyRequest().getBody()).isEqualTo(body);
        assertThat(onlyRequest().getHeader("Content-Length")).isEqualTo(String.valueOf(length));
        assertThat(onlyRequest().containsHeader("Transfer-Encoding")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "''|/",
                "/|/",
                "?a=1|/?a=1",
                "/a%2Fb/%7e/c|/a%2Fb/%7e/c",
                "/scout?x=%20y+z&empty=&k=%C3%A4&q=a/b?c|/scout?x=%20y+z&empty=&k=%C3%A4&q=a/b?c",
                "/scout#fragment|/scout",
                "/scout/\u00e4?q=\u00f6|/scout/%C3%A4?q=%C3%B6"
            },
            delimiter = '|')
    void send_keepsTheTarget(String path, String target) throws Exception {
        // Not WireMock, which has an opinion on some of these.
        ScriptedServer.Script script = ScriptedServer.always(200, "{}");
        try (ScriptedServer exact = https
                        ? ScriptedServer.startTls(Certificates.get().server(), script)
                        : ScriptedServer.start(script);
                Transport transport = open(config())) {
            transport.send(report(exact.uri(path)).build());

            assertThat(exact.requests()).extracting(ReceivedRequest::target).containsExactly(target);
        }
    }

    /** Over https some of each hundred: what a client does about a status is the same there. */
    @Test
    void send_returnsEveryStatusWithItsBodyAfterOneRequest() throws Exception {
        int step = https ? 7 : 1;
        try (Transport transport = open(config())) {
            for (int status = 200; status < 600; status += step) {
                String body = status == 204 || status == 205 || status == 304 ? "" : "body of " + status;
                answer(aResponse().withStatus(status).withBody(body));
                TransportResponse response = transport.send(to("/scout").build());

                assertThat(response.status()).isEqualTo(status);
                assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(body);
                onlyRequest();
                server.resetAll();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "300, Location: /other",
        "301, Location: /other",
        "302, Location: /other",
        "303, Location: /other",
        "304, ETag: \"1\"",
        "307, Location: /other",
        "308, Location: /other",
        "401, WWW-Authenticate: Basic realm=\"x\"",
        "401, WWW-Authenticate: Digest realm=\"x\"",
        "401, WWW-Authenticate: Negotiate",
        "401, X-None: 1",
        "407, Proxy-Authenticate: Basic realm=\"x\"",
        "407, X-None: 1",
        "408, Retry-After: 0",
        "408, Connection: close",
        "421, Retry-After: 0",
        "425, Retry-After: 0",
        "429, Retry-After: 0",
        "503, Retry-After: 0",
        "503, Connection: close",
        "505, Connection: close"
    })
    void send_neverFollowsUp(int status, String header) throws Exception {
        String[] field = header.split(": ", 2);
        answer(aResponse().withStatus(status).withHeader(field[0], field[1]));
        TransportResponse response = send(to("/scout"));

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.header(field[0])).contains(field[1]);
        onlyRequest();
    }

    @Test
    void send_replaysNoCookie() throws Exception {
        answer(aResponse().withBody("{}").withHeader("Set-Cookie", "id=1; Path=/"));
        try (Transport transport = open(config())) {
            assertThat(transport.send(to("/").build()).header("Set-Cookie")).contains("id=1; Path=/");
            transport.send(to("/").build());
        }
        assertThat(server.getAllServeEvents())
                .hasSize(2)
                .allSatisfy(event ->
                        assertThat(event.getRequest().containsHeader("Cookie")).isFalse());
    }

    /** An application may set a cookie handler for the whole JVM: its cookies are not for others. */
    @Test
    void send_neverAsksTheCookieHandlerOfTheJvm() throws Exception {
        CookieHandler installed = CookieHandler.getDefault();
        CookieManager jar = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
        CookieHandler.setDefault(jar);
        try {
            send_replaysNoCookie();
            assertThat(jar.getCookieStore().getCookies()).isEmpty();
        } finally {
            CookieHandler.setDefault(installed);
        }
    }

    @Test
    void send_doesNotDecodeTheAnswer() throws Exception {
        byte[] body = {0x1f, (byte) 0x8b, 8, 0, 1, 2, 3, (byte) 0xff};
        answer(aResponse().withBody(body).withHeader("Content-Encoding", "gzip"));
        TransportResponse response = send(to("/"));

        assertThat(response.body()).isEqualTo(body);
        assertThat(response.header("content-encoding")).contains("gzip");
    }

    @Test
    void send_isOneRequestForEachOfManySends() throws Exception {
        answer(aResponse().withBody("{}"));
        try (Transport transport = open(config())) {
            for (int i = 0; i < 20; i++) {
                transport.send(to("/").build());
            }
        }
        assertThat(server.getAllServeEvents()).hasSize(20);
    }

    private TransportConfig config() {
        return FaultyEndpoint.direct().sslContext(Certificates.get().client()).build();
    }

    private static void answer(ResponseDefinitionBuilder response) {
        server.stubFor(any(anyUrl()).willReturn(response));
    }

    private TransportResponse send(TransportRequest.Builder request) throws Exception {
        try (Transport transport = open(config())) {
            return transport.send(request.build());
        }
    }

    private TransportRequest.Builder to(String path) {
        return report(uri(path));
    }

    private URI uri(String path) {
        return URI.create(
                https ? "https://127.0.0.1:" + server.httpsPort() + path : "http://127.0.0.1:" + server.port() + path);
    }

    private static LoggedRequest onlyRequest() {
        List<ServeEvent> events = server.getAllServeEvents();
        assertThat(events).as("requests").hasSize(1);
        return events.get(0).getRequest();
    }
}
