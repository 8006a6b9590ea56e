package io.metriton.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.metriton.api.IncompleteResponseException;
import io.metriton.api.Transport;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong in the network is an {@link IOException}, and never a second request. */
abstract class FaultContract extends ContractTests {
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
    private static final String ORDER = "{\"disable_scout\":true}";

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

    /** The status says what became of the report, and what came may be the order to be silent. */
    @ParameterizedTest
    @ValueSource(ints = {200, 503})
    void send_answerThatIsCutOffIsToldWithWhatCame(int status) throws Exception {
        for (String framing : List.of("Content-Length: 63\r\n\r\n%s", CHUNKED + "16\r\n%s\r\n", CHUNKED + "20\r\n%s")) {
            String answer = "HTTP/1.1 " + status + " Status\r\n" + framing.replace("%s", ORDER);
            try (ScriptedServer server = ScriptedServer.start((index, request, socket) -> {
                        ScriptedServer.write(socket, answer.getBytes(US_ASCII));
                        socket.close();
                    });
                    Transport transport = open()) {
                Throwable failure = catchThrowable(
                        () -> transport.send(report(server.uri("/")).build()));
                assertToldWithWhatCame(failure, answer, status);
            }
        }
    }

    /** The status says what became of the report, also where nobody can say where the body ends. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: abc\r\n\r\n{}",
                "Content-Length: -5\r\n\r\n{}",
                "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
            })
    void send_answerOfUnclearLengthIsReadOrToldWithItsStatus(String rest) throws Exception {
        for (int status : new int[] {200, 503}) {
            String answer = "HTTP/1.1 " + status + " Status\r\n" + rest;
            try (ScriptedServer server = ScriptedServer.start((index, request, socket) -> {
                        ScriptedServer.write(socket, answer.getBytes(US_ASCII));
                        socket.close();
                    });
                    Transport transport = open()) {
                assertThat(statusOf(transport, report(server.uri("/")).build()))
                        .as(answer)
                        .isEqualTo(status);
            }
        }
    }

    /** Of the answer, or of what was told of it. */
    private static int statusOf(Transport transport, TransportRequest request) throws IOException {
        try {
            return transport.send(request).status();
        } catch (IncompleteResponseException e) {
            return e.status();
        }
    }

    /** A server that will not take a report so large says so, and closes: what it says is lost if nobody reads it. */
    @Test
    void send_readsWhatTheServerAnswersBeforeItHasTheReport() throws Exception {
        try (HastyServer hasty = new HastyServer(ScriptedServer.plain(413, ORDER, "Connection: close"));
                Transport transport = open()) {
            TransportResponse response =
                    transport.send(report(hasty.uri()).body(new byte[16 << 20]).build());

            assertThat(response.status()).isEqualTo(413);
            assertThat(response.body()).asString(US_ASCII).isEqualTo(ORDER);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 63\r\n\r\n%s", CHUNKED + "16\r\n%s\r\n", CHUNKED + "20\r\n%s", "\r\n%s"})
    void send_timeoutInTheBodyIsToldWithWhatCame(String framing) throws Exception {
        String answer = "HTTP/1.1 200 OK\r\n" + framing.replace("%s", ORDER);
        try (ScriptedServer server = ScriptedServer.start(
                        (index, request, socket) -> ScriptedServer.write(socket, answer.getBytes(US_ASCII)));
                Transport transport = open()) {
            Throwable failure = catchThrowable(() -> transport.send(
                    report(server.uri("/")).timeout(Duration.ofSeconds(2)).build()));
            assertThat(failure).isInstanceOf(SocketTimeoutException.class);
            assertToldWithWhatCame(failure.getCause(), answer, 200);
        }
    }

    private static void assertToldWithWhatCame(@Nullable Throwable failure, String answer, int status) {
        assertThat(failure).as(answer).isInstanceOfSatisfying(IncompleteResponseException.class, cutOff -> {
            assertThat(cutOff.status()).isEqualTo(status);
            assertThat(cutOff.beginning().orElseThrow().body())
                    .asString(US_ASCII)
                    .isEqualTo(ORDER);
        });
    }

    /** The transport is as good as new for the next report. */
    @ParameterizedTest
    @EnumSource(names = {"RESET_BEFORE_ANSWER", "TRUNCATED_BODY", "NOT_HTTP", "BODY_OVER_LIMIT", "CONNECTION_REFUSED"})
    void send_worksAfterAFailure(Fault fault) throws Exception {
        skipExemption(fault.name());
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
