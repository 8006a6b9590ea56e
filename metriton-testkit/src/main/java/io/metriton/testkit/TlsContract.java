package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.Transport;
import io.metriton.api.TransportRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Https trusts what the configuration says, the host that was asked for, and nobody else; {@link FaultContract} tests whom it
 * refuses.
 */
abstract class TlsContract extends ContractTests {
    /** How long a send may take, and a part of how long the server keeps its side open. */
    private static final Duration SLOW = Duration.ofSeconds(5);

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

    /** The JDK's TLS 1.3 waits, as it closes, for the other side; a process that goes on working may close seconds later. */
    @ParameterizedTest
    @CsvSource({"200, {}", "404, ''"})
    void send_waitsForNoServerThatHasAnsweredAndDoesNotClose(int status, String body) throws Exception {
        CountDownLatch returned = new CountDownLatch(1);
        ScriptedServer.Script slow = (index, request, socket) -> {
            ScriptedServer.write(socket, ScriptedServer.plain(status, body));
            returned.await(4 * SLOW.toSeconds(), TimeUnit.SECONDS);
        };
        try (ScriptedServer server = ScriptedServer.startTls(Certificates.get().server(), slow);
                Transport transport = openTrusting()) {
            TransportRequest request =
                    report(server.uri("/scout")).timeout(SLOW).build();

            assertThat(transport.send(request).status())
                    .as("the answer, without waiting for the end of the connection")
                    .isEqualTo(status);
        } finally {
            returned.countDown();
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
