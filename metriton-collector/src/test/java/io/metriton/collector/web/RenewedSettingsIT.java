package io.metriton.collector.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.collector.applications.Json;
import io.metriton.collector.cli.RunningCollector;
import io.metriton.collector.store.Databases;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A settings page that was opened before a build changed the settings. */
class RenewedSettingsIT {

    private static final Pattern HIDDEN = Pattern.compile("type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");

    @TempDir
    Path folder;

    private RunningCollector collector;
    private String cookie = "";

    @BeforeEach
    void start() {
        collector = new RunningCollector(Databases.SQLITE.url(folder));
        collector.put("greet", "{\"latest_version\": \"1\", \"public\": true, \"metadata\": {\"os\": \"text\"}}");
        cookie = collector.session();
    }

    @AfterEach
    void stop() {
        collector.close();
    }

    /** The fields of the form as a browser would send them: those that are set above, and what is hidden. */
    private Map<String, String> fields(String page) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher hidden = HIDDEN.matcher(page.split("<form class=\"stack", 2)[1].split("</form>", 2)[0]);
        while (hidden.find()) {
            fields.put(hidden.group(1), hidden.group(2));
        }
        fields.put("latest_version", "1");
        fields.put("about", "");
        fields.put("public", "on");
        fields.put("notices", "");
        fields.put("rules", "");
        fields.put("metadata", "{\r\n  \"os\": \"text\"\r\n}");
        return fields;
    }

    private Map<String, String> open() {
        return fields(collector
                .send(collector.request("/applications/greet/edit").header("Cookie", cookie))
                .body());
    }

    private HttpResponse<String> save(Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return collector.send(collector
                .request("/applications/greet/edit")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Cookie", cookie)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private String setting(String field) {
        return Json.write(collector.get("/api/v1/applications/greet").path(field));
    }

    @Test
    void whatWasNotChangedOnThePage_staysAsItBecameMeanwhile() {
        Map<String, String> page = open();
        collector.put(
                "greet",
                "{\"metadata\": {\"os\": \"text\", \"arch\": \"text\"}, \"notices\": [\"new\"], \"latest_version\": \"2\","
                        + " \"rules\": [{\"versions\": \"<1\", \"hard_limit\": true}], \"disable_scout\": true}");
        page.put("about", "https://example.org/");
        assertThat(save(page).statusCode()).isEqualTo(303);
        assertThat(setting("about")).isEqualTo("\"https://example.org/\"");
        assertThat(setting("metadata")).contains("arch");
        assertThat(setting("notices")).isEqualTo("[\"new\"]");
        assertThat(setting("rules")).contains("hard_limit");
        assertThat(setting("latest_version")).isEqualTo("\"2\"");
        assertThat(setting("disable_scout")).isEqualTo("true");
    }

    /** None is replaced unseen: one of them is saved, and the others are asked. */
    @Test
    void savesAtTheSameMoment_areOneAfterTheOther() throws Exception {
        Map<String, String> page = open();
        ExecutorService people = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> saves = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Map<String, String> mine = new LinkedHashMap<>(page);
                mine.put("latest_version", "2." + i);
                saves.add(people.submit(() -> save(mine).statusCode()));
            }
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> each : saves) {
                answers.add(each.get(30, TimeUnit.SECONDS));
            }
            assertThat(answers).containsOnly(303, 409).containsOnlyOnce(303);
        } finally {
            people.shutdownNow();
        }
    }

    @Test
    void documentThatIsNoJson_isToldAsThatAndWhere() {
        Map<String, String> page = open();
        page.put("rules", "[{\"versions\": \"<2\", \"disable_scout\": true},]");

        HttpResponse<String> answer = save(page);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("rules is no JSON: see line 1, column ")
                .contains("&lt;2");
        assertThat(setting("rules")).isEqualTo("null");
    }

    @Test
    void whatBothChanged_isAskedForAgainWithWhatWasEntered() {
        Map<String, String> page = open();
        collector.put("greet", "{\"notices\": [\"theirs\"], \"latest_version\": \"2\"}");
        page.put("notices", "[\"mine\"]");
        HttpResponse<String> conflict = save(page);
        assertThat(conflict.statusCode()).isEqualTo(409);
        assertThat(conflict.body())
                .contains("Somebody else changed the same settings")
                .contains("notices as it is now")
                .containsPattern("<pre>[^<]*theirs")
                .containsPattern("<textarea id=\"notices\"[^>]*>[^<]*mine")
                .containsPattern("name=\"latest_version\"[^>]*value=\"2\"");
        assertThat(setting("notices")).isEqualTo("[\"theirs\"]");
        Map<String, String> again = fields(conflict.body());
        again.put("latest_version", "2");
        again.put("notices", "[\"mine\"]");
        assertThat(save(again).statusCode()).isEqualTo(303);
        assertThat(setting("notices")).isEqualTo("[\"mine\"]");
        assertThat(setting("latest_version")).isEqualTo("\"2\"");
    }

    @Test
    void whatIsNoSetting_isStillThereToBeMended() {
        Map<String, String> page = open();
        page.put("rules", "[{\"versions\": oops");
        HttpResponse<String> response = save(page);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).containsPattern("<textarea id=\"rules\"[^>]*>[^<]*oops");
    }
}
