package io.metriton.transport.okhttp;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/**
 * Trusts nobody. OkHttp wants a trust manager beside the socket factory, and no {@link javax.net.ssl.SSLContext} tells its
 * own. It is used for certificate pinning alone, which nothing here does: in the handshake the context decides. Stateless.
 */
final class NoTrust implements X509TrustManager {
    private static final String MESSAGE = "the SSL context decides whom to trust";

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException(MESSAGE);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException(MESSAGE);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
