package io.metriton.transport.apache;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;

/**
 * Sends reports with Apache HttpClient 5 (classic), by HTTP/1.1, over a connection for each.
 *
 * <p>Found by {@link java.util.ServiceLoader}; or make a transport by hand with {@link #create} and pass it to a
 * reporter. Stateless.
 */
public final class ApacheTransportProvider implements TransportProvider {

    /** Does nothing, as {@link java.util.ServiceLoader} wants it. */
    public ApacheTransportProvider() {}

    /**
     * The name by which users choose this transport.
     *
     * @return {@code apache}
     */
    @Override
    public String name() {
        return "apache";
    }

    /**
     * Behind {@code okhttp}, before {@code jdk}.
     *
     * @return -20
     */
    @Override
    public int priority() {
        return -20;
    }

    /**
     * Makes a transport, after a look at the HttpClient that the host program has: 5.0 or newer.
     *
     * @throws io.metriton.api.IncompatibleLibraryException if HttpClient 5, or what it needs, is missing or too old
     */
    @Override
    public Transport create(TransportConfig config) {
        ApacheLibrary.check();
        return new ApacheTransport(config);
    }
}
