package io.metriton.api.support;

import io.metriton.api.TransportConfig;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What "the JVM's default" means for https, alike on all transports:
 *
 * <ul>
 *   <li>an {@link TransportConfig#sslContext()} is used as it is;
 *   <li>without one, a context that the host program set by {@link SSLContext#setDefault} is used as a whole, as it is at the
 *       time of the exchange, its keys included;
 *   <li>else the JVM's own trust store decides ({@code javax.net.ssl.trustStore}), and no key is used: a client certificate of
 *       {@code javax.net.ssl.keyStore} may hold a person's name, and is never shown to an endpoint that asks for it.
 * </ul>
 *
 * <p>To be asked for https only, and no sooner than it is needed: a trust store that cannot be read must not stop plain
 * http. Thread-safe. Reads the JVM's trust store the first time, so it may block.
 */
public final class DefaultTls {
    private static final String JVMS_OWN = "Default";

    private static final Object LOCK = new Object();
    private static @Nullable SSLContext trustOnly;

    private DefaultTls() {}

    /**
     * The context for an exchange.
     *
     * @param config may bring one
     * @return initialised
     * @throws SSLException if the JVM's default cannot be made; the message says why
     */
    public static SSLContext context(TransportConfig config) throws SSLException {
        Optional<SSLContext> given = config.sslContext();
        if (given.isPresent()) {
            return given.get();
        }
        SSLContext host = setByTheHost();
        return host == null ? trustOnly() : host;
    }

    /**
     * Puts TLS over a connection, to the host of the endpoint and to no other.
     *
     * @param plain connected to the endpoint, directly or through a tunnel
     * @param route names the host
     * @param context decides whom to trust
     * @return after the handshake; closing it closes the connection
     * @throws IOException if the handshake fails
     */
    public static Socket over(Socket plain, Route route, SSLContext context) throws IOException {
        // By the name, the JDK also sends the server's name (SNI).
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, route.host(), route.port(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // By itself a socket takes any host's certificate.
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    /** Null if the default is the JVM's own, or cannot be made, for example because its key store cannot be read. */
    private static @Nullable SSLContext setByTheHost() {
        try {
            SSLContext context = SSLContext.getDefault();
            return context.getProtocol().equals(JVMS_OWN) ? null : context;
        } catch (GeneralSecurityException e) {
            return null; // Only the JVM's own is made here; what is wrong with its trust is told by trustOnly().
        }
    }

    private static SSLContext trustOnly() throws SSLException {
        synchronized (LOCK) {
            SSLContext made = trustOnly;
            if (made == null) {
                made = makeTrustOnly();
                trustOnly = made;
            }
            return made;
        }
    }

    private static SSLContext makeTrustOnly() throws SSLException {
        try {
            // Not left to the context, which makes of a trust store that cannot be read one that trusts nobody.
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init((KeyStore) null);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new SSLException("the trust store of this JVM cannot be used: " + e.getMessage(), e);
        }
    }
}
