package io.metriton.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

final class DefaultTransportResponse implements TransportResponse {
    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    DefaultTransportResponse(int status, Map<String, List<String>> headers, byte[] body) {
        this.status = status;
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Map.Entry<String, List<String>> each : headers.entrySet()) {
            copy.put(each.getKey(), List.copyOf(each.getValue()));
        }
        this.headers = Collections.unmodifiableMap(copy);
        this.body = body;
    }

    static void addHeader(Map<String, List<String>> headers, String name, String value) {
        List<String> values = headers.get(requireNonNull(name, "name"));
        if (values == null) {
            values = new ArrayList<>(1);
            headers.put(name, values);
        }
        values.add(requireNonNull(value, "value"));
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
