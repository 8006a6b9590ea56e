package io.metriton.api;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

final class DefaultTransportResponse implements TransportResponse {
    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    DefaultTransportResponse(Builder builder) {
        this.status = builder.status;
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Map.Entry<String, List<String>> each : builder.headers.entrySet()) {
            copy.put(each.getKey(), List.copyOf(each.getValue()));
        }
        this.headers = Collections.unmodifiableMap(copy);
        this.body = builder.body;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Map<String, List<String>> headers() {
        return headers;
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    @Override
    public String toString() {
        return "TransportResponse[" + status + ", " + body.length + " bytes]";
    }
}
