package io.metriton.core.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentProxiesTest {
    private static final URI HTTPS = URI.create("https://metriton.example/scout");
    private static final URI HTTP = URI.create("http://metriton.example/scout");

    private final ProxySelector jvmDefault = ProxySelector.getDefault();

    @BeforeEach
    void giveTheJvmAProxy() {
        ProxySelector.setDefault(new JvmSelector());
    }

    @AfterEach
    void restoreTheDefaultOfTheJvm() {
        ProxySelector.setDefault(jvmDefault);
    }

    @Test
    void variableOfTheScheme_isUsed() {
        Map<String, String> environment =
                Map.of("HTTPS_PROXY", "http://s.example:1", "HTTP_PROXY", "http://p.example:2");

        assertThat(selected(environment, HTTPS)).isEqualTo("s.example:1");
        assertThat(selected(environment, HTTP)).isEqualTo("p.example:2");
        assertThat(selected(environment, URI.create("HTTPS://metriton.example")))
                .isEqualTo("s.example:1");
    }

    /** A token as the password; a pattern that goes on for each character takes the stack of a small thread. */
    @Test
    void longValues_needNoStack() throws Exception {
        String token = "a%2F".repeat(20_000);
        Map<String, String> environment = Map.of(
                "HTTPS_PROXY", "http://user:" + token + "@s.example:1", "NO_PROXY", "1:".repeat(20_000) + ",other");
        AtomicReference<String> proxy = new AtomicReference<>();
        Thread small = new Thread(null, () -> proxy.set(selected(environment, HTTPS)), "small", 256 * 1024);
        small.start();
        small.join();

        assertThat(proxy).hasValue("s.example:1");
    }

    @Test
    void upperCase_isUsedBeforeLowerCase() {
        assertThat(selected(Map.of("HTTPS_PROXY", "upper:1", "https_proxy", "lower:2"), HTTPS))
                .isEqualTo("upper:1");
        assertThat(selected(Map.of("HTTPS_PROXY", " ", "https_proxy", "lower:2"), HTTPS))
                .isEqualTo("lower:2");
        assertThat(selected(Map.of("http_proxy", "lower:2"), HTTP)).isEqualTo("lower:2");
    }

    @Test
    void nothingSet_isWhatTheJvmSays() {
        assertThat(selected(Map.of(), HTTPS)).isEqualTo("jvm.example:9");
        assertThat(selected(Map.of("HTTP_PROXY", "p:1"), HTTPS))
                .as("of the other scheme")
                .isEqualTo("jvm.example:9");
        ProxySelector.setDefault(null);
        assertThat(selected(Map.of(), HTTPS)).isEqualTo("DIRECT");
    }

    @Test
    void exceptedHost_isDirectAndNotTheJvms() {
        assertThat(selected(Map.of("HTTPS_PROXY", "p:1", "NO_PROXY", "metriton.example"), HTTPS))
                .isEqualTo("DIRECT");
        assertThat(selected(Map.of("HTTPS_PROXY", "p:1", "no_proxy", "*"), HTTPS))
                .isEqualTo("DIRECT");
        assertThat(selected(Map.of("HTTPS_PROXY", "p:1", "NO_PROXY", "other.example"), HTTPS))
                .isEqualTo("p:1");
        assertThat(selected(Map.of("HTTP_PROXY", "p:1"), URI.create("http://127.0.0.1:8080/")))
                .isEqualTo("DIRECT");
    }

    @Test
    void httpProxyInACgiProgram_isRefusedAsAnyClientCouldSetIt() {
        Map<String, String> cgi = Map.of("REQUEST_METHOD", "POST", "HTTP_PROXY", "evil:1", "HTTPS_PROXY", "good:2");
        EnvironmentProxies proxies = new EnvironmentProxies(cgi, HTTP);

        assertThat(proxies.problem().orElseThrow())
                .startsWith("HTTP_PROXY is not used in a CGI program (REQUEST_METHOD is set)");
        assertThatThrownBy(() -> proxies.select(HTTP)).hasMessageStartingWith("HTTP_PROXY is not used");
        assertThat(proxies.apply(address("evil", 1))).isEmpty();
        assertThat(selected(cgi, HTTPS)).isEqualTo("good:2");
        assertThat(new EnvironmentProxies(cgi, HTTPS).problem()).isEmpty();
        assertThat(new EnvironmentProxies(Map.of("REQUEST_METHOD", "GET", "http_proxy", "p:1"), HTTP).problem())
                .isPresent();
        assertThat(new EnvironmentProxies(Map.of("REQUEST_METHOD", "", "http_proxy", "p:1"), HTTP).problem())
                .isEmpty();
        assertThat(new EnvironmentProxies(Map.of("REQUEST_METHOD", "GET"), HTTP).problem())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://p.example:3128, p.example:3128",
        "HTTP://p.example:3128/, p.example:3128",
        "p.example:3128, p.example:3128",
        "p.example, p.example:80",
        "' http://p.example ', p.example:80",
        "http://user:pw@p.example:1, p.example:1",
        "http://[2001:db8::1]:1, [2001:db8::1]:1",
        "http://p.example:65535, p.example:65535",
        "http://p.example:, p.example:80",
        "http://my_proxy:3128, my_proxy:3128",
        "my_proxy, my_proxy:80",
        "http://u:p@ss@p.example:1, p.example:1",
        "u:p%40@p.example:1/path?q#f, p.example:1",
        "http://b\u00fccher.example:1, xn--bcher-kva.example:1"
    })
    void value_isAnAddressWithOrWithoutScheme(String value, String proxy) {
        assertThat(selected(Map.of("HTTPS_PROXY", value), HTTPS)).isEqualTo(proxy);
        assertThat(new EnvironmentProxies(Map.of("HTTPS_PROXY", value), HTTPS).problem())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socks5://secret:1",
                "https://secret:1",
                "http://",
                "http://secret:port",
                "secret|1",
                "http://se cret",
                "http:/secret",
                "http:secret",
                "HTTP:/secret/",
                "http//secret:1",
                "http",
                "https:1",
                "socks5:1",
                "http://:1",
                "http://secret:0",
                "http://secret:65536",
                "http://sec%zzret@p:1",
                "http://sec ret@p:1",
                "http://[secret]:1",
                "http://[::1",
                "http://[::g]:1",
                "http://secret..x:1",
                "secret:1:2",
                "http://sec\u0000ret:1",
                "http://secret:99999",
                "http://secret:99999999999",
                "%"
            })
    void invalidValue_isAProblemByNameOfTheVariableAndNotByItsValue(String value) {
        assertThat(new EnvironmentProxies(Map.of("HTTPS_PROXY", value), HTTPS).problem())
                .contains("HTTPS_PROXY names no http proxy: set it to http://host:port,"
                        + " or except the endpoint's host in NO_PROXY");
        assertThatThrownBy(() -> selected(Map.of("HTTP_PROXY", value), HTTP))
                .hasMessageStartingWith("HTTP_PROXY names no http proxy")
                .hasNoCause();
    }

    @Test
    void invalidValueThatDoesNotCount_isNoProblem() {
        assertThat(new EnvironmentProxies(Map.of("HTTP_PROXY", "socks5://p"), HTTPS).problem())
                .isEmpty();
        assertThat(new EnvironmentProxies(Map.of("HTTPS_PROXY", "socks5://p", "NO_PROXY", "*"), HTTPS).problem())
                .isEmpty();
        assertThat(new EnvironmentProxies(Map.of(), HTTPS).problem()).isEmpty();
    }

    @Test
    void userInfo_isTheCredentialsOfThatProxyOnly() {
        EnvironmentProxies proxies =
                new EnvironmentProxies(Map.of("HTTPS_PROXY", "http://us%40er:p+%3Aw@p.example:3128"), HTTPS);
        PasswordAuthentication credentials =
                proxies.apply(address("P.example", 3128)).orElseThrow();

        assertThat(credentials.getUserName()).isEqualTo("us@er");
        assertThat(credentials.getPassword()).isEqualTo("p+:w".toCharArray());
        assertThat(proxies.apply(address("p.example", 1))).isEmpty();
        assertThat(proxies.apply(address("other.example", 3128))).isEmpty();
    }

    @Test
    void userInfoWithoutPassword_hasAnEmptyOne() {
        Optional<PasswordAuthentication> credentials =
                new EnvironmentProxies(Map.of("HTTP_PROXY", "user@p.example:1"), HTTP).apply(address("p.example", 1));

        assertThat(credentials.orElseThrow().getUserName()).isEqualTo("user");
        assertThat(credentials.orElseThrow().getPassword()).isEmpty();
    }

    @Test
    void noUserInfo_isNoCredentials() {
        assertThat(new EnvironmentProxies(Map.of("HTTPS_PROXY", "p.example:1"), HTTPS).apply(address("p.example", 1)))
                .isEmpty();
    }

    @Test
    void credentialsOfAnotherVariable_areNotGiven() {
        Map<String, String> both =
                Map.of("HTTPS_PROXY", "http://s:secret@p.example:1", "HTTP_PROXY", "http://p.example:1");

        assertThat(new EnvironmentProxies(both, HTTP).apply(address("p.example", 1)))
                .as("its own has none")
                .isEmpty();
        assertThat(user(new EnvironmentProxies(both, HTTPS), "p.example")).isEqualTo("s");
        assertThat(new EnvironmentProxies(Map.of("HTTPS_PROXY", "http://s:secret@jvm.example:9"), HTTP)
                        .apply(address("jvm.example", 9)))
                .as("chosen by Java's properties")
                .isEmpty();
        assertThat(new EnvironmentProxies(Map.of("HTTP_PROXY", "http://h:secret@p.example:1"), HTTPS)
                        .apply(address("p.example", 1)))
                .as("https is never redirected to http")
                .isEmpty();
        assertThat(user(
                        new EnvironmentProxies(
                                Map.of("HTTPS_PROXY", "http://s:x@s.example:1", "HTTP_PROXY", "http://h:x@p.example:1"),
                                HTTP),
                        "s.example"))
                .as("after a redirect to https, by another proxy")
                .isEqualTo("s");
        ProxySelector.setDefault(null);
        assertThat(new EnvironmentProxies(Map.of("NO_PROXY", "*", "HTTPS_PROXY", "http://s:x@p.example:1"), HTTPS)
                        .apply(address("p.example", 1)))
                .isEmpty();
    }

    @Test
    void selectorOfTheJvmThatReturnsNull_isNamed() {
        ProxySelector.setDefault(new NullSelector());

        assertThatThrownBy(() -> selected(Map.of(), HTTP))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the ProxySelector " + NullSelector.class.getName()
                        + " returned null: it has to return Proxy.NO_PROXY for a direct connection");
        assertThatThrownBy(() -> new CheckedProxySelector(new NullSelector()).select(HTTP))
                .isInstanceOf(IllegalStateException.class);
    }

    private static String user(EnvironmentProxies proxies, String host) {
        return proxies.apply(address(host, 1)).orElseThrow().getUserName();
    }

    private static String selected(Map<String, String> environment, URI uri) {
        List<Proxy> proxies = new EnvironmentProxies(environment, uri).select(uri);
        assertThat(proxies).hasSize(1);
        return proxies.get(0).address() instanceof InetSocketAddress proxy
                ? proxy.getHostString() + ":" + proxy.getPort()
                : proxies.get(0).type().name();
    }

    private static InetSocketAddress address(String host, int port) {
        return InetSocketAddress.createUnresolved(host, port);
    }

    private static final class NullSelector extends ProxySelector {

        @Override
        public List<Proxy> select(URI uri) {
            return null;
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    }

    private static final class JvmSelector extends ProxySelector {

        @Override
        public List<Proxy> select(URI uri) {
            return List.of(new Proxy(Proxy.Type.HTTP, address("jvm.example", 9)));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            throw new AssertionError("nothing connects here");
        }
    }
}
