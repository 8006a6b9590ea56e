package io.metriton.transport.socket;

import io.metriton.api.support.Route;
import java.io.IOException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** Has a proxy connect to the endpoint (RFC 9110, section 9.3.6). Stateless. */
final class Tunnel {

    private Tunnel() {}

    /** Asks once, with the login at once: a proxy that refuses is not asked again. */
    static void open(Socket proxy, Route route, @Nullable String login) throws IOException {
        proxy.getOutputStream().write(RequestHead.connect(route, login));
        // Not buffered: what follows the head belongs to TLS.
        int status =
                AnswerHead.read(new Lines(proxy.getInputStream()), "the proxy").status();
        if (status < 200 || status > 299) {
            throw new IOException("the proxy refused the tunnel with status " + status);
        }
    }
}
