package io.metriton.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.HttpStatusException;
import io.metriton.api.MalformedResponseException;
import io.metriton.api.MetritonConfigurationException;
import io.metriton.api.MetritonException;
import io.metriton.api.Report;
import io.metriton.api.Response;
import io.metriton.api.TransportRequest;
import io.metriton.core.internal.http.AppIdentity;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent and what an answer means; see also {@link ReportSenderRedirectTest}, {@link ReportSenderFailureTest}. */
@ExtendWith(SystemState.class)
class ReportSenderTest {
    private static final URI ENDPOINT = URI.create("https://sender.example/scout");
    private static final Report REPORT = Report.builder()
            .application("app")
            .installId("secret-id")
            .version("1.0")
            .build();

    @Test
    void request_hasTheHeadersOfThisSdkAndNoMore() throws MetritonException {
        FakeTransport transport = FakeTransport.answering(200, "{}");
        sender(transport).send(REPORT, ENDPOINT);

        TransportRequest request = transport.request();
        assertThat(request.endpoint()).isEqualTo(ENDPOINT);
        assertThat(request.headers())
                .isEqualTo(Map.of(
                        "Content-Type", "application/json",
                        "Accept", "application/json",
                        "Accept-Encoding", "identity",
                        "User-Agent", new AppIdentity("app", "1.0").userAgent()));
        assertThat(transport.sent())
                .isEqualTo(
                        "{\"application\":\"app\",\"install_id\":\"secret-id\",\"version\":\"1.0\",\"metadata\":{}}");
        assertThat(request.timeout()).isLessThanOrEqualTo(Duration.ofSeconds(5)).isGreaterThan(Duration.ofSeconds(1));
        assertThat(request.maxResponseBytes()).isEqualTo(1 << 20);
    }

    @Test
    void userAgent_isTheConfiguredOneCleaned() throws MetritonException {
        FakeTransport transport = FakeTransport.answering(200, "{}");
        ReportSender.builder()
                .transport(transport)
                .userAgent("m\u00efne/1\r\nX: 1")
                .build()
                .send(REPORT, ENDPOINT);

        assertThat(transport.request().headers())
                .containsEntry("User-Agent", "mne/1X: 1")
                .doesNotContainKey("X");
    }

