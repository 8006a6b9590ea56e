package io.metriton.benchmarks.run;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;
import io.metriton.api.TransportRequest;
import io.metriton.core.Reporter;
import java.net.URI;
import java.util.Map;
import java.util.ServiceLoader;

/** Reports over the transports of this SDK, with their defaults. */
final class OurExchanges {
    private OurExchanges() {}

    /** Bytes in, bytes out. */
    static Exchange transport(String name, URI endpoint) {
        TransportProvider provider = ServiceLoader.load(TransportProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        Transport transport = provider.create(TransportConfig.builder().build());
        return new Exchange() {
            @Override
            public void send() throws Exception {
                TransportRequest request = TransportRequest.builder()
                        .endpoint(endpoint)
                        .header("Content-Type", "application/json")
                        .body(BODY)
                        .build();
                transport.send(request).body();
            }

            @Override
            public void close() {
                transport.close();
            }
        };
    }

    /** Metadata in, answer out. */
    static Exchange reporter(String transport, URI endpoint) {
        Reporter reporter = Reporter.builder("bench", "1.0")
                .environment(Map.of())
                .installId("id")
                .transport(transport)
                .endpoint(endpoint)
                .build();
        Map<String, Object> metadata = Map.of("n", 1);
        return new Exchange() {
            @Override
            public void send() throws Exception {
                reporter.report(metadata);
            }

            @Override
            public void close() {
                reporter.close();
            }
        };
    }
}
