package io.metriton.transport.socket;

import io.metriton.api.TransportConfig;
import java.io.IOException;
import java.net.Socket;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Puts TLS over a connection, to the host of the endpoint and nobody else. */
final class Tls {

    private Tls() {}

    static Socket over(Socket plain, Route route, TransportConfig config) throws IOException {
        // By the name, the JDK also sends the server's name (SNI).
        SSLSocket tls =
                (SSLSocket) context(config).getSocketFactory().createSocket(plain, route.host(), route.port(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // By itself a socket takes any host's certificate.
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    private static SSLContext context(TransportConfig config) throws SSLException {
        Optional<SSLContext> given = config.sslContext();
        if (given.isPresent()) {
            return given.get();
        }
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new SSLException("the default of this JVM for TLS cannot be used: " + e.getMessage(), e);
        }
    }
}
