package io.metriton.transport.jdk;

import io.metriton.api.TransportConfig;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import org.jspecify.annotations.Nullable;

/**
 * Logs in to the proxy of a tunnel and to nothing else, in place of the JVM's default authenticator, which may ask a
 * person. The JDK refuses Basic for tunnels unless {@code -Djdk.http.auth.tunneling.disabledSchemes=} is set.
 */
final class ProxyAuthenticator extends Authenticator {
    private final TransportConfig config;

    ProxyAuthenticator(TransportConfig config) {
        this.config = config;
    }

    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
        return getRequestorType() == RequestorType.PROXY
                ? config.proxyCredentials(InetSocketAddress.createUnresolved(getRequestingHost(), getRequestingPort()))
                        .orElse(null)
                : null;
    }
}
