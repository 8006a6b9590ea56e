package io.metriton.transport.apache;

import java.io.IOException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.io.HttpConnectionFactory;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Gives each exchange a connection of its own, made as its {@link ReportConnection} says, and closes it when it comes back.
 * HttpClient's own pool keeps connections, which a server may close in silence, gives each address of a host the whole
 * connect time, and loses a socket when an exchange is aborted while it connects. Thread-safe; holds nothing.
 */
final class Connections implements HttpClientConnectionManager {
    private final HttpConnectionFactory<ManagedHttpClientConnection> direct;
    private final HttpConnectionFactory<ManagedHttpClientConnection> tunnelled;

    /**
     * Makes each connection by one of two factories.
     *
     * @param tunnelled for those on which a proxy is asked for a tunnel first
     */
    Connections(
            HttpConnectionFactory<ManagedHttpClientConnection> direct,
            HttpConnectionFactory<ManagedHttpClientConnection> tunnelled) {
        this.direct = direct;
        this.tunnelled = tunnelled;
    }

    @Override
    public LeaseRequest lease(String id, HttpRoute route, Timeout requestTimeout, @Nullable Object state) {
        return new LeaseRequest() {
            @Override
            public ConnectionEndpoint get(Timeout timeout) {
                return new Endpoint();
            }

            @Override
            public boolean cancel() {
                return false; // It never waits.
            }
        };
    }

    @Override
    public void connect(ConnectionEndpoint endpoint, TimeValue connectTimeout, HttpContext context) throws IOException {
        ReportConnection report = ReportConnection.of(context);
        ManagedHttpClientConnection connection =
                (report.route().isTunnelled() ? tunnelled : direct).createConnection(null);
        connection.bind(report.connect());
        ((Endpoint) endpoint).connection = connection;
    }

    @Override
    public void upgrade(ConnectionEndpoint endpoint, HttpContext context) throws IOException {
        ((Endpoint) endpoint).required().bind(ReportConnection.of(context).secure());
    }

    @Override
    public void release(ConnectionEndpoint endpoint, @Nullable Object newState, TimeValue validDuration) {
        endpoint.close(CloseMode.GRACEFUL);
    }

    @Override
    public void close(CloseMode closeMode) {
        // What is under way is aborted by its own transport.
    }

    @Override
    public void close() {
        close(CloseMode.IMMEDIATE);
    }
}
