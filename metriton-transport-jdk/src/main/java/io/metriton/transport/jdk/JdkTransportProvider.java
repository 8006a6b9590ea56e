package io.metriton.transport.jdk;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;

/**
 * Sends reports with {@link java.net.http.HttpClient}, by HTTP/1.1.
 *
 * <p>The JDK shows a password to the proxy of an https endpoint only if {@code -Djdk.http.auth.tunneling.disabledSchemes=}
 * is set; otherwise the report is not sent, which is an IOException that says so.
 *
 * <p>Found by {@link java.util.ServiceLoader}; or make a transport by hand with {@link #create} and pass it to a
 * reporter. Stateless.
 */
public final class JdkTransportProvider implements TransportProvider {

    /** Does nothing, as {@link java.util.ServiceLoader} wants it. */
    public JdkTransportProvider() {}

    /**
     * The name by which users choose this transport.
     *
     * @return {@code jdk}
     */
    @Override
    public String name() {
        return "jdk";
    }

    /**
     * Behind those whose jar somebody added on purpose, before {@code socket}.
     *
     * @return -30
     */
    @Override
    public int priority() {
        return -30;
    }

    @Override
    public Transport create(TransportConfig config) {
        return new JdkTransport(config);
    }
}
