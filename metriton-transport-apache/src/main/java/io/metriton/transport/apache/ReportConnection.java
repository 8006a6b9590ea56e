package io.metriton.transport.apache;

import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import io.metriton.api.support.AbortableSocket;
import io.metriton.api.support.Connector;
import io.metriton.api.support.DefaultTls;
import io.metriton.api.support.ExchangeProgress;
import io.metriton.api.support.Route;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.Socket;
import java.util.Optional;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** How one exchange is connected. HttpClient carries it through its parts in the context. Confined to one thread. */
final class ReportConnection {
    private static final String ATTRIBUTE = "io.metriton.connection";

    private final TransportRequest request;
    private final TransportConfig config;
    private final AbortableSocket abortable;
    private final ExchangeProgress progress;
    private final Route route;
    private @Nullable Socket plain;

    ReportConnection(
            TransportRequest request, TransportConfig config, AbortableSocket abortable, ExchangeProgress progress)
            throws IOException {
        this.request = request;
        this.config = config;
        this.abortable = abortable;
        this.progress = progress;
        this.route = Route.to(request.endpoint(), config);
    }

    void attachTo(HttpContext context) {
        context.setAttribute(ATTRIBUTE, this);
    }

    static ReportConnection of(HttpContext context) {
        if (context.getAttribute(ATTRIBUTE) instanceof ReportConnection connection) {
            return connection;
        }
        throw new IllegalStateException("HttpClient has lost the context of the exchange");
    }

    Route route() {
        return route;
    }

    /** Empty for a direct connection, and for a proxy without a login. */
    Optional<PasswordAuthentication> proxyLogin() {
        return route.proxy().address() instanceof InetSocketAddress address
                ? config.proxyCredentials(address)
                : Optional.empty();
    }

    /** A connection over which HTTP can be spoken to the endpoint, or to the proxy in front of it. */
    Socket connect() throws IOException {
        Connector connector = new Connector(abortable, config.connectTimeout(), request.timeout(), this::reportSocket);
        Socket connected = connector.connect(route);
        plain = connected;
        return route.isHttps() && !route.isTunnelled() ? secure() : connected;
    }

    private Socket reportSocket(Proxy proxy) {
        return new ReportSocket(proxy, progress);
    }

    /** TLS to the endpoint over what is connected. */
    Socket secure() throws IOException {
        Socket below = plain;
        if (below == null) {
            throw new IOException("there is no connection for TLS");
        }
        abortable.check();
        Socket tls = DefaultTls.over(below, route, DefaultTls.context(config));
        abortable.check();
        return tls;
    }
}
