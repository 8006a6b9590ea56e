package io.metriton.api;

import static java.util.Objects.requireNonNull;

import io.metriton.api.support.BasicAuthentication;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** How a {@link Transport} connects. Immutable and thread-safe; later versions add methods with defaults. */
public interface TransportConfig {

    /**
     * The bound of making a connection; the request's timeout bounds it too.
     *
     * @return positive, 2 seconds by default
     */
    Duration connectTimeout();

    /**
     * Which proxy to use for an endpoint; to be asked for each exchange.
     *
     * @return Java's default selector unless another was set
     */
    ProxySelector proxySelector();

    /**
     * The proxy for an endpoint: the first that {@link #proxySelector()} gives. May block, so ask on a thread that may.
     *
     * @param endpoint http or https
     * @return {@link Proxy#NO_PROXY} for a direct connection, also where the selector gives an empty list, as the JDK's own
     *     clients take it
     * @throws IOException if the selector throws, or gives null: a report must not go around a proxy that is set
     */
    default Proxy proxyFor(URI endpoint) throws IOException {
        return ProxyChoice.first(proxySelector(), endpoint);
    }

    /**
     * As {@link #proxyFor}, for clients that know http proxies only and would go by any other without it.
     *
     * @param endpoint http or https
     * @return {@link Proxy#NO_PROXY} for a direct connection
     * @throws IOException as {@link #proxyFor}, and if it is a SOCKS proxy: its user does not want a direct connection
     */
    default Proxy httpProxyFor(URI endpoint) throws IOException {
        Proxy proxy = proxyFor(endpoint);
        if (proxy.type() == Proxy.Type.SOCKS) {
            throw new IOException(
                    "this transport cannot use a SOCKS proxy: take a transport that can, or an HTTP proxy");
        }
        return proxy;
    }

    /**
     * What to log in to a proxy with.
     *
     * @param proxy the address, as {@link #proxySelector()} gave it
     * @return empty by default
     */
    default Optional<PasswordAuthentication> proxyCredentials(InetSocketAddress proxy) {
        return Optional.empty();
    }

    /**
     * The {@link #proxyCredentials} as the value of a {@code Proxy-Authorization} header, by the Basic scheme (RFC 7617).
     *
     * @param proxy the proxy that was selected
     * @return empty for a direct connection and without credentials
     */
    default Optional<String> proxyAuthorization(Proxy proxy) {
        return proxy.address() instanceof InetSocketAddress address
                ? proxyCredentials(address).map(BasicAuthentication::of)
                : Optional.empty();
    }

    /**
     * What https trusts.
     *
     * @return empty for the default of the JVM, which is looked up no sooner than it is needed
     */
    Optional<SSLContext> sslContext();

    /**
     * Starts a configuration.
     *
     * @return a new builder
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link TransportConfig}. Not thread-safe. */
    final class Builder {
        Duration connectTimeout = Duration.ofSeconds(2);

        @Nullable
        ProxySelector proxySelector;

        @Nullable
        Function<InetSocketAddress, Optional<PasswordAuthentication>> proxyCredentials;

        @Nullable
        SSLContext sslContext;

        Builder() {}

        /**
         * Sets the bound of making a connection; 2 seconds by default.
         *
         * @param connectTimeout positive; counts from 1 to {@link Integer#MAX_VALUE} milliseconds
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = Checks.countable("connectTimeout", connectTimeout);
            return this;
        }

        /**
         * Sets the proxies; {@link ProxySelector#getDefault()} at the time of use by default.
         *
         * @param proxySelector thread-safe
         * @return this
         */
        public Builder proxySelector(ProxySelector proxySelector) {
            this.proxySelector = requireNonNull(proxySelector, "proxySelector");
            return this;
        }

        /**
         * Sets what to log in to proxies with; nothing by default.
         *
         * @param credentials empty for a proxy without a login; thread-safe
         * @return this
         */
        public Builder proxyCredentials(Function<InetSocketAddress, Optional<PasswordAuthentication>> credentials) {
            this.proxyCredentials = requireNonNull(credentials, "credentials");
            return this;
        }

        /**
         * Sets what https trusts; the default of the JVM by default.
         *
         * @param sslContext initialised
         * @return this
         */
        public Builder sslContext(SSLContext sslContext) {
            this.sslContext = requireNonNull(sslContext, "sslContext");
            return this;
        }

        /**
         * Makes the configuration.
         *
         * @return an immutable configuration
         */
        public TransportConfig build() {
            return new DefaultTransportConfig(this);
        }
    }
}
