package io.metriton.collector.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.metriton.collector.applications.Json;
import io.metriton.collector.cli.RunningCollector;
import io.metriton.collector.store.Databases;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every different body that the Go client and {@code scout.py} sent in the recorded cases, one a line: the case, the
 * client, the body. An ID of a megabyte is shortened to 2,000
 * characters; metadata of a megabyte is left out.
 */
class RecordedBodiesIT {

    @TempDir
    Path folder;

    private static List<String> lines() throws IOException {
        try (InputStream in = RecordedBodiesIT.class.getResourceAsStream("/recorded-bodies.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void everyRecordedBody_isAnsweredAsTheRulesSay() throws IOException {
        assertThat(lines()).hasSizeGreaterThan(100);
        Map<String, Integer> refused = new TreeMap<>();
        Map<String, Integer> unknown = new LinkedHashMap<>();
        try (RunningCollector collector = new RunningCollector(Databases.SQLITE.url(folder))) {
            collector.put("app", "{\"latest_version\": \"9.9\"}");
            for (String line : lines()) {
                String[] parts = line.split("\t", 3);
                HttpResponse<String> response = collector.report(parts[2]);
                JsonNode body = Json.parse(parts[2]);
                String what = parts[0] + " " + parts[1];
                if (response.statusCode() == 200) {
                    assertThat(body.path("application").asText()).as(what).isEqualTo("app");
                    assertThat(Json.parse(response.body())
                                    .path("latest_version")
                                    .asText())
                            .isEqualTo("9.9");
                } else if (response.statusCode() == 404) {
                    assertThat(body.path("application").asText()).as(what).isNotEqualTo("app");
                    unknown.merge(body.path("application").asText(), 1, Integer::sum);
                } else {
                    refused.put(what, response.statusCode());
                }
            }
            JsonNode month = collector
                    .get("/api/v1/applications/app/active?per=month&by=version")
                    .path("periods");
            assertThat(month.get(month.size() - 1).path("installs").asInt()).isPositive();
        }
        assertThat(refused.values()).containsOnly(400);
        // No version, no application, an ID that is a number or too long, control characters: nothing else.
        assertThat(refused.keySet())
                .allMatch(what -> what.matches("(wire/(space-version|direct-send-empty)|validation/.*"
                        + "|id/(app-newline|existing-1MiB|py-plugin-number-id)) .*"));
    }
}
