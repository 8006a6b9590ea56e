package io.metriton.transport.urlconnection;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;

/**
 * Sends reports with {@link java.net.HttpURLConnection}, a connection for each: no dependency, the quickest start.
 *
 * <p>Found by {@link java.util.ServiceLoader}; or make a transport by hand with {@link #create} and pass it to a
 * reporter. Stateless.
 */
public final class UrlConnectionTransportProvider implements TransportProvider {

    /** Does nothing, as {@link java.util.ServiceLoader} wants it. */
    public UrlConnectionTransportProvider() {}

    /**
     * The name by which users choose this transport.
     *
     * @return {@code urlconnection}
     */
    @Override
    public String name() {
        return "urlconnection";
    }

    /**
     * Behind the other transports of this SDK.
     *
     * @return -40
     */
    @Override
    public int priority() {
        return -40;
    }

    @Override
    public Transport create(TransportConfig config) {
        return new UrlConnectionTransport(config);
    }
}
