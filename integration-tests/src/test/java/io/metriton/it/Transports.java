package io.metriton.it;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;
import io.metriton.transport.apache.ApacheTransportProvider;
import io.metriton.transport.jdk.JdkTransportProvider;
import io.metriton.transport.okhttp.OkHttpTransportProvider;
import io.metriton.transport.socket.SocketTransportProvider;
import java.net.ProxySelector;
import java.util.List;
import java.util.function.Supplier;

/** The four transports. */
enum Transports {
    JDK(JdkTransportProvider::new),
    OKHTTP(OkHttpTransportProvider::new),
    APACHE(ApacheTransportProvider::new),
    SOCKET(SocketTransportProvider::new);

    private final Supplier<TransportProvider> provider;

    Transports(Supplier<TransportProvider> provider) {
        this.provider = provider;
    }

    /** For rules that are not the transport's own: one of them; with {@code -Pslow} all. */
    static List<Transports> tested() {
        return Boolean.getBoolean("metriton.slow") ? List.of(values()) : List.of(SOCKET);
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
}
