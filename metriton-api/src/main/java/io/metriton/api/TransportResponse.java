package io.metriton.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What came back from an endpoint, whatever its status. Immutable and thread-safe. */
public interface TransportResponse {

    /**
     * The HTTP status.
     *
     * @return for example 200
     */
    int status();

    /**
     * The headers; the map looks names up in any case.
     *
     * @return unmodifiable
     */
    Map<String, List<String>> headers();

    /**
     * The first value of a header.
     *
     * @param name in any case
     * @return empty if the answer has no such header
     */
    default Optional<String> header(String name) {
        List<String> values = headers().get(name);
        return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /**
     * The body, as it came over the wire.
     *
     * @return a copy; empty if there is none
     */
    byte[] body();

    /**
     * Starts a response.
     *
     * @return a new builder
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link TransportResponse}. Not thread-safe. */
    final class Builder {
        private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private int status = 200;
        private byte[] body = {};

        Builder() {}

        /**
         * Sets the status; 200 by default.
         *
         * @param status the HTTP status
         * @return this
         */
        public Builder status(int status) {
            this.status = status;
            return this;
        }

        /**
         * Adds a header value.
         *
         * @param name in any case
         * @param value as it came
         * @return this
         */
        public Builder header(String name, String value) {
            DefaultTransportResponse.addHeader(headers, name, value);
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
         * Makes the response.
         *
         * @return an immutable response
         */
        public TransportResponse build() {
            return new DefaultTransportResponse(status, headers, body);
        }
    }
}
