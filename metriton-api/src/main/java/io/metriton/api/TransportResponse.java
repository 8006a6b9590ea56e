package io.metriton.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        return new DefaultTransportResponse.DefaultBuilder();
    }

    /** Builds a {@link TransportResponse}. Not thread-safe. */
    interface Builder {

        /**
         * Sets the status; 200 by default.
         *
         * @param status the HTTP status
         * @return this
         */
        Builder status(int status);

        /**
         * Adds a header value.
         *
         * @param name in any case
         * @param value as it came
         * @return this
         */
        Builder header(String name, String value);

        /**
         * Sets the body; empty by default.
         *
         * @param body copied
         * @return this
         */
        Builder body(byte[] body);

        /**
         * Makes the response.
         *
         * @return an immutable response
         */
        TransportResponse build();
    }
}
