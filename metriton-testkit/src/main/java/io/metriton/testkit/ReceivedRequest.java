package io.metriton.testkit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request as it arrived at a {@link ScriptedServer}. Immutable, if its arrays and maps are not changed. */
public final class ReceivedRequest {
    private final String method;
    private final String target;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    ReceivedRequest(String method, String target, Map<String, List<String>> headers, byte[] body) {
        this.method = method;
        this.target = target;
        this.headers = headers;
        this.body = body;
    }

    /**
     * The method.
     *
     * @return as {@code POST}
     */
    public String method() {
        return method;
    }

    /**
     * What the request line asks for.
     *
     * @return path and query, or whatever the request line has in its place
     */
    public String target() {
        return target;
    }

    /**
     * All headers.
     *
     * @return by name, whatever its case
     */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /**
     * A header.
     *
     * @param name in any case
     * @return several of that name are joined by a comma
     */
    public Optional<String> header(String name) {
        List<String> values = headers.get(name);
        return values == null ? Optional.empty() : Optional.of(String.join(", ", values));
    }

    /**
     * The body.
     *
     * @return as long as {@code Content-Length} said
     */
    public byte[] body() {
        return body.clone();
    }

    /**
     * The body as text.
     *
     * @return decoded as UTF-8
     */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
