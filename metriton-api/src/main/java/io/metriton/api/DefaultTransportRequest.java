package io.metriton.api;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

final class DefaultTransportRequest implements TransportRequest {
    private final URI endpoint;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Duration timeout;
    private final int maxResponseBytes;

    private DefaultTransportRequest(DefaultBuilder builder, URI endpoint) {
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

    static final class DefaultBuilder implements Builder {
        private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private @Nullable URI endpoint;
        private byte[] body = {};
        private Duration timeout = Duration.ofSeconds(5);
        private int maxResponseBytes = 1 << 20;

        @Override
        public Builder endpoint(URI endpoint) {
            this.endpoint = requireNonNull(endpoint, "endpoint");
            return this;
        }

        @Override
        public Builder header(String name, String value) {
            headers.put(HeaderFields.checkedName(name), HeaderFields.checkedValue(name, value));
            return this;
        }

        @Override
        public Builder body(byte[] body) {
            this.body = body.clone();
            return this;
        }

        @Override
        public Builder timeout(Duration timeout) {
            this.timeout = Durations.countable("timeout", timeout);
            return this;
        }

        @Override
        public Builder maxResponseBytes(int maxResponseBytes) {
            if (maxResponseBytes <= 0) {
                throw new IllegalArgumentException("maxResponseBytes must be positive, not " + maxResponseBytes);
            }
            this.maxResponseBytes = maxResponseBytes;
            return this;
        }

        @Override
        public TransportRequest build() {
            URI uri = endpoint;
            if (uri == null || uri.getHost() == null || !isHttp(uri.getScheme())) {
                // Not the URI itself: without a host nobody can tell what in it is a password.
                throw new IllegalArgumentException("endpoint must be an http or https URI with a host");
            }
            if (uri.getRawUserInfo() != null) {
                throw new IllegalArgumentException("endpoint may not have user info: send it as a header");
            }
            return new DefaultTransportRequest(this, URI.create(uri.toASCIIString()));
        }

        private static boolean isHttp(@Nullable String scheme) {
            return "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
        }
    }
}
