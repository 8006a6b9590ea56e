package io.metriton.core.internal.http;

import io.metriton.api.MetritonException;
import io.metriton.api.TransportConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} name (upper case first, as Go does), then
 * those of Java's own system properties. Immutable and thread-safe.
 *
 * <p>A variable that names no http proxy stops the report instead of being passed over: who set one does not want a
 * direct connection.
 */
public final class EnvironmentProxies extends ProxySelector
        implements Function<InetSocketAddress, Optional<PasswordAuthentication>> {
    private final Map<String, String> environment;

    public EnvironmentProxies(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Here and not at the caller's, whose verification would load this class where no variable is set. */
    public void configure(TransportConfig.Builder config) {
        config.proxySelector(this).proxyCredentials(this);
    }

    /**
     * Refuses an endpoint whose proxy cannot be used.
     *
     * @throws MetritonException if the variable that counts for it names no http proxy
     */
    public void check(URI endpoint) throws MetritonException {
        Optional<String> name = variableFor(endpoint);
        if (name.isPresent() && parse(name.get()) == null) {
            throw new MetritonException(name.get()
                    + " names no http proxy: set it to http://host:port, or except the endpoint's host in NO_PROXY");
        }
    }

    /** Why the user's proxy variables cannot be used for an endpoint. */
    public Optional<String> problem(URI endpoint) {
        try {
            check(endpoint);
            return Optional.empty();
        } catch (MetritonException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<Proxy> select(URI uri) {
        Optional<String> name = variableFor(uri);
        if (name.isEmpty()) {
            return isSet(uri) ? List.of(Proxy.NO_PROXY) : jvm(uri);
        }
        HttpProxy proxy = parse(name.get());
        if (proxy == null) {
            throw new IllegalArgumentException(name.get() + " names no http proxy"); // Not after check(uri).
        }
        return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
    }

    /** The credentials in the variable that names the proxy. */
    @Override
    public Optional<PasswordAuthentication> apply(InetSocketAddress address) {
        for (String name : List.of("HTTPS_PROXY", "HTTP_PROXY")) {
            HttpProxy proxy = parse(name);
            if (proxy != null
                    && proxy.userInfo() != null
                    && proxy.port() == address.getPort()
                    && proxy.host().equalsIgnoreCase(address.getHostString())) {
                String[] parts = proxy.userInfo().split(":", 2);
                String password = parts.length > 1 ? decode(parts[1]) : "";
                return Optional.of(new PasswordAuthentication(decode(parts[0]), password.toCharArray()));
            }
        }
        return Optional.empty();
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // Nothing to choose from: the caller learns of the failure by the exception.
    }

    private static List<Proxy> jvm(URI uri) {
        ProxySelector jvm = ProxySelector.getDefault();
        return jvm == null ? List.of(Proxy.NO_PROXY) : jvm.select(uri);
    }

    /** The variable whose proxy an endpoint goes through, if any. */
    private Optional<String> variableFor(URI uri) {
        return isSet(uri) && !isExcepted(uri) ? Optional.of(name(uri)) : Optional.empty();
    }

    private boolean isExcepted(URI uri) {
        return new NoProxy(variable("NO_PROXY").orElse("")).excepts(uri);
    }

    private boolean isSet(URI uri) {
        return variable(name(uri)).isPresent();
    }

    private static String name(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme()) ? "HTTPS_PROXY" : "HTTP_PROXY";
    }

    private Optional<String> variable(String name) {
        String lower = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        // A CGI server puts the request header "Proxy" into HTTP_PROXY (httpoxy.org); Go ignores it there, too.
        boolean forged = name.equals("HTTP_PROXY") && environment.containsKey("REQUEST_METHOD");
        String upper = forged ? "" : environment.getOrDefault(name, "");
        String value = upper.isBlank() ? lower : upper;
        return value.isBlank() ? Optional.empty() : Optional.of(value.strip());
    }

    private @Nullable HttpProxy parse(String name) {
        String value = variable(name).orElse("");
        try {
            URI uri = URI.create(value.contains("://") ? value : "http://" + value);
            if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null || uri.getPort() > 0xffff) {
                return null;
            }
            return new HttpProxy(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort(), uri.getRawUserInfo());
        } catch (IllegalArgumentException e) {
            return null; // The caller says so, without the value: it may hold a password.
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private record HttpProxy(
            String host, int port, @Nullable String userInfo) {}
}
