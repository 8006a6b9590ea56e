package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.metriton.api.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong in the network is an {@link IOException}, and never a second request. */
abstract class FaultContract extends ContractTests {

    FaultContract(TransportContract contract) {
        super(contract);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void send_failsAfterOneRequestAtMost(Fault fault) throws Exception {
        skipExemption(fault.name());
        try (FaultyEndpoint faulty = fault.open()) {
            try (Transport transport = open(faulty.transportConfig())) {
                assertThatThrownBy(() -> transport.send(report(faulty.endpoint())
                                .timeout(Duration.ofSeconds(5))
                                .build()))
                        .as("%s: %s", fault, fault.description())
                        .isInstanceOf(IOException.class);
            }
            assertNotRepeated(faulty.requests());
            Await.until(faulty::left, () -> fault + ": the connection stays open");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN_AUTHORITY", "WRONG_HOST", "EXPIRED_CERTIFICATE"})
    void send_untrustedServerIsAnSSLExceptionAndSeesNoRequest(Fault fault) throws Exception {
        skipExemption(fault.name());
        try (FaultyEndpoint faulty = fault.open();
                Transport transport = open(faulty.transportConfig())) {
            assertThatThrownBy(() -> transport.send(report(faulty.endpoint()).build()))
                    .as("%s: %s", fault, fault.description())
                    .isInstanceOf(SSLException.class);
            assertThat(faulty.requests()).isZero();
        }
    }

    /** The transport is as good as new for the next report. */
    @ParameterizedTest
    @EnumSource(names = {"RESET_BEFORE_ANSWER", "TRUNCATED_BODY", "NOT_HTTP", "BODY_OVER_LIMIT", "CONNECTION_REFUSED"})
    void send_worksAfterAFailure(Fault fault) throws Exception {
        try (FaultyEndpoint faulty = fault.open();
                ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"));
                Transport transport = open()) {
            assertThat(catchThrowable(
                            () -> transport.send(report(faulty.endpoint()).build())))
                    .isInstanceOf(IOException.class);
            assertThat(transport.send(report(server.uri("/")).build()).status()).isEqualTo(200);
        }
    }

    /** A client that sends again because its kept connection broke would report twice. */
    @Test
    void send_neverRepeatsWhenAKeptConnectionIsResetAfterTheRequest() throws Exception {
        assertOneRequestASend((index, request, socket) -> {
            if (index == 1) {
                ScriptedServer.reset(socket);
            } else {
                ScriptedServer.write(socket, ScriptedServer.plain(200, "{}"));
            }
        });
    }

    @Test
    void send_neverRepeatsWhenTheIdleConnectionWasClosed() throws Exception {
        assertOneRequestASend((index, request, socket) -> {
            ScriptedServer.write(socket, ScriptedServer.plain(200, "{}"));
            socket.close();
        });
    }

    private void assertOneRequestASend(ScriptedServer.Script script) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(script);
                Transport transport = open()) {
            transport.send(report(server.uri("/")).build());
            Throwable failure =
                    catchThrowable(() -> transport.send(report(server.uri("/")).build()));
            if (failure == null) {
                assertThat(server.requests()).hasSize(2);
            } else {
                // It may have broken before a byte was written.
                assertThat(failure).isInstanceOf(IOException.class);
                assertThat(server.requests()).hasSizeBetween(1, 2);
            }
        }
    }

    static Stream<Fault> failures() {
        return Arrays.stream(Fault.values()).filter(fault -> !fault.hangs());
    }
}
