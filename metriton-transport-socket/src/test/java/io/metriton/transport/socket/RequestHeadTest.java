package io.metriton.transport.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.metriton.api.TransportRequest;
import io.metriton.api.support.Route;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes over the wire before a body, byte for byte. */
class RequestHeadTest {
    private static final InetSocketAddress PROXY = InetSocketAddress.createUnresolved("proxy.test", 3128);

    @Test
    void post_isTheHeadersAsGivenAndWhatIsNeeded() throws IOException {
        TransportRequest request = TransportRequest.builder()
                .endpoint(URI.create("https://example.org/scout"))
                .header("X-Trace", "a, b;  c")
                .header("User-Agent", "app/1.0")
                .build();

        assertThat(text(RequestHead.post(direct(request), request, 17, null)))
                .isEqualTo("POST /scout HTTP/1.1\r\nHost: example.org\r\nUser-Agent: app/1.0\r\nX-Trace: a, b;  c\r\n"
                        + "Content-Length: 17\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://example.org                | /            | example.org",
                "http://example.org?a=1            | /?a=1        | example.org",
                "http://example.org/?              | /?           | example.org",
                "http://example.org:80/            | /            | example.org",
                "https://example.org:443/          | /            | example.org",
                "http://example.org:443/           | /            | example.org:443",
                "https://example.org:80/           | /            | example.org:80",
                "HTTPS://Example.org:8443/A        | /A           | Example.org:8443",
                "http://[2001:db8::1]/             | /            | [2001:db8::1]",
                "http://[::1]:8080/x               | /x           | [::1]:8080",
                "http://example.org/a%2Fb/../~?q=%20+ | /a%2Fb/../~?q=%20+ | example.org",
                "http://example.org/x#fragment     | /x           | example.org",
                "http://example.org/ä?q=ö          | /%C3%A4?q=%C3%B6 | example.org"
            })
    void post_namesTargetAndHost(String endpoint, String target, String host) throws IOException {
        TransportRequest request = request(endpoint);
        String head = "\r\nHost: " + host + "\r\nContent-Length: 0\r\nConnection: close\r\n";

        assertThat(text(RequestHead.post(direct(request), request, 0, null)))
                .isEqualTo("POST " + target + " HTTP/1.1" + head + "\r\n");
        if (endpoint.startsWith("http:")) {
            assertThat(text(RequestHead.post(proxied(request), request, 0, "Basic eDp5")))
                    .isEqualTo("POST http://" + host + target + " HTTP/1.1" + head
                            + "Proxy-Authorization: Basic eDp5\r\n\r\n");
        }
    }

    /** A host of one's own is for servers behind an address; where the body ends must not be said twice. */
    @Test
    void post_takesTheCallersHostButNotItsFraming() throws IOException {
        TransportRequest request = TransportRequest.builder()
                .endpoint(URI.create("http://127.0.0.1:8080/"))
                .header("connection", "keep-alive, Upgrade")
                .header("content-length", "1")
                .header("host", "virtual.example.org")
                .header("Proxy-Authorization", "Basic b3du")
                .header("TRANSFER-ENCODING", "chunked")
                .build();

        assertThat(text(RequestHead.post(direct(request), request, 2, null)))
                .isEqualTo("POST / HTTP/1.1\r\nHost: virtual.example.org\r\nProxy-Authorization: Basic b3du\r\n"
                        + "Content-Length: 2\r\nConnection: close\r\n\r\n");
        assertThat(text(RequestHead.post(proxied(request), request, 2, "Basic eDp5")))
                .isEqualTo("POST http://127.0.0.1:8080/ HTTP/1.1\r\nHost: virtual.example.org\r\n"
                        + "Content-Length: 2\r\nConnection: close\r\nProxy-Authorization: Basic eDp5\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.org/secret?x=1, example.org:443",
        "https://example.org:8443, example.org:8443",
        "https://[::1]/, [::1]:443"
    })
    void connect_tellsTheProxyHostPortAndLoginOnly(String endpoint, String authority) throws IOException {
        TransportRequest request = TransportRequest.builder()
                .endpoint(URI.create(endpoint))
                .header("User-Agent", "app")
                .build();

        assertThat(text(RequestHead.connect(proxied(request), null)))
                .isEqualTo("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
        assertThat(text(RequestHead.connect(proxied(request), "Basic eDp5")))
                .isEqualTo("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority
                        + "\r\nProxy-Authorization: Basic eDp5\r\n\r\n");
    }

    @Test
    void route_toAPortThatCannotBeIsAnIOException() {
        assertThatIOException()
                .isThrownBy(() -> direct(request("http://example.org:65536/")))
                .withMessage("there is no port 65536");
    }

    private static TransportRequest request(String endpoint) {
        return TransportRequest.builder().endpoint(URI.create(endpoint)).build();
    }

    private static Route direct(TransportRequest request) throws IOException {
        return new Route(request.endpoint(), Proxy.NO_PROXY);
    }

    private static Route proxied(TransportRequest request) throws IOException {
        return new Route(request.endpoint(), new Proxy(Proxy.Type.HTTP, PROXY));
    }

    private static String text(byte[] head) {
        return new String(head, StandardCharsets.US_ASCII);
    }
}
