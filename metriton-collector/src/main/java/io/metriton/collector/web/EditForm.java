package io.metriton.collector.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metriton.collector.applications.Application;
import io.metriton.collector.applications.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What the form of an application shows.
 *
 * @param name its name
 * @param latestVersion a text
 * @param about a URL
 * @param isPublic whether anybody may see its figures
 * @param hardLimit a switch
 * @param disableScout a switch
 * @param notices a document
 * @param rules a document
 * @param metadata a document
 * @param shown hidden fields: which values of the others this form shows
 */
public record EditForm(
        String name,
        String latestVersion,
        String about,
        boolean isPublic,
        boolean hardLimit,
        boolean disableScout,
        String notices,
        String rules,
        String metadata,
        Map<String, String> shown) {

    static EditForm of(Application application) {
        ObjectNode json = application.json();
        return new EditForm(
                application.name(),
                json.path("latest_version").asText(""),
                json.path("about").asText(""),
                json.path("public").asBoolean(),
                json.path("hard_limit").asBoolean(),
                json.path("disable_scout").asBoolean(),
                document(json.path("notices")),
                document(json.path("rules")),
                document(json.path("metadata")),
                EditedForm.shown(application));
    }

    private static String document(JsonNode node) {
        return node.isEmpty() ? "" : Json.pretty(node);
    }

    /**
     * How many lines a field for a document has.
     *
     * @param document what is in it
     * @return enough for what is there and a line more, within bounds
     */
    public static int rows(String document) {
        return (int) Math.max(3, Math.min(24, document.lines().count() + 1));
    }

    /**
     * The path of the form of an application.
     *
     * @param name the application's name
     * @return an encoded path
     */
    public static String path(String name) {
        return page(name) + "/edit";
    }

    /**
     * The path of the page of an application.
     *
     * @param name the application's name
     * @return an encoded path
     */
    public static String page(String name) {
        return "/applications/"
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
