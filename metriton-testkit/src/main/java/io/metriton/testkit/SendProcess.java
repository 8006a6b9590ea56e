package io.metriton.testkit;

import io.metriton.api.Transport;
import io.metriton.api.TransportProvider;
import io.metriton.api.TransportRequest;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The main class of another process of {@link SeveralAddressesContract}, whose JVM has a hosts file: it sends a report to each
 * endpoint, with a transport of its own, and says what came of it.
 */
final class SendProcess {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private SendProcess() {}

    /** The arguments: the class name of the provider, then endpoints. */
    public static void main(String[] args) throws ReflectiveOperationException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        TransportProvider provider = Class.forName(args[0])
                .asSubclass(TransportProvider.class)
                .getConstructor()
                .newInstance();
        for (int i = 1; i < args.length; i++) {
            out.println(ChildProcess.PREFIX + send(provider, URI.create(args[i])));
        }
    }

    private static String send(TransportProvider provider, URI endpoint) {
        try (Transport transport = provider.create(FaultyEndpoint.direct().build())) {
            return "status "
                    + transport
                            .send(TransportRequest.builder()
                                    .endpoint(endpoint)
                                    .header("Content-Type", "application/json")
                                    .body("{}".getBytes(StandardCharsets.UTF_8))
                                    .timeout(TIMEOUT)
                                    .build())
                            .status();
        } catch (IOException | RuntimeException e) {
            return String.valueOf(e).replaceAll("\\R", " ");
        }
    }
}
