package io.metriton.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.HttpStatusException;
import io.metriton.api.MetritonException;
import io.metriton.api.Report;
import io.metriton.api.Response;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects. */
@ExtendWith(SystemState.class)
class ReportSenderRedirectTest {
    private static final URI ENDPOINT = URI.create("https://redirect.example/scout");
    private static final Report REPORT = Report.builder()
            .application("app")
            .installId("secret-id")
            .version("1.0")
            .build();

    @ParameterizedTest
    @ValueSource(ints = {307, 308})
    void redirectThatKeepsTheMethod_isFollowedWithTheSameRequest(int status) throws MetritonException {
        FakeTransport transport = new FakeTransport()
                .redirect(status, "https://other.example/v2")
                .then(200, "{\"latest_version\":\"2.0\"}");

        assertThat(send(transport).latestVersion()).isEqualTo("2.0");
        List<TransportRequest> requests = transport.requests();
        assertThat(requests).hasSize(2);
        assertThat(requests.get(1).endpoint()).hasToString("https://other.example/v2");
        assertThat(requests.get(1).body()).isEqualTo(requests.get(0).body());
        assertThat(requests.get(1).headers()).isEqualTo(requests.get(0).headers());
    }

    @Test
    void fiveHops_areFollowed() throws MetritonException {
        FakeTransport transport = new FakeTransport();
        for (int hop = 1; hop <= 5; hop++) {
            transport.redirect(307, "/hop" + hop);
        }
        transport.then(200, "{}");

        send(transport);
        assertThat(transport.requests())
                .extracting(request -> request.endpoint().getPath())
                .containsExactly("/scout", "/hop1", "/hop2", "/hop3", "/hop4", "/hop5");
    }

    @Test
    void redirectsWithoutEnd_endAfterFiveHops() {
        FakeTransport transport = new FakeTransport().redirect(308, "/again");

        assertThatThrownBy(() -> send(transport))
                .isInstanceOf(HttpStatusException.class)
                .hasMessage("https://redirect.example/again answered with status 308, Location: /again");
        assertThat(transport.requests()).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303})
    void redirectThatWouldChangeTheMethod_isNotFollowedButNamed(int status) {
        FakeTransport transport = new FakeTransport().redirect(status, "https://other.example/v2");

        assertThatThrownBy(() -> send(transport))
                .isInstanceOfSatisfying(
                        HttpStatusException.class, e -> assertThat(e.status()).isEqualTo(status))
                .hasMessage("https://redirect.example/scout answered with status " + status
                        + ", Location: https://other.example/v2");
        assertThat(transport.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://redirect.example/scout", "http://other.example/", "ftp://x/", "%zz", "https://[", "a b"})
    void downgradeOrBadLocation_isNotFollowedButNamed(String location) {
        FakeTransport transport = new FakeTransport().redirect(307, location);

        assertThatThrownBy(() -> send(transport))
                .isInstanceOf(HttpStatusException.class)
                .hasMessageEndingWith(" answered with status 307, Location: " + location);
        assertThat(transport.requests()).hasSize(1);
    }

    @Test
    void locationInAMessage_isPrintableAndWithoutUserInfo() {
        FakeTransport transport = new FakeTransport().redirect(302, "https://user:secret@other.example/\r\nX: \u00e9");

        assertThatThrownBy(() -> send(transport))
                .hasMessageEndingWith("status 302, Location: https://other.example/X:");
    }

    @Test
    void locationInAMessage_isCutOff() {
        FakeTransport transport = new FakeTransport().redirect(302, "https://other.example/" + "x".repeat(10_000));

        assertThatThrownBy(() -> send(transport))
                .hasMessageEndingWith("x...")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(700));
    }

    @Test
    void redirectWithoutLocation_isAStatus() {
        assertThatThrownBy(() -> send(FakeTransport.answering(307, "")))
                .isInstanceOf(HttpStatusException.class)
                .hasMessage("https://redirect.example/scout answered with status 307");
    }

    @Test
    void upgradeFromHttp_isFollowed() throws MetritonException {
        FakeTransport transport = new FakeTransport()
                .redirect(308, "https://redirect.example/scout")
                .then(200, "{}");
        ReportSender.builder().transport(transport).build().send(REPORT, URI.create("http://redirect.example/scout"));

        assertThat(transport.requests())
                .extracting(r -> r.endpoint().getScheme())
                .containsExactly("http", "https");
    }

    @Test
    void authorization_isDroppedForAnotherOriginAndDoesNotComeBack() throws MetritonException {
        FakeTransport transport = new FakeTransport()
                .redirect(307, "/same")
                .redirect(307, "https://other.example/")
                .redirect(307, "https://redirect.example/back")
                .then(200, "{}");
        ReportSender.builder()
                .transport(transport)
                .build()
                .send(REPORT, URI.create("https://user:secret@redirect.example/scout"));

        assertThat(transport.requests())
                .extracting(request -> request.headers().containsKey("Authorization"))
                .containsExactly(true, true, false, false);
    }

    @Test
    void timeout_isSharedByAllHops() throws MetritonException {
        FakeTransport transport =
                new FakeTransport().then(ReportSenderRedirectTest::slowRedirect).then(200, "{}");
        send(transport);

        Duration first = transport.requests().get(0).timeout();
        Duration second = transport.requests().get(1).timeout();
        assertThat(first).isLessThanOrEqualTo(Duration.ofSeconds(5));
        assertThat(first.minus(second)).isGreaterThanOrEqualTo(Duration.ofMillis(20));
    }

    @Test
    void timeOverBetweenHops_endsTheReport() {
        FakeTransport transport = new FakeTransport().then(ReportSenderRedirectTest::redirectTooLate);
        ReportSender sender = ReportSender.builder()
                .transport(transport)
                .timeout(Duration.ofMillis(500))
                .build();

        assertThatThrownBy(() -> sender.send(REPORT, ENDPOINT))
                .isInstanceOf(MetritonException.class)
                .hasMessage("the timeout of 500 ms was over before the report could be sent to"
                        + " https://redirect.example/next: finding the install ID, or redirects, took too long");
        assertThat(transport.requests()).hasSize(1);
    }

    private static TransportResponse slowRedirect(TransportRequest request) {
        return redirectAfter(Duration.ofMillis(20));
    }

    /** After what was left of the time when this hop began. */
    private static TransportResponse redirectTooLate(TransportRequest request) {
        return redirectAfter(request.timeout());
    }

    private static TransportResponse redirectAfter(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(1_000_000);
        }
        return TransportResponse.builder()
                .status(307)
                .header("Location", "/next")
                .build();
    }

    private static Response send(FakeTransport transport) throws MetritonException {
        return ReportSender.builder()
                .transport(transport)
                .build()
                .send(REPORT, ENDPOINT)
                .orElseThrow();
    }
}
