package io.metriton.transport.jdk;

import io.metriton.api.support.BoundedResponse;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** One exchange. Runs on one thread, since the choice of the proxy may block; {@link #abort} comes from another. */
final class JdkExchange {
    private final TransportRequest request;
    private final TransportConfig config;
    private volatile boolean aborted;

    JdkExchange(TransportRequest request, TransportConfig config) {
        this.request = request;
        this.config = config;
    }

    TransportResponse send(HttpClient client) throws Exception {
        HttpRequest http = httpRequest();
        if (aborted) {
            throw new IOException("aborted");
        }
        try {
            // Not sendAsync: JDK 17 completes that on its default pool, which on two cores starts a thread for each
            // answer.
            return response(client.send(http, this::body));
        } catch (IOException e) {
            throw e.getCause() instanceof IOException cause ? cause : e; // The client says everything twice.
        }
    }

    /** What is under way ends by the interrupt that goes with this, upon which the client cancels it. */
    void abort() {
        aborted = true;
    }

    private HttpRequest httpRequest() throws IOException {
        HttpRequest.Builder http =
                HttpRequest.newBuilder(request.endpoint()).POST(HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach(http::setHeader);
        // The client shows it to the proxy alone; to that of a tunnel not by default, see the provider.
        config.proxyAuthorization(config.httpProxyFor(request.endpoint()))
                .ifPresent(value -> http.setHeader("Proxy-Authorization", value));
        return http.build();
    }

    private TransportResponse response(HttpResponse<TransportResponse> http) throws IOException {
        TransportResponse response = http.body();
        return response != null
                ? response
                : start(http.statusCode(), http.headers()).build(); // A refused tunnel.
    }

    private BoundedResponse start(int status, HttpHeaders headers) throws IOException {
        BoundedResponse response = new BoundedResponse(status, request.maxResponseBytes());
        for (Map.Entry<String, List<String>> header : headers.map().entrySet()) {
            for (String value : header.getValue()) {
                response.header(header.getKey(), value);
            }
        }
        return response;
    }

    private BoundedBody body(HttpResponse.ResponseInfo info) {
        try {
            return new BoundedBody(start(info.statusCode(), info.headers()));
        } catch (IOException e) {
            return new BoundedBody(e);
        }
    }
}
