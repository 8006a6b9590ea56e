package io.metriton.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransportConfigTest {
    private static final URI ENDPOINT = URI.create("https://metriton.example/scout");
    private static final InetSocketAddress ADDRESS = InetSocketAddress.createUnresolved("proxy.example", 3128);
    private static final Proxy PROXY = new Proxy(Proxy.Type.HTTP, ADDRESS);

    private final ProxySelector jvmDefault = ProxySelector.getDefault();

    @AfterEach
    void restoreTheDefaultOfTheJvm() {
        ProxySelector.setDefault(jvmDefault);
    }

    @Test
    void nothingSet_hasDefaults() {
        TransportConfig config = TransportConfig.builder().build();

        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.sslContext()).isEmpty();
        assertThat(config.proxyCredentials(ADDRESS)).isEmpty();
        assertThat(config.proxyAuthorization(PROXY)).isEmpty();
    }

    @Test
    void everythingSet_isGivenBack() throws NoSuchAlgorithmException {
        ProxySelector proxies = ProxySelector.of(ADDRESS);
        SSLContext ssl = SSLContext.getDefault();
        TransportConfig config = TransportConfig.builder()
                .connectTimeout(Duration.ofMillis(3))
                .proxySelector(proxies)
                .sslContext(ssl)
                .build();

        assertThat(config.connectTimeout()).isEqualTo(Duration.ofMillis(3));
        assertThat(config.proxySelector()).isSameAs(proxies);
        assertThat(config.sslContext()).containsSame(ssl);
    }

    @Test
    void noSelectorSet_asksTheOneThatTheJvmHasAtTheTimeOfUse() {
        ProxySelector selector = TransportConfig.builder().build().proxySelector();
        FakeSelector later = new FakeSelector();
        ProxySelector.setDefault(later);

        assertThat(selector.select(ENDPOINT)).containsExactly(PROXY);
        IOException failure = new IOException("refused");
        selector.connectFailed(ENDPOINT, ADDRESS, failure);
        assertThat(later.failures).containsExactly(failure);
    }

    @Test
    void jvmWithoutSelector_connectsDirectly() {
        ProxySelector selector = TransportConfig.builder().build().proxySelector();
        ProxySelector.setDefault(null);

        assertThat(selector.select(ENDPOINT)).containsExactly(Proxy.NO_PROXY);
        assertThatCode(() -> selector.connectFailed(ENDPOINT, ADDRESS, new IOException()))
                .doesNotThrowAnyException();
    }

    @Test
    void connectTimeoutThatIsNotPositive_isRefusedByValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransportConfig.builder().connectTimeout(Duration.ZERO))
                .withMessage("connectTimeout must be positive, not PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransportConfig.builder().connectTimeout(Duration.ofSeconds(-1)))
                .withMessageContaining("PT-1S");
    }

    @Test
    void proxyAuthorization_isBasicInUtf8() {
        String pair = "us\u00e9r:pass:word";

        assertThat(new Credentials("us\u00e9r", "pass:word").proxyAuthorization(PROXY))
                .contains("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
        assertThat(new Credentials("Aladdin", "open sesame").proxyAuthorization(PROXY))
                .as("the example of RFC 7617, section 2")
                .contains("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }

    @Test
    void proxyAuthorization_isNotSentToAnotherProxyNorDirectly() {
        TransportConfig config = new Credentials("user", "password");
        InetSocketAddress other = InetSocketAddress.createUnresolved("other.example", 3128);

        assertThat(config.proxyAuthorization(new Proxy(Proxy.Type.HTTP, other))).isEmpty();
        assertThat(config.proxyAuthorization(Proxy.NO_PROXY)).isEmpty();
    }

    private record Credentials(String user, String password) implements TransportConfig {

        @Override
        public Duration connectTimeout() {
            return Duration.ofSeconds(2);
        }

        @Override
        public ProxySelector proxySelector() {
            return ProxySelector.of(ADDRESS);
        }

        @Override
        public Optional<SSLContext> sslContext() {
            return Optional.empty();
        }

        @Override
        public Optional<PasswordAuthentication> proxyCredentials(InetSocketAddress proxy) {
            return proxy.equals(ADDRESS)
                    ? Optional.of(new PasswordAuthentication(user, password.toCharArray()))
                    : Optional.empty();
        }
    }

    private static final class FakeSelector extends ProxySelector {
        private final List<IOException> failures = new ArrayList<>();

        @Override
        public List<Proxy> select(URI uri) {
            return List.of(PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            failures.add(failure);
        }
    }

    /** Clients that know http proxies only would connect directly, and show the address of who set the proxy. */
    @Test
    void socksProxy_isRefusedForClientsThatCannotUseIt() throws IOException {
        URI endpoint = URI.create("https://example.org/");
        Proxy socks = new Proxy(Proxy.Type.SOCKS, InetSocketAddress.createUnresolved("127.0.0.1", 1));
        TransportConfig config =
                TransportConfig.builder().proxySelector(fixed(socks)).build();

        assertThat(config.proxyFor(endpoint)).isEqualTo(socks);
        assertThatThrownBy(() -> config.httpProxyFor(endpoint))
                .isInstanceOf(IOException.class)
                .hasMessage("this transport cannot use a SOCKS proxy: take a transport that can, or an HTTP proxy");
        assertThat(TransportConfig.builder()
                        .proxySelector(fixed(Proxy.NO_PROXY))
                        .build()
                        .httpProxyFor(endpoint))
                .isEqualTo(Proxy.NO_PROXY);
    }

    private static ProxySelector fixed(Proxy proxy) {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(proxy);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                // Nothing to choose from.
            }
        };
    }
}
