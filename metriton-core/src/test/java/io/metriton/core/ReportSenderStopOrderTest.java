package io.metriton.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.HttpStatusException;
import io.metriton.api.MetritonException;
import io.metriton.api.Report;
import io.metriton.api.Response;
import io.metriton.core.internal.process.DisableScoutOrders;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order to be silent ({@code disable_scout}). */
@ExtendWith(SystemState.class)
class ReportSenderStopOrderTest {
    private static final URI ENDPOINT = URI.create("https://stop.example/scout");
    private static final Report REPORT = Report.builder()
            .application("app")
            .installId("secret-id")
            .version("1.0")
            .build();

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 403, 500, 302})
    void orderToBeSilent_isObeyedWhateverTheStatus(int status) {
        URI endpoint = URI.create("https://stop" + status + ".example/scout");
        ReportSender sender = ReportSender.builder()
                .transport(FakeTransport.answering(status, "{\"disable_scout\":true}"))
                .build();
        try {
            assertThat(sender.send(REPORT, endpoint).orElseThrow().disableScout())
                    .isTrue();
            assertThat(status).isEqualTo(200);
        } catch (MetritonException e) {
            assertThat(e).isInstanceOf(HttpStatusException.class);
            assertThat(status).isNotEqualTo(200);
        }
        assertThat(DisableScoutOrders.isStopped("app", endpoint)).isTrue();
        assertThat(DisableScoutOrders.isStopped("app", URI.create("https://STOP" + status + ".example:443/other")))
                .isTrue();
        assertThat(DisableScoutOrders.isStopped("app", URI.create("http://stop" + status + ".example/scout")))
                .isFalse();
    }

    @Test
    void orderToBeSilentInARedirect_isObeyedAndTheRedirectNotFollowed() {
        FakeTransport transport = new FakeTransport()
                .then(307, Map.of("Location", "/next"), "{\"disable_scout\":true}")
                .then(200, "{}");

        assertThatThrownBy(() -> send(transport)).isInstanceOf(HttpStatusException.class);
        assertThat(transport.requests()).hasSize(1);
        assertThat(DisableScoutOrders.isStopped("app", ENDPOINT)).isTrue();
    }

    @Test
    void orderToBeSilentFromTheTargetOfARedirect_countsForBothOrigins() throws MetritonException {
        FakeTransport transport =
                new FakeTransport().redirect(307, "https://target.example/").then(200, "{\"disable_scout\":true}");

        assertThat(send(transport).disableScout()).isTrue();
        assertThat(DisableScoutOrders.isStopped("app", ENDPOINT)).isTrue();
        assertThat(DisableScoutOrders.isStopped("app", URI.create("https://target.example/other")))
                .isTrue();
    }

    @Test
    void redirectToAnOriginThatOrderedSilence_isNotFollowed() {
        DisableScoutOrders.obey("app", URI.create("https://silent.example/"));
        FakeTransport transport = new FakeTransport()
                .redirect(307, "https://silent.example/scout")
                .then(200, "{}");

        assertThatThrownBy(() -> send(transport))
                .isInstanceOf(HttpStatusException.class)
                .hasMessageEndingWith("status 307, Location: https://silent.example/scout");
        assertThat(transport.requests()).hasSize(1);
        assertThat(DisableScoutOrders.isStopped("app", ENDPOINT))
                .as("so what is stored stays")
                .isTrue();
    }

    @Test
    void answerWithoutTheOrder_stopsNothing() throws MetritonException {
        send(FakeTransport.answering(200, "{\"disable_scout\":false,\"hard_limit\":true}"));

        assertThat(DisableScoutOrders.isStopped("app", ENDPOINT)).isFalse();
    }

    private static Response send(FakeTransport transport) throws MetritonException {
        return ReportSender.builder()
                .transport(transport)
                .build()
                .send(REPORT, ENDPOINT)
                .orElseThrow();
    }
}
