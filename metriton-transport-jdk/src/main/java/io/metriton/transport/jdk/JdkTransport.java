package io.metriton.transport.jdk;

import io.metriton.api.ExchangeRunner;
import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One client for all exchanges, made by the first. Thread-safe. */
final class JdkTransport implements Transport {
    private final TransportConfig config;
    private final Object lock = new Object();
    private final ExchangeRunner runner = new ExchangeRunner("jdk");
    private @Nullable ClosableClient client;
    private boolean closed;

    JdkTransport(TransportConfig config) {
        this.config = config;
    }

    @Override
    public TransportResponse send(TransportRequest request) throws IOException {
        HttpRequest http = httpRequest(request, proxy(request.endpoint()));
        int maxBytes = request.maxResponseBytes();
        ClosableClient used = borrow();
        try {
            return response(runner.await(
                    request.timeout(),
                    () -> used.get().sendAsync(http, info -> new BoundedBody(info.statusCode(), maxBytes))));
        } catch (ProtocolException e) {
            retire(used);
            throw e;
        } finally {
            giveBack(used);
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            if (client != null) {
                client.close();
                client = null;
            }
        }
        runner.close();
    }

    private ClosableClient borrow() throws IOException {
        synchronized (lock) {
            if (closed) {
                throw new IOException("the transport is closed");
            }
            if (client == null) {
                client = new ClosableClient(config, runner.executor());
            }
            client.use();
            return client;
        }
    }

    /** The JDK never closes a connection whose answer it could not understand; only the end of the client does. */
    private void retire(ClosableClient used) {
        synchronized (lock) {
            if (client == used) {
                client = null;
            }
        }
    }

    private void giveBack(ClosableClient used) {
        synchronized (lock) {
            if (used.release() && client != used) {
                used.close();
            }
        }
    }

    private Proxy proxy(URI endpoint) {
        List<Proxy> proxies = config.proxySelector().select(endpoint);
        return proxies.isEmpty() ? Proxy.NO_PROXY : proxies.get(0);
    }

    private HttpRequest httpRequest(TransportRequest request, Proxy proxy) {
        HttpRequest.Builder http = HttpRequest.newBuilder(request.endpoint())
                .timeout(request.timeout())
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach(http::setHeader);
        // The client shows it to the proxy alone; to that of a tunnel not by default, see the provider.
        config.proxyAuthorization(proxy).ifPresent(value -> http.setHeader("Proxy-Authorization", value));
        return http.build();
    }

    private static TransportResponse response(HttpResponse<byte[]> http) {
        TransportResponse.Builder response =
                TransportResponse.builder().status(http.statusCode()).body(http.body());
        http.headers().map().forEach((name, values) -> values.forEach(value -> response.header(name, value)));
        return response.build();
    }
}
