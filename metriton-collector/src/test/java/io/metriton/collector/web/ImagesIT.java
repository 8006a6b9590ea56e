package io.metriton.collector.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.collector.applications.Json;
import io.metriton.collector.cli.RunningCollector;
import io.metriton.collector.store.Databases;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Badges and charts that others show. */
class ImagesIT {

    @TempDir
    static Path folder;

    private static RunningCollector collector;

    @BeforeAll
    static void start() {
        collector = new RunningCollector(Databases.SQLITE.url(folder));
        collector.put(
                "greet",
                "{\"public\": true, \"metadata\": {\"os\": \"text\", \"commands\": \"counts\", \"new\": \"text\","
                        + " \"active\": \"set\"}}");
        collector.put("hidden", "{}");
        collector.report("{\"application\": \"greet\", \"install_id\": \"a\", \"version\": \"1.0\","
                + " \"metadata\": {\"os\": \"linux\", \"new\": \"yes\", \"commands\": {\"build\": 3}}}");
    }

    @AfterAll
    static void stop() {
        collector.close();
    }

    private static HttpResponse<String> get(String path) {
        return collector.send(collector.request(path));
    }

    private static String kept(HttpResponse<String> response) {
        return response.headers().firstValue("Cache-Control").orElse("");
    }

    @Test
    void badge_isInTheFormOfShields() {
        HttpResponse<String> response = get("/badge/greet.json");
        assertThat(Json.parse(response.body()))
                .isEqualTo(Json.parse("{\"schemaVersion\": 1,"
                        + " \"label\": \"active installs\", \"message\": \"1\", \"color\": \"blue\"}"));
        assertThat(kept(response)).isEqualTo("public, max-age=3600");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/badge/greet.svg",
                "/charts/greet/active.svg",
                "/charts/greet/active.svg?per=day&theme=dark&width=800",
                "/charts/greet/active.svg?per=7days",
                "/charts/greet/active.svg?per=28days&theme=light",
                "/charts/greet/versions.svg?per=week",
                "/charts/greet/new.svg?per=month&channel=beta",
                "/charts/greet/os.svg",
                "/charts/greet/commands.svg",
                "/charts/greet/key/os.svg?per=week",
                "/charts/greet/key/active.svg"
            })
    void image_isSvgThatMayBeKeptForAnHour(String path) {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("image/svg+xml; charset=utf-8");
        assertThat(response.body())
                .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"")
                .endsWith("</svg>");
        assertThat(kept(response)).isEqualTo("public, max-age=3600");
        assertThat(response.headers().firstValue("Vary"))
                .as("it is compressed for some")
                .contains("Accept-Encoding");
    }

    @ParameterizedTest
    @CsvSource({
        "/badge/hidden.svg, 404",
        "/badge/nobody.json, 404",
        "/charts/hidden/active.svg, 404",
        "/charts/greet/plugins.svg, 404",
        "/charts/greet/key/plugins.svg, 404",
        "/charts/hidden/key/os.svg, 404",
        "/charts/greet/key/active.svg?per=7days, 400",
        "/charts/greet/versions.svg?per=7days, 400",
        "/charts/greet/active.svg?per=hour, 400",
        "/charts/greet/active.svg?channel=x, 400",
        "/charts/greet/active.svg?width=wide, 400"
    })
    void whatIsNoImage_isNotKept(String path, int status) {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(kept(response)).isEqualTo("no-store");
    }

    @ParameterizedTest
    @CsvSource({"800, 800", "1, 320", "99999, 2000"})
    void width_isBounded(int asked, int given) {
        assertThat(get("/charts/greet/active.svg?width=" + asked).body()).contains(" width=\"" + given + "\"");
    }

    @Test
    void keyThatIsNamedAsAChart_hasOneOfItsOwn() {
        assertThat(get("/charts/greet/new.svg").body())
                .contains("New installations")
                .doesNotContain("by new");
        assertThat(get("/charts/greet/key/new.svg").body()).contains("Installations by new");
    }
}
