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
import java.util.stream.Stream;
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
}
