package io.metriton.collector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.metriton.collector.applications.Json;
import io.metriton.collector.store.Databases;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code demo} makes, to look at. */
class DemoIT {

    @TempDir
    Path folder;

    @Test
    void demo_fillsAnEmptyFolderAndNoOther() throws Exception {
        List<String> first = CollectorProcess.run("demo", "--days", "30", "--data", folder.toString());
        assertThat(first.get(0)).startsWith("simulated ").endsWith("serve --data " + folder);
        assertThat(first).endsWith("0");
        List<String> second = CollectorProcess.run("demo", "--data", folder.toString());
        assertThat(second.get(0))
                .startsWith("there are applications already")
                .endsWith("name an empty folder with --data");
        assertThat(second).endsWith("1");
        try (CollectorProcess collector = CollectorProcess.serve(folder)) {
            HttpResponse<String> badge = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(collector.uri.resolve("/badge/acorn.json"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(Json.parse(badge.body()).path("message").asText()).matches("[1-9][0-9,]*");
        }
    }

    @Test
    void history_isTheSameEachTimeAndGrows() {
        JsonNode once = weeks(folder.resolve("one"));
        assertThat(once).isEqualTo(weeks(folder.resolve("other")));
        assertThat(once.get(4).path("installs").asInt())
                .isGreaterThan(once.get(1).path("installs").asInt());
        assertThat(once.get(4).path("by").has("1.0.0")).isTrue();
    }

    private static JsonNode weeks(Path folder) {
        assertThat(folder.toFile().mkdir()).isTrue();
        try (RunningCollector collector = new RunningCollector(Databases.SQLITE.url(folder))) {
            collector.simulate(45);
            return collector
                    .get("/api/v1/applications/acorn/active?per=week&by=version&from=2026-10-19")
                    .path("periods");
        }
    }
}
