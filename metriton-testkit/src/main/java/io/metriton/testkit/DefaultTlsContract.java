package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.Transport;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Without a context of its own, a transport trusts whom the host program trusts: a default that the program has set is used
 * as a whole, as it is at the time of the first https exchange.
 */
abstract class DefaultTlsContract extends ContractTests {
    private @Nullable SSLContext before;

    DefaultTlsContract(TransportContract contract) {
        super(contract);
    }

    @BeforeEach
    void remember() throws Exception {
        before = SSLContext.getDefault();
    }

    @AfterEach
    void restore() {
        if (before != null) { // Null if the test is exempted.
            SSLContext.setDefault(before);
        }
    }

    @Test
    void send_trustsWhatTheDefaultOfTheHostTrusts() throws Exception {
        try (ScriptedServer server = start();
                Transport transport = open()) {
            SSLContext.setDefault(Certificates.get().client()); // After create: it is looked up when it is needed.
            assertThat(transport.send(report(server.uri("/")).build()).status()).isEqualTo(200);
        }
    }

    @Test
    void send_refusesWhatTheDefaultOfTheHostRefuses() throws Exception {
        try (ScriptedServer server = start()) {
            SSLContext.setDefault(Certificates.get().client());
            try (Transport transport = open()) {
                assertThat(transport.send(report(server.uri("/")).build()).status())
                        .isEqualTo(200);
            }
            SSLContext.setDefault(trustingNobody());
            try (Transport transport = open()) {
                assertThatThrownBy(() -> transport.send(report(server.uri("/")).build()))
                        .isInstanceOf(SSLException.class);
            }
            assertThat(server.requests()).hasSize(1);
        }
    }

    private static SSLContext trustingNobody() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Refusal()}, null);
        return context;
    }

    private static ScriptedServer start() throws IOException {
        return ScriptedServer.startTls(Certificates.get().server(), ScriptedServer.always(200, "{}"));
    }

    private static final class Refusal implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("refused by the host");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("refused by the host");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
