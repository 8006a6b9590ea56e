package io.metriton.api;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

final class DefaultTransportConfig implements TransportConfig {
    private final Duration connectTimeout;
    private final @Nullable ProxySelector proxySelector;
    private final @Nullable Function<InetSocketAddress, Optional<PasswordAuthentication>> proxyCredentials;
    private final @Nullable SSLContext sslContext;

    DefaultTransportConfig(Builder builder) {
        this.connectTimeout = builder.connectTimeout;
        this.proxySelector = builder.proxySelector;
        this.proxyCredentials = builder.proxyCredentials;
        this.sslContext = builder.sslContext;
    }

    @Override
    public Duration connectTimeout() {
        return connectTimeout;
    }

    @Override
    public ProxySelector proxySelector() {
        return proxySelector == null ? JvmProxySelector.INSTANCE : proxySelector;
    }

    /** As the default method, but without {@link JvmProxySelector}: most tools report once, and it need not be loaded. */
    @Override
    public Proxy proxyFor(URI endpoint) throws IOException {
        ProxySelector selector = proxySelector == null ? ProxySelector.getDefault() : proxySelector;
        return selector == null ? Proxy.NO_PROXY : ProxyChoice.first(selector, endpoint);
    }

    @Override
    public Optional<PasswordAuthentication> proxyCredentials(InetSocketAddress proxy) {
        return proxyCredentials == null ? Optional.empty() : proxyCredentials.apply(proxy);
    }

    @Override
    public Optional<SSLContext> sslContext() {
        return Optional.ofNullable(sslContext);
    }

    /** Asks Java's default when it is needed, so that neither its classes nor a stale answer are there before. */
    private static final class JvmProxySelector extends ProxySelector {
        static final ProxySelector INSTANCE = new JvmProxySelector();

        @Override
        public List<Proxy> select(URI uri) {
            ProxySelector jvm = ProxySelector.getDefault();
            return jvm == null ? List.of(Proxy.NO_PROXY) : jvm.select(uri);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            ProxySelector jvm = ProxySelector.getDefault();
            if (jvm != null) {
                jvm.connectFailed(uri, address, failure);
            }
        }
    }
}
