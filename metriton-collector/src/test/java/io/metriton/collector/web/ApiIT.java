package io.metriton.collector.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.metriton.collector.applications.Application;
import io.metriton.collector.applications.Applications;
import io.metriton.collector.applications.Json;
import io.metriton.collector.cli.RunningCollector;
import io.metriton.collector.figures.Per;
import io.metriton.collector.store.Channel;
import io.metriton.collector.store.Databases;
import io.metriton.collector.store.Token;
import io.metriton.collector.web.chart.Chart;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiIT {

    private static final String PATH = "/api/v1/applications/greet";

    @TempDir
    Path folder;

    private RunningCollector collector;

    @BeforeEach
    void start() {
        collector = new RunningCollector(Databases.SQLITE.url(folder));
    }

    @AfterEach
    void stop() {
        collector.close();
    }

    private void report(String id, String version, String metadata) {
        report(id, version, metadata, "0");
    }

    private void report(String id, String version, String metadata, String age) {
        String body = "{\"application\": \"greet\", \"install_id\": \"" + id + "\", \"version\": \"" + version
                + "\", \"metadata\": " + metadata + "}";
        assertThat(collector.report(body, "Metriton-Report-Age", age).statusCode())
                .isEqualTo(200);
    }

    private JsonNode last(String path) {
        JsonNode periods = collector.get(PATH + path).path("periods");
        return periods.get(periods.size() - 1);
    }

    private int status(String token, String method, String path, String body) {
        HttpRequest.Builder request = collector.request(path).method(method, HttpRequest.BodyPublishers.ofString(body));
        return collector
                .send(token.isEmpty() ? request : request.header("Authorization", "Bearer " + token))
                .statusCode();
    }

    /** The same route answers, so that a monitor that asks by HEAD is told what one is told that asks by GET. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/healthz",
                "/metrics",
                "/",
                "/login",
                "/api/v1/openapi.json",
                "/api/v1/applications",
                "/applications/nope",
                "/badge/nope.svg",
                "/nothing"
            })
    void head_isAnsweredAsGetIsWithoutTheBody(String path) {
        HttpResponse<String> get = collector.send(collector.request(path).GET());
        HttpResponse<String> head =
                collector.send(collector.request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertThat(head.statusCode()).isEqualTo(get.statusCode());
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Type"))
                .isEqualTo(get.headers().firstValue("Content-Type"));
    }

    @Test
    void whatWasJustRefused_isShown() {
        collector.put("greet", "{}");
        for (int i = 1; i <= 20; i++) {
            collector.report("{\"application\": \"greet\", \"install_id\": \"a\", \"version\": \"\"}");

            assertThat(collector.get(PATH + "/refused").toString()).contains(":" + i + "}");
        }
    }

    @Test
    void settings_areMergedAndCleared() {
        assertThat(collector
                        .put("greet", "{\"latest_version\": \"1.0\", \"hard_limit\": true}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(collector
                        .put("greet", "{\"hard_limit\": null, \"public\": true}")
                        .statusCode())
                .isEqualTo(200);
        JsonNode application = collector.get(PATH);
        assertThat(application.path("latest_version").asText()).isEqualTo("1.0");
        assertThat(application.has("hard_limit")).isFalse();
        assertThat(application.path("public").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "nothing",
                "{\"latest_version\": 7}",
                "{\"latest_version\": \"\"}",
                "{\"notices\": \"text\"}",
                "{\"notices\": [7]}",
                "{\"notices\": [{\"message\": \"m\"}]}",
                "{\"hard_limit\": \"yes\"}",
                "{\"rules\": [{\"disable_scout\": true}]}",
                "{\"rules\": [{\"versions\": \"~1\"}]}",
                "{\"rules\": [{\"versions\": \"*\"}]}",
                "{\"latest_version\": \"1.0 \"}",
                "{\"development_versions\": [\" 2.*-ci\"]}",
                "{\"rules\": [{\"versions\": \"1.0.0 - 1.4.2\", \"disable_scout\": true}]}",
                "{\"notices\": [\"half a character: \\ud800\"]}",
                "{\"metadata\": {\"os\": {\"type\": \"text\", \"why\": \"half: \\ud800\"}}}",
                "{\"rules\": [{\"versions\": \"<1\", \"public\": true}]}",
                "{\"metadata\": {\"os\": \"word\"}}",
                "{\"metadata\": {\"version\": \"text\"}}",
                "{\"metadata\": [\"os\"]}",
                "{\"about\": \"javascript:alert(1)\"}",
                "{\"application\": \"other\"}",
                "{\"somewhat\": true}"
            })
    void wrongSettings_are400AndChangeNothing(String settings) {
        collector.put("greet", "{\"latest_version\": \"1.0\"}");
        HttpResponse<String> response = collector.put("greet", settings);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(collector.get(PATH).path("latest_version").asText()).isEqualTo("1.0");
    }

    @Test
    void answers_followRulesAndTheLaterRuleWins() {
        collector.put(
                "greet",
                "{\"latest_version\": \"2.0\", \"notices\": [\"for all\"], \"rules\": ["
                        + "{\"versions\": \"<1.2.0\", \"disable_scout\": true},"
                        + "{\"versions\": \">=1.0.0 <1.4.2\","
                        + " \"notices\": [{\"level\": \"warning\", \"message\": \"mended\"}]},"
                        + "{\"versions\": \"1.1.0\", \"disable_scout\": false}]}");
        assertThat(answer("1.0.0").path("disable_scout").asBoolean()).isTrue();
        assertThat(answer("1.0.0").path("notices").get(0).path("message").asText())
                .isEqualTo("mended");
        assertThat(answer("1.1.0").path("disable_scout").asBoolean()).isFalse();
        assertThat(answer("1.2.0-rc1").path("disable_scout").asBoolean()).isTrue();
        assertThat(answer("1.4.2").path("disable_scout").asBoolean()).isFalse();
        assertThat(answer("1.4.2").path("notices").get(0).asText()).isEqualTo("for all");
        assertThat(answer("1.4.2").path("latest_version").asText()).isEqualTo("2.0");
    }

    private JsonNode answer(String version) {
        return Json.parse(collector
                .report("{\"application\": \"greet\", \"install_id\": \"a\", \"version\": \"" + version + "\"}")
                .body());
    }

    @Test
    void telemetryJson_isTakenAsItIsAndNeverGoesBack() {
        String declaration = "{\"application\": \"greet\", \"revision\": 2, \"about\": \"https://example.org/t\","
                + " \"metadata\": {\"os\": {\"type\": \"text\", \"why\": \"which systems we test on\"}}}";
        assertThat(collector.put("greet", declaration).statusCode()).isEqualTo(201);
        assertThat(collector.get(PATH).path("metadata"))
                .isEqualTo(Json.parse(declaration).path("metadata"));
        assertThat(collector.put("greet", declaration.replace("2,", "1,")).statusCode())
                .isEqualTo(409);
        assertThat(collector.put("greet", declaration.replace("2,", "3,")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void keyThatIsRemovedOrChangesItsType_losesItsCounters() {
        collector.put("greet", "{\"metadata\": {\"os\": \"text\", \"java\": \"number\"}}");
        report("a", "1.0", "{\"os\": \"linux\", \"java\": 17.0}");
        assertThat(last("/active?by=java").path("by")).isEqualTo(Json.parse("{\"17\": 1}"));
        collector.put("greet", "{\"metadata\": {\"os\": \"set\"}}");
        assertThat(collector
                        .send(collector.authorized(PATH + "/active?by=java"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(last("/active?by=os").path("by")).isEmpty();
        report("a", "1.0", "{\"os\": [\"mac\", \"linux\"]}");
        assertThat(last("/active?by=os").path("by")).isEqualTo(Json.parse("{\"linux\": 1, \"mac\": 1}"));
        collector.put("greet", "{\"metadata\": {\"os\": \"set\", \"java\": \"number\"}}");
        assertThat(last("/active?by=java").path("by")).isEqualTo(Json.parse("{\"unknown\": 1}"));
    }

    @Test
    void whatIsSaidLastInAPeriod_counts() {
        collector.put("greet", "{\"metadata\": {\"os\": \"text\"}}");
        report("a", "1.0", "{\"os\": \"linux\"}");
        report("a", "1.1", "{\"os\": \"mac\"}");
        report("b", "1.1", "{\"os\": 7, \"never declared\": \"x\"}");
        for (String per : new String[] {"day", "week", "month"}) {
            assertThat(last("/active?by=version&per=" + per).path("by")).isEqualTo(Json.parse("{\"1.1\": 2}"));
            assertThat(last("/new?by=os&per=" + per).path("by")).isEqualTo(Json.parse("{\"mac\": 1, \"unknown\": 1}"));
        }
        assertThat(last("/active?per=7days").path("installs").asInt()).isEqualTo(2);
        assertThat(last("/active?per=28days").has("reports")).isFalse();
    }

    @Test
    void forget_deletesTheInstallationAndKeepsCounters() {
        collector.put("greet", "{}");
        report("a", "1.0", "{}");
        String forget = "{\"install_id\": \" a \"}";
        assertThat(status(collector.admin, "POST", PATH + "/forget", forget)).isEqualTo(200);
        assertThat(last("/active").path("installs").asInt()).isEqualTo(1);
        assertThat(collector
                        .send(collector.authorized(PATH + "/forget").POST(HttpRequest.BodyPublishers.ofString(forget)))
                        .body())
                .isEqualTo("{\"forgotten\":false}");
        report("a", "1.0", "{}");
        assertThat(last("/new").path("installs").asInt()).isEqualTo(2);
    }

    @Test
    void deletedApplication_isUnknownAndStartsFromNothing() {
        collector.put("greet", "{}");
        report("a", "1.0", "{}");
        assertThat(status(collector.admin, "DELETE", PATH, "")).isEqualTo(204);
        assertThat(status(collector.admin, "DELETE", PATH, "")).isEqualTo(404);
        assertThat(status(collector.admin, "GET", PATH, "")).isEqualTo(404);
        assertThat(collector
                        .report("{\"application\": \"greet\", \"install_id\": \"a\", \"version\": \"1\"}")
                        .statusCode())
                .isEqualTo(404);
        collector.put("greet", "{}");
        assertThat(last("/active?per=month").path("installs").asInt()).isZero();
    }

    @Test
    void tokens_doWhatTheyAreFor() {
        collector.put("greet", "{}");
        collector.put("other", "{}");
        String read = collector.tokens.create(Token.Kind.READ, Optional.empty(), "", 0);
        String one = collector.tokens.create(Token.Kind.ADMIN, Optional.of("other"), "", 0);
        assertThat(read).startsWith("mtc_read_");
        assertThat(one).startsWith("mtc_admin_");
        assertThat(status("", "GET", PATH, "")).isEqualTo(401);
        assertThat(status("mtc_read_" + "x".repeat(40), "GET", PATH, "")).isEqualTo(401);
        assertThat(status(read, "GET", PATH + "/active", "")).isEqualTo(200);
        assertThat(status(read, "PUT", PATH, "{}")).isEqualTo(403);
        assertThat(status(read, "DELETE", PATH, "")).isEqualTo(403);
        assertThat(status(read, "POST", PATH + "/forget", "{\"install_id\": \"a\"}"))
                .isEqualTo(403);
        assertThat(status(one, "GET", PATH, "")).isEqualTo(403);
        assertThat(status(one, "PUT", "/api/v1/applications/other", "{}")).isEqualTo(200);
        assertThat(status(one, "GET", "/api/v1/unknown-applications", "")).isEqualTo(403);
        assertThat(status(read, "GET", "/api/v1/unknown-applications", "")).isEqualTo(403);
        assertThat(status(collector.admin, "GET", "/api/v1/unknown-applications", ""))
                .isEqualTo(200);
        collector.tokens.all().stream()
                .filter(token -> token.kind() == Token.Kind.READ)
                .forEach(token -> collector.tokens.revoke(token.id()));
        assertThat(status(read, "GET", PATH, "")).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "/active?per=year,400",
        "/active?from=yesterday,400",
        "/active?from=2026-11-26&to=2026-11-25,400",
        "/active?per=7days&by=version,400",
        "/active?by=nothing,400",
        "/active?by=commands,400",
        "/active?channel=all,400",
        "/new?per=28days,400",
        "/counts?key=os,400",
        "/counts?key=commands&per=week,200",
        "/active?from=2024-03-02&to=2026-11-25,200",
        "/active?from=2024-02-28&to=2026-11-25,400",
        "/active?per=month&from=2000-01-01,200"
    })
    void parameters_areChecked(String query, int status) {
        collector.put("greet", "{\"metadata\": {\"os\": \"text\", \"commands\": \"counts\"}}");
        assertThat(collector.send(collector.authorized(PATH + query)).statusCode())
                .isEqualTo(status);
    }

    /** Its parameters could not be read as the client meant them, and other figures would be the answer. */
    @Test
    void unknownCharset_is400AndNotOtherFigures() {
        collector.put("greet", "{}");
        HttpRequest.Builder active = collector.authorized(PATH + "/active?per=week");

        HttpResponse<String> answer = collector.send(active.header("Content-Type", "text/plain; charset=none"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Content-Type").contains("unknown charset");
    }

    /** A late report tells of a day whose version is another's by then; the chart still says when the first one came. */
    @Test
    void versionOfALateReport_isMarkedWhereItWasFirstSeen() {
        collector.put("greet", "{}");
        report("a", "1.0", "{}", "432000");
        report("a", "1.1", "{}", "431990");
        report("b", "1.0", "{}", "0");
        Application greet = new Applications(collector.store).find("greet").orElseThrow();
        int today = (int) LocalDate.of(2026, 11, 25).toEpochDay();

        Chart chart = new ChartSource(collector.store, greet, Channel.PRODUCTION, Per.DAY, today).active();
        assertThat(chart.marks().stream().map(mark -> chart.periods().get(mark.period()) + " " + mark.label()))
                .containsExactlyInAnyOrder("2026-11-20 1.0", "2026-11-20 1.1");
    }

    @Test
    void csv_isGivenToWhoAsksForIt() {
        collector.put("greet", "{\"metadata\": {\"os\": \"text\"}}");
        report("a", "1.0", "{\"os\": \"=cmd, \\\"x\\\"\"}");
        HttpResponse<String> response =
                collector.send(collector.authorized(PATH + "/active?by=os").header("Accept", "text/csv"));
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        assertThat(response.body().lines())
                .containsExactly(
                        "start,end,final,value,installs", "2026-11-25,2026-11-25,false,\"'=cmd, \"\"x\"\"\",1");
    }
}
