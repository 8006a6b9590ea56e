package com.example;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;
import io.metriton.api.TransportResponse;
import java.nio.charset.StandardCharsets;

/** Makes a transport without a network, which always gives the same answer. Its priority is the default, 0. */
public final class ParrotProvider implements TransportProvider {

    @Override
    public String name() {
        return "parrot";
    }

    @Override
    public Transport create(TransportConfig config) {
        byte[] answer = "{\"latest_version\": \"3.0.0\"}".getBytes(StandardCharsets.UTF_8);
        return request -> TransportResponse.builder().status(200).body(answer).build();
    }
}
