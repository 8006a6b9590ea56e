package io.metriton.core.internal.http;

import io.metriton.api.TransportConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The proxies that {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} name (upper case first, as Go does), then
 * those of Java's own system properties. Immutable and thread-safe.
 *
 * <p>A variable that names no http proxy stops the report instead of being passed over: its user does not want a
 * direct connection.
 */
public final class EnvironmentProxies extends ProxySelector
        implements Function<InetSocketAddress, Optional<PasswordAuthentication>> {
    private final Map<String, String> environment;
    private final URI endpoint;
    private final NoProxy noProxy;

    /**
     * The proxies for reports to an endpoint, and to where it may redirect them.
     *
     * @param endpoint whose proxy's credentials are given
     */
    public EnvironmentProxies(Map<String, String> environment, URI endpoint) {
        this.environment = environment;
        this.endpoint = endpoint;
        this.noProxy = new NoProxy(value("NO_PROXY"));
    }

    /** Here and not at the caller's, whose verification would load this class where no variable is set. */
    public void configure(TransportConfig.Builder config) {
        config.proxySelector(this).proxyCredentials(this);
    }

    /**
     * Why no report can be sent to the endpoint: the variable that counts for it cannot be used; it is named, not its value.
     */
    public Optional<String> problem() {
        return problem(endpoint);
    }

    @Override
    public List<Proxy> select(URI uri) {
        if (value(name(uri)).isEmpty()) {
            return jvm(uri);
        }
        Optional<String> problem = problem(uri);
        if (problem.isPresent()) {
            throw new IllegalArgumentException(problem.get()); // Not after problem(uri).
        }
        return variable(uri)
                .map(proxy ->
                        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())))
                .map(List::of)
                .orElse(List.of(Proxy.NO_PROXY));
    }

    /**
     * The credentials in the variable that names the proxy. Where the endpoint itself goes by this address, only its own
     * variable counts, whether that has credentials or not, and nothing where Java's properties chose the proxy; another
     * variable counts for a redirect to the other scheme by another proxy.
     */
    @Override
    public Optional<PasswordAuthentication> apply(InetSocketAddress address) {
        if (problem(endpoint).isPresent()) {
            return Optional.empty();
        }
        for (Proxy each : select(endpoint)) {
            if (each.address() instanceof InetSocketAddress own
                    && isSame(own.getHostString(), own.getPort(), address)) {
                return variable(endpoint).flatMap(EnvironmentProxies::credentials);
            }
        }
        String redirected = name(endpoint).equals("HTTP_PROXY") ? "HTTPS_PROXY" : ""; // Never from https to http.
        return ProxyAddress.parse(value(redirected))
                .filter(proxy -> isSame(proxy.host(), proxy.port(), address))
                .flatMap(EnvironmentProxies::credentials);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // Nothing to choose from: the caller learns of the failure by the exception.
    }

    /** As {@link #problem()}, for where the endpoint redirects to. */
    Optional<String> problem(URI uri) {
        String name = name(uri);
        String value = value(name);
        // A CGI server puts the request header "Proxy" into HTTP_PROXY (httpoxy.org): Go refuses it there, too.
        if (!value.isEmpty()
                && name.equals("HTTP_PROXY")
                && !environment.getOrDefault("REQUEST_METHOD", "").isEmpty()) {
            return Optional.of(
                    "HTTP_PROXY is not used in a CGI program (REQUEST_METHOD is set), as the sender of a request"
                            + " could have set it: unset one of them, or use an https endpoint");
        }
        if (value.isEmpty() || noProxy.excepts(uri) || ProxyAddress.parse(value).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                name + " names no http proxy: set it to http://host:port, or except the endpoint's host in NO_PROXY");
    }

    /** The proxy that a variable names for a URI, if one does. */
    private Optional<ProxyAddress> variable(URI uri) {
        return noProxy.excepts(uri) ? Optional.empty() : ProxyAddress.parse(value(name(uri)));
    }

    private static List<Proxy> jvm(URI uri) {
        ProxySelector jvm = ProxySelector.getDefault();
        return jvm == null ? List.of(Proxy.NO_PROXY) : CheckedProxySelector.select(jvm, uri);
    }

    private static boolean isSame(String host, int port, InetSocketAddress address) {
        return port == address.getPort() && host.equalsIgnoreCase(address.getHostString());
    }

    private static Optional<PasswordAuthentication> credentials(ProxyAddress proxy) {
        return proxy.credentials().map(pair -> new PasswordAuthentication(pair[0], pair[1].toCharArray()));
    }

    private static String name(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme()) ? "HTTPS_PROXY" : "HTTP_PROXY";
    }

    /** Empty if the variable is not set in either case. */
    private String value(String name) {
        String upper = environment.getOrDefault(name, "");
        return (upper.isBlank() ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "") : upper).strip();
    }
}
