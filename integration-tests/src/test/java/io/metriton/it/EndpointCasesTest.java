package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.metriton.api.MetritonConfigurationException;
import io.metriton.core.Endpoints;
import io.metriton.core.Reporter;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recorded cases of SCOUT_HOST and SCOUT_HTTPS. */
class EndpointCasesTest {

    static Stream<RecordedCase> cases() {
        return RecordedCase.group("endpoint");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void fromEnvironment_givesTheExpectedEndpoint(RecordedCase recorded) {
        Map<String, String> environment = new HashMap<>();
        for (Map.Entry<String, JsonNode> variable : recorded.inputs().get("env").properties()) {
            if (!variable.getValue().isNull()) {
                environment.put(variable.getKey(), variable.getValue().textValue());
            }
        }

        URI endpoint = Endpoints.fromEnvironment(environment);

        assertThat(endpoint).hasToString(recorded.expect().path("endpoint").asText());
        if (recorded.expect().path("no_host").asBoolean()) {
            assertThatThrownBy(() ->
                            Reporter.builder("app", "1").endpoint(endpoint).build())
                    .isInstanceOf(MetritonConfigurationException.class)
                    .hasMessageContaining("with a host, not " + endpoint);
        } else {
            assertThat(endpoint.getHost()).isNotEmpty();
        }
    }

    @Test
    void wrongHostOfTheUser_isOneWarning() {
        Map<String, String> environment = Map.of("SCOUT_HOST", "user:secret@not_a_host");
        Reporter.Builder builder =
                Reporter.builder("app", "1").environment(environment).endpoint(Endpoints.fromEnvironment(environment));
        try (LogRecorder log = new LogRecorder();
                Reporter first = builder.build();
                Reporter second = builder.build()) {
            assertThat(first.status().enabled()).isFalse();
            assertThat(second.status().enabled()).isFalse();
            assertThat(log.at(Level.WARNING))
                    .containsExactly("telemetry is disabled: SCOUT_HOST names no host that can be reported to:"
                            + " https://***@not_a_host/scout");
        }
    }
}
