package io.metriton.transport.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;

/** The way to an endpoint, directly or through a proxy. Immutable. */
final class Route {
    private static final int MAX_PORT = 0xffff;

    private final URI endpoint;
    private final Proxy proxy;
    private final boolean https;

    Route(URI endpoint, Proxy proxy) throws IOException {
        this.endpoint = endpoint;
        this.proxy = proxy;
        this.https = "https".equalsIgnoreCase(endpoint.getScheme());
        if (port() > MAX_PORT) {
            throw new IOException("there is no port " + port());
        }
        if (proxy.type() != Proxy.Type.DIRECT && !(proxy.address() instanceof InetSocketAddress)) {
            throw new IOException("not the address of a proxy: " + proxy);
        }
    }

    boolean isHttps() {
        return https;
    }

    boolean isSocks() {
        return proxy.type() == Proxy.Type.SOCKS;
    }

    /** Whether the request goes to a proxy, to be read and forwarded by it. */
    boolean isForwarded() {
        return proxy.type() == Proxy.Type.HTTP && !https;
    }

    /** Whether a proxy is asked for a tunnel first. */
    boolean isTunnelled() {
        return proxy.type() == Proxy.Type.HTTP && https;
    }

    Proxy proxy() {
        return proxy;
    }

    /** The host of the endpoint, an IPv6 address without brackets. */
    String host() {
        String host = endpoint.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    int port() {
        if (endpoint.getPort() >= 0) {
            return endpoint.getPort();
        }
        return https ? 443 : 80;
    }

    /** Whom to connect to, perhaps still to be looked up: the endpoint, or the http proxy in front of it. */
    InetSocketAddress peer() {
        return proxy.address() instanceof InetSocketAddress address
                ? address
                : InetSocketAddress.createUnresolved(host(), port());
    }

    /** As a tunnel wants it: host and port, an IPv6 address in brackets. */
    String authority() {
        // Not by +, whose first use costs a JVM some milliseconds: many report once, at the start.
        return endpoint.getHost().concat(":").concat(Integer.toString(port()));
    }

    /** As the {@code Host} header wants it: the port only if it is not the scheme's own. */
    String hostHeader() {
        return port() == (https ? 443 : 80) ? endpoint.getHost() : authority();
    }
}
