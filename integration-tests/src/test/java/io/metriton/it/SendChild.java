package io.metriton.it;

import io.metriton.api.Transport;
import io.metriton.api.TransportRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Sends to one endpoint after the other, each with a transport of its own, in a JVM whose properties a test has set. Prints
 * a line for each: its status or what was thrown, and how long it took. Arguments: the transport, then endpoints.
 */
final class SendChild {

    private SendChild() {}

    public static void main(String[] arguments) {
        Transports transport = Transports.valueOf(arguments[0]);
        for (int i = 1; i < arguments.length; i++) {
            long start = System.nanoTime();
            String outcome = send(transport, URI.create(arguments[i]));
            System.out.println(outcome + " after " + (System.nanoTime() - start) / 1_000_000 + " ms");
        }
    }

    private static String send(Transports transport, URI endpoint) {
        try (Transport opened = transport.open()) {
            return "status "
                    + opened.send(TransportRequest.builder()
                                    .endpoint(endpoint)
                                    .header("Content-Type", "application/json")
                                    .body("{}".getBytes(StandardCharsets.UTF_8))
                                    .timeout(Duration.ofSeconds(5))
                                    .build())
                            .status();
        } catch (IOException e) {
            return String.valueOf(e).replace('\n', ' ');
        }
    }
}
