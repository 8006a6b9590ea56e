package com.acme;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;

/** Found by {@code ServiceLoader}; with a priority of 0 it is taken before those of the SDK. */
public final class AcmeTransportProvider implements TransportProvider {

    @Override
    public String name() {
        return "acme";
    }

    @Override
    public Transport create(TransportConfig config) {
        return new AcmeTransport(config);
    }
}
