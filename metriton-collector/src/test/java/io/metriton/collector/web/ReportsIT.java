package io.metriton.collector.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.metriton.collector.applications.Json;
import io.metriton.collector.cli.RunningCollector;
import io.metriton.collector.store.Databases;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportsIT {

    private static final String REPORT =
            "{\"application\": \"greet\", \"install_id\": \"one\", \"version\": \"1.0.0\", \"metadata\": {}}";

    @TempDir
    Path folder;

    private RunningCollector collector;

    @BeforeEach
    void start() {
        collector = new RunningCollector(Databases.SQLITE.url(folder), 30, 20);
        assertThat(collector
                        .put("greet", "{\"latest_version\": \"1.2.0\", \"metadata\": {\"os\": \"text\"}}")
                        .statusCode())
                .isEqualTo(201);
    }

    @AfterEach
    void stop() {
        collector.close();
    }

    private JsonNode today(String parameters) {
        JsonNode periods =
                collector.get("/api/v1/applications/greet/active?" + parameters).path("periods");
        return periods.get(periods.size() - 1);
    }

    @Test
    void knownApplication_isAnsweredWithFiveFields() {
        HttpResponse<String> response = collector.report(REPORT);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(Json.parse(response.body()))
                .isEqualTo(Json.parse("{\"application\": \"greet\", \"latest_version\": \"1.2.0\", \"notices\": [],"
                        + "\"hard_limit\": false, \"disable_scout\": false}"));
        assertThat(today("").path("installs").asInt()).isEqualTo(1);
    }

    @Test
    void secretOfAnotherNode_isToldUntilItIsThisOnesToo() {
        collector.rotateSecretElsewhere();
        assertThat(collector.report(REPORT).statusCode()).isEqualTo(503);
        assertThat(collector.send(collector.request("/healthz")).statusCode()).isEqualTo(503);
        collector.rotateSecret();
        collector.clock.advance(Duration.ofSeconds(2));
        assertThat(collector.send(collector.request("/healthz")).statusCode()).isEqualTo(200);
        assertThat(collector.report(REPORT).statusCode()).isEqualTo(200);
    }

    /** The tally of what came before is stored after that. */
    @Test
    void applicationThatIsAddedWhileItReports_isNotUnknown() {
        collector.report(REPORT.replace("greet", "late"));
        collector.put("late", "{}");
        collector.get("/api/v1/unknown-applications");
        collector.store.change(connection -> true);
        assertThat(collector.get("/api/v1/unknown-applications").path("unknown"))
                .isEmpty();
    }

    @Test
    void unknownApplication_is404WithoutBodyAndShownToTheAdministrator() {
        HttpResponse<String> response = collector.report(REPORT.replace("greet", "nobody"));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEmpty();
        assertThat(collector.report(REPORT.replace("greet", "")).statusCode()).isEqualTo(400);
        JsonNode unknown = collector.get("/api/v1/unknown-applications").path("unknown");
        assertThat(unknown).hasSize(1);
        assertThat(unknown.get(0).path("application").asText()).isEqualTo("nobody");
        collector.put("nobody", "{}");
        assertThat(collector.get("/api/v1/unknown-applications").path("unknown"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "[]",
                "null",
                "{} {}",
                "{\"application\": \"greet\", \"install_id\": 7, \"version\": \"1\"}",
                "{\"application\": \"greet\", \"install_id\": [\"a\"], \"version\": \"1\"}",
                "{\"application\": \"greet\", \"install_id\": \"a\", \"version\": \"\"}",
                "{\"application\": \"greet\", \"install_id\": \"a\", \"version\": 1}",
                "{\"application\": \"greet\", \"install_id\": \"a\"}",
                "{\"application\": 7, \"install_id\": \"a\", \"version\": \"1\"}",
                "{\"application\": \"greet\", \"install_id\": \"a\", \"version\": \"1\", \"metadata\": []}",
                "{\"application\": \"gr\\u0000eet\", \"install_id\": \"a\", \"version\": \"1\"}",
                "{\"application\": \"greet\", \"install_id\": \"a\", \"version\": \"1\\u0000\"}",
                "{\"application\": \"greet\", \"install_id\": \"a\", \"version\": \"\\ud800\"}",
                "{\"application\": \"greet\", \"install_id\": \"a\", \"version\": \"1\", \"metadata\": {\"zzz\":1e99999999999}}",
                "{\"application\": \"greet\", \"install_id\": \"a\", \"version\": \"1\", \"zzz\": -1E-99999999999}"
            })
    void whatIsNoReport_is400AndNeverRepeated(String body) {
        HttpResponse<String> response = collector.report(body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(Json.parse(response.body()).path("status").asInt()).isEqualTo(400);
        assertThat(response.body()).doesNotContain("greet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"revision\": 1e99999999999}", "{\"metadata\": {\"a\": 1e99999999999}}"})
    void settingsWithNumbersBeyondAllBounds_are400(String settings) {
        HttpResponse<String> response = collector.put("greet", settings);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    /** Jetty looks for the charset as soon as it is asked for the type, and repeats one that it does not know. */
    @ParameterizedTest
    @ValueSource(strings = {"=nosuch", "=\"\"", "=", "", "=%", "=\"nosuch", "=utf-8x", "=<b>", "=a=b"})
    void charsetThatNobodyKnows_is415AndNeverRepeated(String charset) {
        for (int i = 0; i < 30; i++) {
            HttpResponse<String> response = typed("application/json; charset" + charset);
            assertThat(response.statusCode()).isEqualTo(415);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(Json.parse(response.body()).path("detail").asText())
                    .isEqualTo("the body must be application/json");
        }
        assertThat(typed("application/json").statusCode()).isEqualTo(429);
    }

    @ParameterizedTest
    @ValueSource(strings = {"; charset=utf-8", ";charset=\"UTF-8\"", "; charset=us-ascii", ";", "; x=y"})
    void charsetThatIsKnown_isTaken(String parameters) {
        assertThat(typed("Application/JSON" + parameters).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> typed(String type) {
        return collector.send(collector
                .request("/scout")
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(REPORT)));
    }

    @Test
    void longIds_areRefused() {
        assertThat(collector.report(REPORT.replace("one", "x".repeat(128))).statusCode())
                .isEqualTo(200);
        assertThat(collector.report(REPORT.replace("one", "x".repeat(129))).statusCode())
                .isEqualTo(400);
    }

    @Test
    void bodyOf64KiB_isTheLongest() {
        String start = REPORT.replace("{}", "{\"filler\": \"");
        start = start.substring(0, start.length() - 1);
        String end = "\"}}";
        int rest = 64 * 1024 - start.length() - end.length();
        assertThat(collector.report(start + "x".repeat(rest) + end).statusCode())
                .isEqualTo(200);
        HttpResponse<String> response = collector.report(start + "x".repeat(rest + 1) + end);
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        HttpRequest.Builder chunked = collector
                .request("/scout")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(new byte[300 * 1024])));
        assertThat(collector.send(chunked).statusCode()).isEqualTo(413);
    }

    @Test
    void nesting_isBounded() {
        String deep = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);
        assertThat(collector.report(REPORT.replace("{}", deep)).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"text/plain,415", "'',415", "application/json; charset=utf-8,200", "APPLICATION/JSON,200"})
    void contentType_mustBeJson(String type, int status) {
        HttpRequest.Builder request = collector.request("/scout").POST(HttpRequest.BodyPublishers.ofString(REPORT));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        assertThat(collector.send(request).statusCode()).isEqualTo(status);
    }

    @Test
    void otherMethods_are405WithThatWhichIsAllowed() {
        HttpResponse<String> response = collector.send(collector.request("/scout"));
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("POST");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void sentTwice_countsOnce() {
        for (int i = 0; i < 3; i++) {
            assertThat(collector.report(REPORT, "Idempotency-Key", "k").statusCode())
                    .isEqualTo(200);
            collector.clock.advance(Duration.ofDays(14));
        }
        collector.report(REPORT.replace("one", "two"), "Idempotency-Key", "k");
        JsonNode periods = collector
                .get("/api/v1/applications/greet/active?per=month&from=2026-11-01")
                .path("periods");
        assertThat(periods.get(0).path("reports").asInt()).isEqualTo(1);
        assertThat(periods.get(2).path("reports").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "0,2026-11-25",
        "36000,2026-11-25",
        "36001,2026-11-24",
        "2592000,2026-10-26",
        "2592001,2026-11-25",
        "-5,2026-11-25",
        "99999999999999999999,2026-11-25",
        "soon,2026-11-25"
    })
    void age_decidesTheDay(String age, String day) {
        collector.report(REPORT, "Metriton-Report-Age", age);
        JsonNode periods = collector
                .get("/api/v1/applications/greet/active?from=2026-10-20")
                .path("periods");
        for (JsonNode period : periods) {
            assertThat(period.path("installs").asInt())
                    .as(period.path("start").asText())
                    .isEqualTo(period.path("start").asText().equals(day) ? 1 : 0);
        }
    }

    @Test
    void daysThatMayStillGrow_areNotFinal() {
        JsonNode periods = collector
                .get("/api/v1/applications/greet/active?from=2026-10-25")
                .path("periods");
        assertThat(periods.get(0).path("final").asBoolean()).isTrue();
        assertThat(periods.get(1).path("start").asText()).isEqualTo("2026-10-26");
        assertThat(periods.get(1).path("final").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "0", "00000000-0000-0000-0000-000000000000"})
    void withoutId_isAReportAndNoInstallation(String id) {
        for (int i = 0; i < 25; i++) {
            assertThat(collector.report(REPORT.replace("one", id)).statusCode()).isEqualTo(200);
        }
        assertThat(today("").path("installs").asInt()).isZero();
        assertThat(today("").path("reports").asInt()).isEqualTo(25);
        collector.put("greet", "{\"public\": true}");
        assertThat(collector.send(collector.request("/applications/greet")).body())
                .contains("25 reports of the last 30 days named no installation");
    }

    @Test
    void channels_areCountedApart() {
        collector.report(REPORT);
        collector.post("/beta/scout", REPORT);
        collector.report(REPORT.replace("1.0.0", "1.1.0-SNAPSHOT"));
        collector.report(REPORT.replace("1.0.0", "1.1.0-dev"));
        assertThat(today("by=version").path("by")).isEqualTo(Json.parse("{\"1.0.0\": 1}"));
        assertThat(today("by=version&channel=beta").path("by")).isEqualTo(Json.parse("{\"1.0.0\": 1}"));
        assertThat(today("channel=development").path("installs").asInt()).isEqualTo(1);
        assertThat(today("channel=development&by=version").path("by")).isEqualTo(Json.parse("{\"1.1.0-dev\": 1}"));
    }

    @Test
    void versionOfAnotherScript_isAnsweredAndShown() {
        collector.put("greet", "{\"public\": true, \"rules\": [{\"versions\": \"<1.0\", \"hard_limit\": true}]}");
        assertThat(collector.report(REPORT.replace("1.0.0", "\u0661x")).statusCode())
                .isEqualTo(200);
        assertThat(collector.send(collector.request("/applications/greet")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void tooManyOfOneInstallation_waitForAnHour() {
        for (int i = 0; i < 20; i++) {
            assertThat(collector.report(REPORT).statusCode()).isEqualTo(200);
        }
        HttpResponse<String> response = collector.report(REPORT);
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).contains("3600");
        assertThat(collector.report(REPORT.replace("one", "two")).statusCode()).isEqualTo(200);
        collector.clock.advance(Duration.ofHours(1));
        assertThat(collector.report(REPORT).statusCode()).isEqualTo(200);
    }

    @Test
    void tooManyOfOneAddress_waitForAMinuteWhateverTheyClaim() {
        for (int i = 0; i < 30; i++) {
            assertThat(collector
                            .report(REPORT.replace("one", "i" + i), "X-Forwarded-For", "192.0.2." + i)
                            .statusCode())
                    .isEqualTo(200);
        }
        HttpResponse<String> response = collector.report(REPORT, "X-Forwarded-For", "192.0.2.99");
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).contains("60");
        assertThat(refusedByAddress()).isEqualTo(1);
        collector.clock.advance(Duration.ofMinutes(1));
        assertThat(collector.report(REPORT).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> post(String type, String body) {
        return collector.send(collector
                .request("/scout")
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Whoever sends what is no report is limited, too. */
    @ParameterizedTest
    @CsvSource({"application/json,'{]',400", "text/plain,'{}',415", "application/json,LONG,413"})
    void refusedRequests_countForTheLimitOfTheirAddress(String type, String text, int status) {
        String body = text.equals("LONG") ? "x".repeat(64 * 1024 + 1) : text;
        for (int i = 0; i < 30; i++) {
            assertThat(post(type, body).statusCode()).isEqualTo(status);
        }
        assertThat(post(type, body).statusCode()).isEqualTo(429);
        assertThat(collector.report(REPORT).statusCode()).isEqualTo(429);
    }

    @Test
    void refusedReports_areTalliedUnderTheApplicationThatTheyName() {
        post("application/json", "{\"application\": \"greet\", \"install_id\": 7, \"version\": \"1\"}");
        post("application/json", "{\"install_id\": [{\"application\": \"nobody\"}], \"application\": \"greet\", oops");
        post("application/json", "{\"application\": \"greet\", \"a\": \"" + "x".repeat(64 * 1024));
        post("text/plain", REPORT);
        JsonNode day = refused("/api/v1/applications/greet/refused", 4);
        assertThat(day).isEqualTo(Json.parse("{\"invalid\": 2, \"too large\": 1, \"wrong content type\": 1}"));
    }

    @Test
    void refusedReportsOfNoKnownApplication_areShownToTheAdministrator() {
        post("application/json", "[]");
        post("application/json", "{\"application\": \"nobody\"}");
        JsonNode day = refused("/api/v1/unknown-applications", 2);
        assertThat(day).isEqualTo(Json.parse("{\"invalid\": 2}"));
        assertThat(collector.send(collector.request("/")).body()).doesNotContain("no known application");
        assertThat(collector
                        .send(collector.request("/").header("Cookie", collector.session()))
                        .body())
                .contains("Refused, of no known application")
                .containsPattern("invalid</th><td class=\"n\">2<");
    }

    private int refusedByAddress() {
        return refused("/api/v1/applications/greet/refused", 1)
                .path("limit of its address")
                .asInt();
    }

    /** Refused reports are written with what is written next: as soon as there are as many, or after ten seconds. */
    private JsonNode refused(String path, int reports) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        JsonNode day;
        int sum;
        do {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            day = collector.get(path).findPath("2026-11-25");
            sum = 0;
            for (JsonNode number : day) {
                sum += number.asInt();
            }
        } while (sum < reports && System.nanoTime() < end);
        return day;
    }

    @Test
    void clientThatStopsInTheMiddleOfItsReport_isToldAndHoldsUpNoStop() throws Exception {
        try (Socket socket = new Socket(collector.uri.getHost(), collector.uri.getPort())) {
            socket.getOutputStream().write("""
                    POST /scout HTTP/1.1\r
                    Host: localhost\r
                    Content-Type: application/json\r
                    Content-Length: 100\r
                    \r
                    {"application": "gre""".getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            // A connection that is made later is answered: this one has arrived.
            HttpClient later = HttpClient.newHttpClient();
            later.send(collector.request("/healthz").build(), HttpResponse.BodyHandlers.discarding());
            collector.close();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 408 ")
                    .contains("\"detail\":\"the request did not arrive in time\"");
        }
    }

    @Test
    void metrics_sayWhatTheDocumentsPromise() {
        collector.report(REPORT);
        // What a proxy keeps from the internet has one path.
        assertThat(collector.send(collector.request("/metrics/")).statusCode()).isEqualTo(404);
        HttpResponse<String> response = collector.send(collector.request("/metrics"));
        assertThat(response.body())
                .contains("metriton_reports_total{status=\"200\"} 1")
                .contains("metriton_report_duration_seconds_count 1")
                .contains("metriton_reports_waiting 0")
                .contains("jvm_memory_used_bytes");
    }
}