    @Test
    void userInfo_isSentAsBasicAuthenticationAndNotInTheUri() throws MetritonException {
        FakeTransport transport = FakeTransport.answering(200, "{}");
        sender(transport).send(REPORT, URI.create("https://Aladdin:open%20sesame@sender.example/scout"));

        assertThat(transport.request().endpoint()).isEqualTo(ENDPOINT);
        assertThat(transport.request().headers()).containsEntry("Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }

    @Test
    void answer_isTheResponse() throws MetritonException {
        Response response = send(
                200,
                "{\"application\":\"App\",\"latest_version\":\"2.0\",\"hard_limit\":true,"
                        + "\"notices\":[{\"level\":\"INFO\",\"message\":\"hi\"}]}");

        assertThat(response.application()).isEqualTo("App");
        assertThat(response.latestVersion()).isEqualTo("2.0");
        assertThat(response.hardLimit()).isTrue();
        assertThat(response.disableScout()).isFalse();
        assertThat(response.notices()).hasSize(1);
        assertThat(response.notices().get(0).level()).contains("INFO");
        assertThat(response.notices().get(0).message()).contains("hi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"application\":null,\"latest_version\":\" \"}", "{\"application\":\"\"}"})
    void missingOrBlankField_isTheReportsOwn(String body) throws MetritonException {
        Response response = send(200, body);

        assertThat(response.application()).isEqualTo("app");
        assertThat(response.latestVersion()).isEqualTo("1.0");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void any2xx_isSuccess(int status) throws MetritonException {
        assertThat(send(status, "{\"latest_version\":\"2.0\"}").latestVersion()).isEqualTo("2.0");
    }

    @ParameterizedTest
    @CsvSource({"200, ''", "204, ''", "200, null", "200, ' '", "404, ''", "404, null", "404, ' '"})
    void successOr404WithoutBody_isAnApplicationThatTheEndpointDoesNotKnow(int status, String body)
            throws MetritonException {
        assertThat(sender(FakeTransport.answering(status, body)).send(REPORT, ENDPOINT))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"latest_version\":\"2.0\"}", "not found", "<html>"})
    void status404WithABody_isARefusal(String body) {
        assertStatus(404, body);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 199, 300, 304, 400, 401, 403, 405, 429, 500, 503, 599, 0, -1, 999})
    void otherStatus_isARefusalWhateverTheBody(int status) {
        assertStatus(status, "{\"latest_version\":\"2.0\"}");
        assertStatus(status, "");
        assertStatus(status, "<html>");
    }

    @Test
    void retryAfter_isCountedFromTheAnswer() {
        FakeTransport transport = new FakeTransport()
                .then(503, Map.of("retry-after", "Sun, 06 Nov 1994 08:50:37 GMT"), "")
                .then(429, Map.of("Retry-After", "7"), "")
                .then(503, Map.of("Retry-After", "later"), "");
        ReportSender sender = ReportSender.builder()
                .transport(transport)
                .clock(Clock.fixed(Instant.parse("1994-11-06T08:49:37Z"), ZoneOffset.UTC))
                .build();

        assertThat(refusal(sender).retryAfter()).contains(Duration.ofMinutes(1));
        assertThat(refusal(sender).retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(refusal(sender).retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{", "\"ok\"", "a < b"})
    void successWithAnythingButAnObject_isDeliveredButMalformed(String body) {
        FakeTransport transport = new FakeTransport().then(200, Map.of("Content-Type", "text/plain\r\n"), body);

        assertThatThrownBy(() -> sender(transport).send(REPORT, ENDPOINT))
                .isInstanceOf(MalformedResponseException.class)
                .hasMessage("the report was delivered, but the answer of https://sender.example/scout"
                        + " (status 200, text/plain, " + body.length() + " bytes) is not a JSON object");
    }

    @Test
    void webPageInTheEndpointsPlace_isNotDelivered() {
        FakeTransport transport = new FakeTransport().then(200, Map.of("Content-Type", "text/html"), "<html>");

        assertThatThrownBy(() -> sender(transport).send(REPORT, ENDPOINT))
                .isInstanceOfSatisfying(
                        MalformedResponseException.class,
                        e -> assertThat(e.delivered()).isFalse())
                .hasMessage("the report was not delivered: a web page (status 200, text/html, 6 bytes) answered in the"
                        + " place of https://sender.example/scout, perhaps of a network that wants a login");
    }

    @Test
    void metadataThatIsNoJson_isTheCallersMistakeAndNothingIsSent() {
        FakeTransport transport = FakeTransport.answering(200, "{}");
        Report report = Report.builder()
                .application("a")
                .installId("i")
                .version("v")
                .metadata(Map.of("k", new Object()))
                .build();

        assertThatThrownBy(() -> sender(transport).send(report, ENDPOINT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("metadata.k");
        assertThat(transport.requests()).isEmpty();
    }

    @Test
    void wrongConfiguration_isSaidByBuild() {
        assertThatThrownBy(() -> ReportSender.builder().build())
                .isInstanceOf(MetritonConfigurationException.class)
                .hasMessageContaining("transport(");
        assertThatThrownBy(() -> ReportSender.builder()
                        .transport(FakeTransport.answering(200, ""))
                        .timeout(Duration.ZERO)
                        .build())
                .isInstanceOf(MetritonConfigurationException.class)
                .hasMessage("timeout must be positive, not PT0S");
    }

    private static void assertStatus(int status, String body) {
        assertThatThrownBy(() -> send(status, body))
                .isInstanceOfSatisfying(
                        HttpStatusException.class, e -> assertThat(e.status()).isEqualTo(status))
                .hasMessage("https://sender.example/scout answered with status " + status);
    }

    private static HttpStatusException refusal(ReportSender sender) {
        try {
            throw new AssertionError("no exception but " + sender.send(REPORT, ENDPOINT));
        } catch (HttpStatusException e) {
            return e;
        } catch (MetritonException e) {
            throw new AssertionError(e);
        }
    }

    private static Response send(int status, String body) throws MetritonException {
        return sender(FakeTransport.answering(status, body))
                .send(REPORT, ENDPOINT)
                .orElseThrow();
    }

    private static ReportSender sender(FakeTransport transport) {
        return ReportSender.builder().transport(transport).build();
    }
}
