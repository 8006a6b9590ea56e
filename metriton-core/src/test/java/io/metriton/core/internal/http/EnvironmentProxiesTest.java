package io.metriton.core.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.MetritonException;
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
    void httpProxyInACgiProgram_isIgnoredAsAnyClientCouldSetIt() {
        Map<String, String> cgi = Map.of("REQUEST_METHOD", "POST", "HTTP_PROXY", "evil:1", "HTTPS_PROXY", "good:2");

        assertThat(selected(cgi, HTTP)).isEqualTo("jvm.example:9");
        assertThat(selected(cgi, HTTPS)).isEqualTo("good:2");
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
        "http://p.example:65535, p.example:65535"
    })
    void value_isAnAddressWithOrWithoutScheme(String value, String proxy) throws MetritonException {
        assertThat(selected(Map.of("HTTPS_PROXY", value), HTTPS)).isEqualTo(proxy);
        new EnvironmentProxies(Map.of("HTTPS_PROXY", value)).check(HTTPS);
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
                "http://u:sec@ret@p",
                "http://secret_host:1",
                "http://secret:99999",
                "http://secret:99999999999",
                "%"
            })
    void invalidValue_stopsTheReportByNameOfTheVariableAndNotByItsValue(String value) {
        assertThatThrownBy(() -> new EnvironmentProxies(Map.of("HTTPS_PROXY", value)).check(HTTPS))
                .isInstanceOf(MetritonException.class)
                .hasMessage("HTTPS_PROXY names no http proxy: set it to http://host:port,"
                        + " or except the endpoint's host in NO_PROXY")
                .hasNoCause();
        assertThatThrownBy(() -> selected(Map.of("HTTP_PROXY", value), HTTP))
                .hasMessage("HTTP_PROXY names no http proxy");
    }

    @Test
    void invalidValueThatDoesNotCount_isNoReasonToStop() {
        assertThatCode(() -> {
                    new EnvironmentProxies(Map.of("HTTP_PROXY", "socks5://p")).check(HTTPS);
                    new EnvironmentProxies(Map.of("HTTPS_PROXY", "socks5://p", "NO_PROXY", "*")).check(HTTPS);
                    new EnvironmentProxies(Map.of()).check(HTTPS);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void userInfo_isTheCredentialsOfThatProxyOnly() {
        EnvironmentProxies proxies =
                new EnvironmentProxies(Map.of("HTTPS_PROXY", "http://us%40er:p+%3Aw@p.example:3128"));
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
                new EnvironmentProxies(Map.of("HTTP_PROXY", "user@p.example:1")).apply(address("p.example", 1));

        assertThat(credentials.orElseThrow().getUserName()).isEqualTo("user");
        assertThat(credentials.orElseThrow().getPassword()).isEmpty();
    }

    @Test
    void noUserInfo_isNoCredentials() {
        assertThat(new EnvironmentProxies(Map.of("HTTPS_PROXY", "p.example:1")).apply(address("p.example", 1)))
                .isEmpty();
    }

    private static String selected(Map<String, String> environment, URI uri) {
        List<Proxy> proxies = new EnvironmentProxies(environment).select(uri);
        assertThat(proxies).hasSize(1);
        return proxies.get(0).address() instanceof InetSocketAddress proxy
                ? proxy.getHostString() + ":" + proxy.getPort()
                : proxies.get(0).type().name();
    }

    private static InetSocketAddress address(String host, int port) {
        return InetSocketAddress.createUnresolved(host, port);
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
