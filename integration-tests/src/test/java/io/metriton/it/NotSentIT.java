package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.metriton.api.NotSentException;
import io.metriton.api.Transport;
import io.metriton.api.TransportRequest;
import io.metriton.testkit.Fault;
import io.metriton.testkit.FaultyEndpoint;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where the time is over before the report has left, nobody has to wonder whether it arrived. */
@Timeout(30)
@Tag("long")
class NotSentIT {

    @ParameterizedTest
    @EnumSource
    void silenceInTheHandshake_isNotSent(Transports transport) throws Exception {
        assertNotSent(transport, Fault.SILENT_TLS, true);
    }

    @ParameterizedTest
    @EnumSource
    void silenceOfTheProxyOfATunnel_isNotSent(Transports transport) throws Exception {
        assertNotSent(transport, Fault.SILENT_TUNNEL, true);
    }

    @ParameterizedTest
    @EnumSource
    void silenceAfterTheReport_mayHaveArrived(Transports transport) throws Exception {
        assertNotSent(transport, Fault.SILENT_SERVER, false);
    }

    private static void assertNotSent(Transports kind, Fault fault, boolean notSent) throws Exception {
        try (FaultyEndpoint faulty = fault.open();
                Transport transport = kind.open(faulty.transportConfig())) {
            TransportRequest request = TransportRequest.builder()
                    .endpoint(faulty.endpoint())
                    .body(new byte[2])
                    .timeout(Duration.ofSeconds(2))
                    .build();
            Throwable failure = catchThrowable(() -> transport.send(request));

            assertThat(failure).isInstanceOf(SocketTimeoutException.class);
            assertThat(failure.getCause() instanceof NotSentException).isEqualTo(notSent);
        }
    }
}
