package io.metriton.transport.jdk;

import io.metriton.api.ExchangeRunner;
import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
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
        Proxy proxy = proxy(request.endpoint());
        HttpClient opened = client(proxy);
        HttpRequest http = httpRequest(request, proxy);
        int maxBytes = request.maxResponseBytes();
        return response(runner.await(
                request.timeout(), () -> opened.sendAsync(http, info -> new BoundedBody(info.statusCode(), maxBytes))));
    }

    @Override
    public void close() {
        ClosableClient opened;
        synchronized (lock) {
            closed = true;
            opened = client;
            client = null;
        }
        if (opened != null) {
            opened.close();
        }
        runner.close();
    }

    private HttpClient client(Proxy proxy) throws IOException {
        synchronized (lock) {
            if (closed) {
                throw new IOException("the transport is closed");
            }
            if (client == null) {
                client = new ClosableClient(
                        config,
                        runner.executor(),
                        config.proxyAuthorization(proxy).isPresent());
            }
            return client.get();
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
        if ("http".equalsIgnoreCase(request.endpoint().getScheme())) {
            config.proxyAuthorization(proxy).ifPresent(value -> http.setHeader("Proxy-Authorization", value));
        }
        return http.build();
    }

    private static TransportResponse response(HttpResponse<byte[]> http) {
        TransportResponse.Builder response =
                TransportResponse.builder().status(http.statusCode()).body(http.body());
        http.headers().map().forEach((name, values) -> values.forEach(value -> response.header(name, value)));
        return response.build();
    }
}
