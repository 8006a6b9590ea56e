package io.metriton.transport.okhttp;

import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;

/**
 * Sends reports with OkHttp 3.14 or newer, by HTTP/1.1, over a connection for each.
 *
 * <p>Found by {@link java.util.ServiceLoader}; or make a transport by hand with {@link #create} and pass it to a
 * reporter. Stateless.
 */
public final class OkHttpTransportProvider implements TransportProvider {

    /** Does nothing, as {@link java.util.ServiceLoader} wants it. */
    public OkHttpTransportProvider() {}

    /**
     * The name by which users choose this transport.
     *
     * @return {@code okhttp}
     */
    @Override
    public String name() {
        return "okhttp";
    }

    /**
     * Before the other transports of this SDK, after third parties'.
     *
     * @return -10
     */
    @Override
    public int priority() {
        return -10;
    }

    /**
     * Makes a transport, after a look at the OkHttp that the host program has: 3.14 or newer, also where {@code okhttp} and
     * {@code okhttp-jvm} are both on the class path.
     *
     * @throws io.metriton.api.IncompatibleLibraryException if OkHttp, or the Kotlin or Okio that it needs, is missing or too
     *     old
     */
    @Override
    public Transport create(TransportConfig config) {
        OkHttpLibrary.check();
        return new OkHttpTransport(config);
    }
}
