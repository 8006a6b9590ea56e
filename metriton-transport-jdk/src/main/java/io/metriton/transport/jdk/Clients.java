package io.metriton.transport.jdk;

import io.metriton.api.NotSentException;
import io.metriton.api.TransportConfig;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The client for http and the client for https, each made when it is first needed, and closed once the transport is
 * closed and no exchange is left that uses one. Thread-safe; making a client blocks others that need one.
 */
final class Clients {
    private final TransportConfig config;
    private final Executor workers;
    private @Nullable ClosableClient http;
    private @Nullable ClosableClient https;
    private int users;
    private boolean closed;

    Clients(TransportConfig config, Executor workers) {
        this.config = config;
        this.workers = workers;
    }

    /**
     * A client for one exchange, to be given back.
     *
     * @throws IOException if these are closed, or there is no thread for the client
     */
    synchronized ClosableClient borrow(boolean secure) throws IOException {
        if (closed) {
            throw new NotSentException("the transport is closed");
        }
        ClosableClient client = secure ? https : http;
        if (client == null) {
            client = make(secure);
        }
        users++;
        return client;
    }

    private ClosableClient make(boolean secure) throws IOException {
        try {
            ClosableClient made = new ClosableClient(config, secure, workers);
            if (secure) {
                https = made;
            } else {
                http = made;
            }
            return made;
        } catch (RuntimeException | OutOfMemoryError e) {
            throw new NotSentException("the JDK's HTTP client cannot be made: " + e, e);
        }
    }

    synchronized void giveBack() {
        users--;
        closeUnused();
    }

    synchronized void close() {
        closed = true;
        closeUnused();
    }

    private void closeUnused() {
        if (closed && users == 0) {
            for (ClosableClient client : new ClosableClient[] {http, https}) {
                if (client != null) {
                    client.close();
                }
            }
            http = null;
            https = null;
        }
    }
}
