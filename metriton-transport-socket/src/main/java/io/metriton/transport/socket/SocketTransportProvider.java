package io.metriton.transport.socket;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;

/**
 * Sends reports by HTTP/1.1 over {@link java.net.Socket}, a connection for each: no dependency, the quickest start.
 *
 * <p>It is what to take in place of {@link java.net.HttpURLConnection}, and does not use it: that cannot send a report
 * exactly once and read every answer to it. Of what can be set for it, this goes by the JVM's proxies and its default
 * {@link javax.net.ssl.SSLContext}; not by its cookie handler, authenticator, or the defaults of
 * {@link javax.net.ssl.HttpsURLConnection}.
 *
 * <p>Found by {@link java.util.ServiceLoader}; or make a transport by hand with {@link #create} and pass it to a
 * reporter. Stateless.
 */
public final class SocketTransportProvider implements TransportProvider {

    /** Does nothing, as {@link java.util.ServiceLoader} wants it. */
    public SocketTransportProvider() {}

    /**
     * The name by which users choose this transport.
     *
     * @return {@code socket}
     */
    @Override
    public String name() {
        return "socket";
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
        return new SocketTransport(config);
    }
}
