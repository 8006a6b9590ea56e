package io.metriton.testkit;

import io.metriton.api.TransportRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** A request that no builder has checked. */
record ForeignRequest(TransportRequest base, Map<String, String> headers) implements TransportRequest {

    @Override
    public URI endpoint() {
        return base.endpoint();
    }

    @Override
    public byte[] body() {
        return base.body();
    }

    @Override
    public Duration timeout() {
        return base.timeout();
    }

    @Override
    public int maxResponseBytes() {
        return base.maxResponseBytes();
    }
}
