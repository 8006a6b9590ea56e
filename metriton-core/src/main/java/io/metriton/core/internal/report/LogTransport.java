package io.metriton.core.internal.report;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Prints what would be sent, for users who want to see it, and sends nothing. Stateless. */
public final class LogTransport implements Transport {
    private final PrintStream out;

    LogTransport(PrintStream out) {
        this.out = out;
    }

    /** Says why nothing would be sent, if the user asks to see what would be. */
    public static void explain(Map<String, String> environment, URI endpoint, String reason) {
        if (!UserChoice.of(environment).isLog()) {
            return;
        }
        try {
            System.err.println("metriton would send nothing to " + endpoint + ": " + reason);
        } catch (RuntimeException | Error e) {
            // The host has put another stream there: report() does not throw for that.
        }
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
            return UserChoice.LOG;
        }

        @Override
        public Transport create(TransportConfig config) {
            return new LogTransport(System.err);
        }
    }
}
