package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.Transport;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;

/**
 * Https trusts what the configuration says, the host that was asked for, and nobody else; {@link FaultContract} tests whom it
 * refuses.
 */
abstract class TlsContract extends ContractTests {

    TlsContract(TransportContract contract) {
        super(contract);
    }

    @Test
    void send_trustsWhatTheContextTrusts() throws Exception {
        try (ScriptedServer server = start();
                Transport transport = openTrusting()) {
            for (int i = 0; i < 3; i++) {
                assertThat(transport.send(report(server.uri("/scout")).build()).status())
                        .isEqualTo(200);
            }
            assertThat(server.requests())
                    .hasSize(3)
                    .allSatisfy(request -> assertThat(request.text()).isEqualTo(BODY));
        }
    }

    /** Two reporters of one program may trust different authorities. */
    @Test
    void send_trustIsATransportsOwn() throws Exception {
        try (ScriptedServer server = start();
                Transport trusting = openTrusting();
                Transport other = open()) {
            URI endpoint = server.uri("/scout");
            assertThat(trusting.send(report(endpoint).build()).status()).isEqualTo(200);
            assertThatThrownBy(() -> other.send(report(endpoint).build())).isInstanceOf(IOException.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    private static ScriptedServer start() throws IOException {
        return ScriptedServer.startTls(Certificates.get().server(), ScriptedServer.always(200, "{}"));
    }

    private Transport openTrusting() {
        return open(
                FaultyEndpoint.direct().sslContext(Certificates.get().client()).build());
    }
}
