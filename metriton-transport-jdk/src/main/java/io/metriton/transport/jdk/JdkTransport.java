package io.metriton.transport.jdk;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import io.metriton.api.support.ExchangeRunner;
import java.io.IOException;

/** One client for all exchanges by http and one for those by https, made by the first. Thread-safe. */
final class JdkTransport implements Transport {
    private final TransportConfig config;
    private final ExchangeRunner runner = new ExchangeRunner("jdk");
    private final Clients clients;

    JdkTransport(TransportConfig config) {
        this.config = config;
        this.clients = new Clients(config, runner.executor());
    }

    @Override
    public TransportResponse send(TransportRequest request) throws IOException {
        JdkExchange exchange = new JdkExchange(request, config);
        return runner.run(request.timeout(), () -> send(exchange), exchange::abort, exchange.progress());
    }

    /** On a thread of our own, as also the making of a client may block. */
    private TransportResponse send(JdkExchange exchange) throws Exception {
        ClosableClient client = clients.borrow(exchange.isSecure());
        try {
            return exchange.send(client.get());
        } finally {
            clients.giveBack();
        }
    }

    @Override
    public void close() {
        clients.close();
        runner.close();
    }
}
