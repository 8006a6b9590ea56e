package io.metriton.core.internal.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import org.junit.jupiter.api.Test;

class LogTransportTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final LogTransport transport = new LogTransport(new PrintStream(printed, true, UTF_8));

    @Test
    void report_isPrintedInOneLineAsItWouldBeSent() {
        transport.send(request("{\"application\":\"\u00e4pp\"}"));

        assertThat(printed.toString(UTF_8))
                .isEqualTo("metriton would send to https://metriton.example/scout: {\"application\":\"\u00e4pp\"}"
                        + System.lineSeparator());
    }

    @Test
    void answer_isThatOfAnEndpointThatKnowsNothing() {
        TransportResponse answer = transport.send(request("{}"));

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void provider_isCalledLog() {
        LogTransport.Provider provider = new LogTransport.Provider();

        assertThat(provider.name()).isEqualTo("log");
        assertThat(provider.create(TransportConfig.builder().build())).isInstanceOf(LogTransport.class);
    }

    private static TransportRequest request(String body) {
        return TransportRequest.builder()
                .endpoint(URI.create("https://metriton.example/scout"))
                .header("Authorization", "Basic c2VjcmV0")
                .body(body.getBytes(UTF_8))
                .build();
    }
}
