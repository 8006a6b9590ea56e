package io.metriton.transport.socket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.metriton.api.TransportRequest;
import io.metriton.api.support.Route;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what goes before the body of a request (RFC 9112, section 3). Stateless. */
final class RequestHead {
    private static final int USUAL_LENGTH = 512;

    private RequestHead() {}

    /**
     * The head of a report: its headers as given, and none that is not needed. Where its body ends and what becomes of the
     * connection is not theirs to say: Content-Length, Transfer-Encoding and Connection are the transport's own.
     *
     * @param login for a proxy that forwards the request
     */
    static byte[] post(Route route, TransportRequest request, int bodyLength, @Nullable String login) {
        StringBuilder head = new StringBuilder(USUAL_LENGTH).append("POST ");
        if (route.isForwarded()) {
            head.append("http://").append(route.hostHeader());
        }
        target(head, request.endpoint());
        head.append(" HTTP/1.1\r\n");
        field(head, "Host", host(route, request));
        Map<String, String> headers = request.headers();
        for (String name : headers.keySet()) {
            if (!isOurs(name, login)) {
                field(head, name, headers.get(name));
            }
        }
        field(head, "Content-Length", Integer.toString(bodyLength));
        field(head, "Connection", "close");
        return end(head, login);
    }

    /** Asks a proxy for a tunnel: of the report itself it sees the host only. */
    static byte[] connect(Route route, @Nullable String login) {
        StringBuilder head = new StringBuilder(USUAL_LENGTH).append("CONNECT ").append(route.authority());
        head.append(" HTTP/1.1\r\n");
        field(head, "Host", route.authority());
        return end(head, login);
    }

    private static void target(StringBuilder head, URI endpoint) {
        String path = endpoint.getRawPath();
        head.append(path == null || path.isEmpty() ? "/" : path);
        if (endpoint.getRawQuery() != null) {
            head.append('?').append(endpoint.getRawQuery());
        }
    }

    private static String host(Route route, TransportRequest request) {
        String given = request.headers().get("Host"); // Found in any case, as the request is one of the builder's.
        return given == null ? route.hostHeader() : given;
    }

    private static boolean isOurs(String name, @Nullable String login) {
        return name.equalsIgnoreCase("Host")
                || name.equalsIgnoreCase("Content-Length")
                || name.equalsIgnoreCase("Transfer-Encoding")
                || name.equalsIgnoreCase("Connection")
                || (login != null && name.equalsIgnoreCase("Proxy-Authorization"));
    }

    private static byte[] end(StringBuilder head, @Nullable String login) {
        if (login != null) {
            field(head, "Proxy-Authorization", login);
        }
        return head.append("\r\n").toString().getBytes(ISO_8859_1);
    }

    private static void field(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
