package io.metriton.api;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

final class DefaultTransportRequest implements TransportRequest {
    private final URI endpoint;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Duration timeout;
    private final int maxResponseBytes;

    DefaultTransportRequest(Builder builder, URI endpoint) {
        this.endpoint = endpoint;
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(builder.headers);
        this.headers = Collections.unmodifiableMap(copy);
        this.body = builder.body;
        this.timeout = builder.timeout;
        this.maxResponseBytes = builder.maxResponseBytes;
    }

    static TransportRequest checked(TransportRequest request) {
        Builder copy = TransportRequest.builder()
                .endpoint(request.endpoint())
                .body(request.body())
                .timeout(request.timeout())
                .maxResponseBytes(request.maxResponseBytes());
        request.headers().forEach(copy::header);
        return copy.build();
    }

    @Override
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public Map<String, String> headers() {
        return headers;
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public int maxResponseBytes() {
        return maxResponseBytes;
    }

    @Override
    public String toString() {
        return "TransportRequest[" + endpoint + ", " + body.length + " bytes, timeout=" + timeout + "]";
    }
}
