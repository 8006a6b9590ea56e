package io.metriton.transport.socket;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import io.metriton.api.support.AbortableSocket;
import io.metriton.api.support.ExchangeProgress;
import io.metriton.api.support.ExchangeRunner;
import java.io.IOException;

/** A connection for each exchange, so that nothing is left over. Thread-safe. */
final class SocketTransport implements Transport {
    private final TransportConfig config;
    private final ExchangeRunner runner = new ExchangeRunner("socket");

    SocketTransport(TransportConfig config) {
        this.config = config;
    }

    @Override
    public TransportResponse send(TransportRequest unchecked) throws IOException {
        TransportRequest request = TransportRequest.copyOf(unchecked);
        AbortableSocket socket = new AbortableSocket();
        ExchangeProgress progress = new ExchangeProgress();
        SocketExchange exchange = new SocketExchange(request, config, socket, progress);
        return runner.run(request.timeout(), exchange, socket, progress);
    }

    @Override
    public void close() {
        runner.close();
    }
}
