package io.metriton.transport.jdk;

import io.metriton.api.support.ExchangeRunner;
import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.io.IOException;
import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/** One client for all exchanges, made by the first. Thread-safe. */
final class JdkTransport implements Transport {
    private final TransportConfig config;
    private final Object lock = new Object();
    private final ExchangeRunner runner = new ExchangeRunner("jdk");
    private @Nullable ClosableClient client;
    private boolean closed;

    JdkTransport(TransportConfig config) {
        this.config = config;
    }

    @Override
    public TransportResponse send(TransportRequest request) throws IOException {
        JdkExchange exchange = new JdkExchange(request, config);
        return runner.run(request.timeout(), () -> send(exchange), exchange::abort);
    }

    /** On a thread of our own, as also the making of a client may block. */
    private TransportResponse send(JdkExchange exchange) throws Exception {
        ClosableClient used = borrow();
        try {
            return exchange.send(used.get());
        } catch (ProtocolException e) {
            retire(used);
            throw e;
        } finally {
            giveBack(used);
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            if (client != null) {
                client.close();
                client = null;
            }
        }
        runner.close();
    }

    private ClosableClient borrow() throws IOException {
        synchronized (lock) {
            if (closed) {
                throw new IOException("the transport is closed");
            }
            if (client == null) {
                client = new ClosableClient(config, runner.executor());
            }
            client.use();
            return client;
        }
    }

    /** The JDK never closes a connection whose answer it could not understand; only the end of the client does. */
    private void retire(ClosableClient used) {
        synchronized (lock) {
            if (client == used) {
                client = null;
            }
        }
    }

    private void giveBack(ClosableClient used) {
        synchronized (lock) {
            if (used.release() && client != used) {
                used.close();
            }
        }
    }
}
