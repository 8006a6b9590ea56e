package io.metriton.core;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Prints what would be sent, for users who want to see it, and sends nothing. Stateless. */
final class LogTransport implements Transport {
    private final PrintStream out;

    LogTransport(PrintStream out) {
        this.out = out;
    }

    @Override
    public TransportResponse send(TransportRequest request) {
        out.println("metriton would send to " + request.endpoint() + ": "
                + new String(request.body(), StandardCharsets.UTF_8));
        return TransportResponse.builder().status(204).build();
    }

    /** Built in: chosen by its name only, so it needs no service entry. */
    static final class Provider implements TransportProvider {

        @Override
        public String name() {
            return "log";
        }

        @Override
        public Transport create(TransportConfig config) {
            return new LogTransport(System.err);
        }
    }
}
