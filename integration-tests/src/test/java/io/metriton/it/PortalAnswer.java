package io.metriton.it;

import io.metriton.testkit.ReceivedRequest;
import io.metriton.testkit.ScriptedServer;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a portal or a filter answers in the endpoint's place, and what has to become of the report then. Immutable. */
record PortalAnswer(int status, Body body) {
    private static final List<Integer> STATUSES = List.of(200, 302, 303, 307, 401, 403, 404, 405, 407, 451, 511);
    private static final Set<Integer> REDIRECTS = Set.of(302, 303, 307);

    /** No status of the endpoint's, or one that a proxy's login is the reason for. */
    private static final Set<Integer> NEVER_THE_ENDPOINTS = Set.of(302, 303, 407, 511);

    private static final String LOGIN = "/login";

    /** What the answer holds. */
    enum Body {
        HTML_TYPE("Please log in.", "text/html; charset=utf-8"),
        HTML_TEXT("\ufeff\n <html>log in</html>", "application/json"),
        JSON("{\"latest_version\": \"2.0.0\"}", "application/json"),
        EMPTY("", "");

        private final String text;
        private final String type;

        Body(String text, String type) {
            this.text = text;
            this.type = type;
        }

        boolean isHtml() {
            return this == HTML_TYPE || this == HTML_TEXT;
        }
    }

    /** What becomes of a report. */
    enum Fate {
        /** It waits, and is heard later, with the same key. */
        KEPT,
        /** The answer counts as the endpoint's. */
        DELIVERED,
        /** It is dropped, and counted. */
        REFUSED
    }

    static List<PortalAnswer> all() {
        return STATUSES.stream()
                .flatMap(status -> Stream.of(Body.values()).map(body -> new PortalAnswer(status, body)))
                .toList();
    }

    /** The rule: a page is nobody's answer to a report. A 307 leads to a page with this body. */
    Fate expected() {
        if (NEVER_THE_ENDPOINTS.contains(status) || body.isHtml()) {
            return Fate.KEPT;
        }
        boolean unknownApplication = status == 404 && body == Body.EMPTY;
        return status == 200 || status == 307 || unknownApplication ? Fate.DELIVERED : Fate.REFUSED;
    }

    void write(ReceivedRequest request, Socket socket) throws IOException {
        boolean page = request.target().endsWith(LOGIN);
        List<String> headers = new ArrayList<>(List.of("Connection: close"));
        if (!body.type.isEmpty()) {
            headers.add("Content-Type: " + body.type);
        }
        if (REDIRECTS.contains(status) && !page) {
            headers.add("Location: " + LOGIN);
        } else if (status == 401) {
            headers.add("WWW-Authenticate: Basic realm=\"x\"");
        } else if (status == 407) {
            headers.add("Proxy-Authenticate: Basic realm=\"x\"");
        }
        String text = status == 307 && !page ? "" : body.text;
        ScriptedServer.write(socket, ScriptedServer.plain(page ? 200 : status, text, headers.toArray(String[]::new)));
        socket.close();
    }
}
