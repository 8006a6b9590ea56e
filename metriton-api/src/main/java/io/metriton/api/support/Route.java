package io.metriton.api.support;

import static java.util.Objects.requireNonNull;

import io.metriton.api.TransportConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;

/**
 * The way to an endpoint, directly or through a proxy, and the names that the wire wants for it. The zone of an IPv6
 * address ({@code fe80::1%eth0}) means something on this machine only: it decides where to connect to, and is
 * never sent (RFC 9110, section 7.2; RFC 6874, section 4).
 *
 * <p>Immutable.
 */
public final class Route {
    private static final int MAX_PORT = 0xffff;

    private final URI endpoint;
    private final Proxy proxy;
    private final boolean https;

    /**
     * Makes a route.
     *
     * @param endpoint http or https, with a host
     * @param proxy {@link Proxy#NO_PROXY} for a direct connection
     * @throws IOException if the endpoint's port is none, or the proxy has no address that sockets know
     */
    public Route(URI endpoint, Proxy proxy) throws IOException {
        this.endpoint = requireNonNull(endpoint, "endpoint");
        this.proxy = requireNonNull(proxy, "proxy");
        this.https = "https".equalsIgnoreCase(endpoint.getScheme());
        if (port() > MAX_PORT) {
            throw new IOException("there is no port " + port());
        }
        if (proxy.type() != Proxy.Type.DIRECT && !(proxy.address() instanceof InetSocketAddress)) {
            throw new IOException("not the address of a proxy: " + proxy);
        }
    }

    /**
     * The route that the configuration asks for. May block, as the choice of a proxy may.
     *
     * @param endpoint http or https, with a host
     * @param config chooses the proxy
     * @return a new route
     * @throws IOException if there is no such route, or no proxy can be chosen
     */
    public static Route to(URI endpoint, TransportConfig config) throws IOException {
        return new Route(endpoint, config.proxyFor(endpoint));
    }

    /**
     * Whether the endpoint wants TLS.
     *
     * @return false for http
     */
    public boolean isHttps() {
        return https;
    }

    /**
     * Whether a SOCKS proxy connects.
     *
     * @return false for a direct connection and an http proxy
     */
    public boolean isSocks() {
        return proxy.type() == Proxy.Type.SOCKS;
    }

    /**
     * Whether the request goes to a proxy, to be read and forwarded by it.
     *
     * @return true for http through an http proxy
     */
    public boolean isForwarded() {
        return proxy.type() == Proxy.Type.HTTP && !https;
    }

    /**
     * Whether a proxy is asked for a tunnel first.
     *
     * @return true for https through an http proxy
     */
    public boolean isTunnelled() {
        return proxy.type() == Proxy.Type.HTTP && https;
    }

    /**
     * The proxy.
     *
     * @return {@link Proxy#NO_PROXY} for a direct connection
     */
    public Proxy proxy() {
        return proxy;
    }

    /**
     * The host of the endpoint, as TLS wants it: an IPv6 address without brackets and zone.
     *
     * @return a name or an address
     */
    public String host() {
        return withoutZone(bare());
    }

    /**
     * The port of the endpoint.
     *
     * @return the scheme's own if the endpoint names none
     */
    public int port() {
        return endpoint.getPort() >= 0 ? endpoint.getPort() : defaultPort();
    }

    /**
     * The address to connect to, perhaps not looked up yet: the endpoint, or the http proxy in front of it. Keeps the zone.
     *
     * @return unresolved for an endpoint
     */
    public InetSocketAddress peer() {
        return proxy.address() instanceof InetSocketAddress address
                ? address
                : InetSocketAddress.createUnresolved(withPlainZone(bare()), port());
    }

    /**
     * The endpoint, as a tunnel wants it: host and port, an IPv6 address in brackets.
     *
     * @return for {@code CONNECT}
     */
    public String authority() {
        // Not by +, whose first use costs a JVM some milliseconds: many report once, at the start.
        return literal().concat(":").concat(Integer.toString(port()));
    }

    /**
     * The endpoint, as the {@code Host} header wants it: the port only if it is not the scheme's own.
     *
     * @return an IPv6 address in brackets
     */
    public String hostHeader() {
        return port() == defaultPort() ? literal() : authority();
    }

    /**
     * The endpoint without a zone, for clients that write the URI's host into the {@code Host} header as it is.
     *
     * @return the endpoint itself if it has none
     */
    public URI uri() {
        if (endpoint.getHost().indexOf('%') < 0) {
            return endpoint;
        }
        String path = endpoint.getRawPath() == null ? "" : endpoint.getRawPath();
        String query = endpoint.getRawQuery() == null ? "" : "?" + endpoint.getRawQuery();
        return URI.create(endpoint.getScheme() + "://" + hostHeader() + path + query);
    }

    private int defaultPort() {
        return https ? 443 : 80;
    }

    private String literal() {
        String host = endpoint.getHost();
        return host.indexOf('%') < 0 ? host : "[" + host() + "]";
    }

    private String bare() {
        String host = endpoint.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String withoutZone(String host) {
        int zone = host.indexOf('%');
        return zone < 0 ? host : host.substring(0, zone);
    }

    /** In a URI the percent sign is written as {@code %25} (RFC 6874, section 2), but Java takes it as it is, too. */
    private static String withPlainZone(String host) {
        int zone = host.indexOf("%25");
        return zone < 0 || zone + 3 == host.length() ? host : host.substring(0, zone + 1) + host.substring(zone + 3);
    }
}
