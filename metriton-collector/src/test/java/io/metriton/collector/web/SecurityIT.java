package io.metriton.collector.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.metriton.collector.applications.Json;
import io.metriton.collector.cli.RunningCollector;
import io.metriton.collector.store.Databases;
import io.metriton.collector.store.Token;
import java.io.IOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody may try who should not get in, and what comes back. */
class SecurityIT {

    private static final String SCRIPT = "<script>alert(1)</script>";
    private static final String SQL = "x'); DROP TABLE installs; --";

    @TempDir
    Path folder;

    private RunningCollector collector;

    @BeforeEach
    void start() {
        collector = new RunningCollector(Databases.SQLITE.url(folder));
        collector.put("greet", "{}");
    }

    @AfterEach
    void stop() {
        collector.close();
    }

    private HttpResponse<String> form(String path, String cookie, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return collector.send(collector
                .request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Cookie", cookie)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private String login(String token) {
        HttpResponse<String> response = form("/login", "metriton_session=chosen-by-somebody", Map.of("token", token));
        assertThat(response.statusCode()).isEqualTo(303);
        String cookie = response.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict").doesNotContain("chosen-by-somebody");
        return cookie.split(";", 2)[0];
    }

    private String page(String path, String cookie) {
        return collector.send(collector.request(path).header("Cookie", cookie)).body();
    }

    private String csrf(String cookie) {
        return page("/", cookie).split("name=\"csrf\" value=\"", 2)[1].split("\"", 2)[0];
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/v1/applications",
        "GET,/api/v1/unknown-applications",
        "GET,/api/v1/applications/greet",
        "GET,/api/v1/applications/greet/active",
        "GET,/api/v1/applications/greet/new",
        "GET,/api/v1/applications/greet/counts",
        "GET,/api/v1/applications/greet/retention",
        "GET,/api/v1/applications/greet/refused",
        "PUT,/api/v1/applications/greet",
        "DELETE,/api/v1/applications/greet",
        "POST,/api/v1/applications/greet/forget"
    })
    void noOrWrongToken_getsNothing(String method, String path) {
        for (String header : List.of("", "Bearer", "Bearer mtc_admin_", "Bearer " + SQL, "Basic " + collector.admin)) {
            HttpRequest.Builder request =
                    collector.request(path).method(method, HttpRequest.BodyPublishers.ofString("{}"));
            HttpResponse<String> response =
                    collector.send(header.isEmpty() ? request : request.header("Authorization", header));
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/applications/greet",
                "/applications/greet/collected",
                "/charts/greet/active.svg",
                "/badge/greet.json",
                "/badge/greet.svg"
            })
    void whatIsNotPublic_looksAsIfItWereNotThere(String path) {
        HttpResponse<String> hidden = collector.send(collector.request(path));
        HttpResponse<String> missing = collector.send(collector.request(path.replace("greet", "nobody")));
        assertThat(hidden.statusCode()).isEqualTo(404);
        assertThat(hidden.body()).isEqualTo(missing.body());
        assertThat(collector.send(collector.request("/")).body()).doesNotContain("greet");
    }

