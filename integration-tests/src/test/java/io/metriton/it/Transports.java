package io.metriton.it;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;
import io.metriton.api.TransportRequest;
import io.metriton.transport.apache.ApacheTransportProvider;
import io.metriton.transport.jdk.JdkTransportProvider;
import io.metriton.transport.okhttp.OkHttpTransportProvider;
import io.metriton.transport.urlconnection.UrlConnectionTransportProvider;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;

/** The four transports, and what the tests send with them. */
enum Transports {
    JDK(JdkTransportProvider::new),
    OKHTTP(OkHttpTransportProvider::new),
    APACHE(ApacheTransportProvider::new),
    URLCONNECTION(UrlConnectionTransportProvider::new);

    static final String BODY = "{\"application\":\"app\",\"metadata\":{\"umlaut\":\"ä\"}}";

    private final Supplier<TransportProvider> provider;

    Transports(Supplier<TransportProvider> provider) {
        this.provider = provider;
    }

    /** A transport that asks no proxy. */
    Transport open() {
        return open(direct().build());
    }

    Transport open(TransportConfig config) {
        return provider.get().create(config);
    }

    static TransportConfig.Builder direct() {
        return TransportConfig.builder().proxySelector(ProxySelector.of(null));
    }

    /** The request of a report, with a timeout that no test waits for. */
    static TransportRequest.Builder report(URI endpoint) {
        return TransportRequest.builder()
                .endpoint(endpoint)
                .header("Content-Type", "application/json")
                .header("User-Agent", "app/1.0 metriton-java/test")
                .body(BODY.getBytes(StandardCharsets.UTF_8))
                .timeout(Duration.ofSeconds(10));
    }
}
