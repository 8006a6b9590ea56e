package io.metriton.api;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a {@link Transport} sends, and within which bounds. Immutable and thread-safe. */
public interface TransportRequest {

    /**
     * Where to: an absolute {@code http} or {@code https} URI with a host and without user info, in ASCII.
     *
     * @return the endpoint
     */
    URI endpoint();

    /**
     * The headers to send, one value a name; names and values are visible ASCII and spaces, so nothing can be injected.
     *
     * @return unmodifiable
     */
    Map<String, String> headers();

    /**
     * The body to send.
     *
     * @return a copy
     */
    byte[] body();

    /**
     * The bound of the whole exchange, from name look-up to the last byte of the answer.
     *
     * @return positive, 5 seconds by default
     */
    Duration timeout();

    /**
     * How much of the answer's body may be read.
     *
     * @return positive, in bytes, 1 MiB by default
     */
    int maxResponseBytes();

    /**
     * A request with the same content that was checked: for transports whose client sends any header as it is, since nobody
     * has to use the builder.
     *
     * @param request of any origin
     * @return the same, if a builder made it
     * @throws IllegalArgumentException if the builder would refuse it
     */
    static TransportRequest copyOf(TransportRequest request) {
        return request instanceof DefaultTransportRequest ? request : DefaultTransportRequest.checked(request);
    }

    /**
     * Starts a request.
     *
     * @return a new builder
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link TransportRequest}. Not thread-safe. */
    final class Builder {
        final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

        @Nullable
        URI endpoint;

        byte[] body = {};
        Duration timeout = Duration.ofSeconds(5);
        int maxResponseBytes = 1 << 20;

        Builder() {}

        /**
         * Sets where to; required. What is not ASCII is sent percent-encoded.
         *
         * @param endpoint an absolute http or https URI with a host, without user info
         * @return this
         */
        public Builder endpoint(URI endpoint) {
            this.endpoint = requireNonNull(endpoint, "endpoint");
            return this;
        }

        /**
         * Sets a header, in place of one of the same name in any case.
         *
         * @param name a token (RFC 9110, section 5.1)
         * @param value visible ASCII and spaces
         * @return this
         * @throws IllegalArgumentException if name or value has another character
         */
        public Builder header(String name, String value) {
            headers.put(Checks.headerName(name), Checks.headerValue(name, value));
            return this;
        }

        /**
         * Sets the body; empty by default.
         *
         * @param body copied
         * @return this
         */
        public Builder body(byte[] body) {
            this.body = body.clone();
            return this;
        }

        /**
         * Sets the bound of the whole exchange; 5 seconds by default.
         *
         * @param timeout positive; counts from 1 to {@link Integer#MAX_VALUE} milliseconds, which is 24 days
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder timeout(Duration timeout) {
            this.timeout = Checks.countable("timeout", timeout);
            return this;
        }

        /**
         * Sets how much of the answer may be read; 1 MiB by default.
         *
         * @param maxResponseBytes positive
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxResponseBytes(int maxResponseBytes) {
            if (maxResponseBytes <= 0) {
                throw new IllegalArgumentException("maxResponseBytes must be positive, not " + maxResponseBytes);
            }
            this.maxResponseBytes = maxResponseBytes;
            return this;
        }

        /**
         * Makes the request.
         *
         * @return an immutable request
         * @throws IllegalArgumentException if the endpoint is missing, not http or https, has no host, or has user info
         */
        public TransportRequest build() {
            URI uri = endpoint;
            if (uri == null || uri.getHost() == null || !isHttp(uri.getScheme())) {
                // Not the URI itself: without a host nobody can tell what in it is a password.
                throw new IllegalArgumentException("endpoint must be an http or https URI with a host");
            }
            if (uri.getRawUserInfo() != null) {
                throw new IllegalArgumentException("endpoint may not have user info: send it as a header");
            }
            String ascii = uri.toASCIIString();
            return new DefaultTransportRequest(this, ascii.equals(uri.toString()) ? uri : URI.create(ascii));
        }

        private static boolean isHttp(@Nullable String scheme) {
            return "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
        }
    }
}