    @Test
    void forms_needTheirSession() {
        String cookie = login(collector.admin);
        String csrf = csrf(cookie);
        Map<String, String> forged = Map.of("csrf", "guessed", "application", "added");
        Map<String, String> good = Map.of("csrf", csrf, "application", "added");
        assertThat(form("/applications", cookie, forged).statusCode()).isEqualTo(403);
        assertThat(form("/applications", cookie, Map.of("application", "added")).statusCode())
                .isEqualTo(403);
        assertThat(form("/applications", "", good).statusCode()).isEqualTo(403);
        assertThat(form("/applications/greet/delete", cookie, Map.of("confirm", "greet"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(form("/logout", cookie, Map.of()).statusCode()).isEqualTo(403);
        assertThat(form("/applications", cookie, good).statusCode()).isEqualTo(303);
        assertThat(form("/logout", cookie, Map.of("csrf", csrf)).statusCode()).isEqualTo(303);
        assertThat(form("/applications", cookie, good).statusCode()).isEqualTo(403);
    }

    /** Javalin writes parts to the disk as soon as a field is asked for, whoever sent them. */
    @ParameterizedTest
    @CsvSource({
        "/login,415",
        "/logout,403",
        "/applications,403",
        "/unknown/drop,403",
        "/applications/greet/edit,403",
        "/applications/greet/forget,403",
        "/applications/greet/delete,403"
    })
    void files_areNotTakenFromAnybody(String path, int status) {
        String parts = "--b\r\nContent-Disposition: form-data; name=\"token\"; filename=\"f\"\r\n\r\nx\r\n--b--\r\n";
        HttpRequest.Builder request = collector
                .request(path)
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(HttpRequest.BodyPublishers.ofString(parts));
        assertThat(collector.send(request).statusCode()).isEqualTo(status);
        HttpResponse<String> known = collector.send(request.header("Cookie", login(collector.admin)));
        assertThat(known.statusCode()).isEqualTo(415);
        assertThat(known.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=nosuch", "=\"\"", "=", "", "=%", "=\"nosuch"})
    void formsInACharsetThatNobodyKnows_areProblems(String charset) {
        HttpResponse<String> response = collector.send(collector
                .request("/login")
                .header("Content-Type", "application/x-www-form-urlencoded; charset" + charset)
                .POST(HttpRequest.BodyPublishers.ofString("token=x")));
        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.body()).doesNotContain("nosuch");
    }

    @Test
    void readersAndOthers_changeNothingOnPages() {
        String read = login(collector.tokens.create(Token.Kind.READ, Optional.empty(), "", 0));
        assertThat(page("/applications/greet", read)).contains("Active installations");
        Map<String, String> fields = Map.of("csrf", csrf(read), "application", "added", "confirm", "greet");
        assertThat(form("/applications", read, fields).statusCode()).isEqualTo(403);
        assertThat(form("/applications/greet/edit", read, fields).statusCode()).isEqualTo(403);
        assertThat(form("/applications/greet/delete", read, fields).statusCode())
                .isEqualTo(403);
        String other = login(collector.tokens.create(Token.Kind.ADMIN, Optional.of("other"), "", 0));
        assertThat(page("/", other)).doesNotContain("greet");
        assertThat(form("/applications/greet/delete", other, Map.of("csrf", csrf(other), "confirm", "greet"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void guessingTokens_isSlow() {
        for (int i = 0; i < 10; i++) {
            assertThat(form("/login", "", Map.of("token", "mtc_admin_" + i)).statusCode())
                    .isEqualTo(403);
        }
        HttpResponse<String> response = form("/login", "", Map.of("token", collector.admin));
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void markup_isTextEverywhere() {
        collector.report(Json.write(Map.of("application", SCRIPT, "install_id", "a", "version", "1")));
        collector.put(
                "greet",
                Json.write(Map.of(
                        "public",
                        true,
                        "latest_version",
                        SCRIPT,
                        "notices",
                        List.of(SCRIPT),
                        "metadata",
                        Map.of(SCRIPT, Map.of("type", "text", "why", SCRIPT)))));
        collector.report(Json.write(Map.of(
                "application", "greet", "install_id", SCRIPT, "version", SCRIPT, "metadata", Map.of(SCRIPT, SCRIPT))));
        collector.get("/api/v1/unknown-applications");
        String cookie = login(collector.admin);
        for (String path : List.of(
                "/",
                "/applications/greet",
                "/applications/greet/collected",
                "/applications/greet/edit",
                "/charts/greet/versions.svg")) {
            HttpResponse<String> response =
                    collector.send(collector.request(path).header("Cookie", cookie));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).as(path).doesNotContain("<script").contains("&lt;script");
            assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'none'")
                    .doesNotContain("script-src");
        }
    }

    @Test
    void sql_isTextEverywhere() {
        collector.put("greet", Json.write(Map.of("metadata", Map.of(SQL, "text", "names", "counts"))));
        HttpResponse<String> response = collector.report(
                Json.write(Map.of(
                        "application",
                        "greet",
                        "install_id",
                        SQL,
                        "version",
                        SQL,
                        "metadata",
                        Map.of(SQL, SQL, "names", Map.of(SQL, 1)))),
                "Idempotency-Key",
                SQL);
        assertThat(response.statusCode()).isEqualTo(200);
        String by = URLEncoder.encode(SQL, StandardCharsets.UTF_8);
        JsonNode periods =
                collector.get("/api/v1/applications/greet/active?by=" + by).path("periods");
        assertThat(periods.get(periods.size() - 1).path("by").path(SQL).asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/static/../logback.xml",
                "/static/%2e%2e/logback.xml",
                "/static/..%2flogback.xml",
                "//static/../db/common",
                "/applications/..%2f..%2fetc%2fpasswd",
                "/charts/greet/..%2f..%2fsecret.svg",
                "/%00",
                "/logback.xml",
                "/META-INF/MANIFEST.MF"
            })
    void pathTricks_leadNowhere(String path) throws IOException {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .matches("(?s)HTTP/1.1 40[04] .*")
                .doesNotContain("appender")
                .doesNotContain("Manifest");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/<b>/scout",
        "GET,/<b>/scout",
        "POST,/gamma/scout",
        "POST,/scout/<b>",
        "POST,/beta/<b>",
        "GET,/<b>",
        "GET,/api/v1/<b>",
        "PUT,/api/v1/applications/<b>/scout"
    })
    void pathsThatThereAreNot_areProblemsThatRepeatNothing(String method, String path) throws IOException {
        for (String accept : List.of("*/*", "text/html", "application/json", "text/plain")) {
            String answer = raw(method + " " + path.replace("<b>", "%3Cscript%3E") + " HTTP/1.1\r\nHost: a\r\nAccept: "
                    + accept + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            assertThat(answer)
                    .startsWith("HTTP/1.1 404 ")
                    .contains("Content-Type: application/problem+json")
                    .contains("\"detail\":\"there is nothing at this path\"")
                    .doesNotContain("script")
                    .doesNotContain("scout");
        }
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(collector.uri.getHost(), collector.uri.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
