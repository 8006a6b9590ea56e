package io.metriton.collector.web;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.metriton.collector.applications.Application;
import io.metriton.collector.applications.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody entered in the form of an application, beside what was shown to them: a build may have changed settings since
 * the page was opened. Only what they changed is a change. Immutable; it has read its request when it is made.
 */
final class EditedForm {

    private static final List<String> TEXTS = List.of("latest_version", "about");
    private static final List<String> SWITCHES = List.of("public", "hard_limit", "disable_scout");
    private static final List<String> DOCUMENTS = List.of("notices", "rules", "metadata");
    private static final String SHOWN = "shown-";

    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, JsonNode> entered = new LinkedHashMap<>();
    private final Map<String, String> shown = new LinkedHashMap<>();

    /** What is wrong with a document. */
    private final Map<String, String> problems = new LinkedHashMap<>();

    EditedForm(Context ctx) {
        TEXTS.forEach(field -> entered.put(field, text(read(ctx, field))));
        SWITCHES.forEach(
                field -> entered.put(field, JsonNodeFactory.instance.booleanNode("on".equals(ctx.formParam(field)))));
        DOCUMENTS.forEach(field -> entered.put(field, document(field, read(ctx, field))));
        entered.keySet()
                .forEach(field -> shown.put(
                        field, Optional.ofNullable(ctx.formParam(SHOWN + field)).orElse("")));
    }

    private String read(Context ctx, String field) {
        String text = Forms.text(ctx, field);
        texts.put(field, text);
        return text;
    }

    /** What is there, as the form would send it. */
    private static Map<String, JsonNode> values(Application application) {
        ObjectNode json = application.json();
        Map<String, JsonNode> values = new LinkedHashMap<>();
        TEXTS.forEach(
                field -> values.put(field, text(json.path(field).asText("").strip())));
        SWITCHES.forEach(field -> values.put(
                field, JsonNodeFactory.instance.booleanNode(json.path(field).asBoolean())));
        DOCUMENTS.forEach(field -> values.put(field, orNull(json.path(field))));
        return values;
    }

    private static JsonNode text(String text) {
        return text.isEmpty() ? JsonNodeFactory.instance.nullNode() : JsonNodeFactory.instance.textNode(text);
    }

    private static JsonNode orNull(JsonNode document) {
        return document.isMissingNode() || (document.isContainerNode() && document.isEmpty())
                ? JsonNodeFactory.instance.nullNode()
                : document;
    }

    private JsonNode document(String field, String text) {
        try {
            return text.isEmpty()
                    ? JsonNodeFactory.instance.nullNode()
                    : orNull(Json.read(text.getBytes(StandardCharsets.UTF_8)));
        } catch (JsonProcessingException e) {
            JsonLocation where = e.getLocation();
            problems.put(
                    field,
                    field + " is no JSON"
                            + (where == null
                                    ? ""
                                    : ": see line " + where.getLineNr() + ", column " + where.getColumnNr()));
        } catch (IOException e) {
            problems.put(field, field + " is no JSON");
        }
        return JsonNodeFactory.instance.textNode(text);
    }

    /** What a form must send beside its fields, by field: a hash of each as it is shown. */
    static Map<String, String> shown(Application application) {
        Map<String, String> shown = new LinkedHashMap<>();
        values(application).forEach((field, value) -> shown.put(SHOWN + field, hash(value)));
        return shown;
    }

    private static String hash(JsonNode value) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(Json.write(value).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private JsonNode entered(String field) {
        return of(entered, field);
    }

    private static JsonNode of(Map<String, JsonNode> values, String field) {
        return values.getOrDefault(field, JsonNodeFactory.instance.nullNode());
    }

    private boolean isChanged(String field) {
        return !isShown(entered(field), field);
    }

    private boolean isShown(JsonNode value, String field) {
        return hash(value).equals(shown.get(field));
    }

    /** What is wrong with something that was changed: it is no JSON. */
    Optional<String> problem() {
        return problems.entrySet().stream()
                .filter(problem -> isChanged(problem.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The change of settings, if there is no problem. */
    ObjectNode changes() {
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        entered.keySet().stream().filter(this::isChanged).forEach(field -> changes.set(field, entered(field)));
        return changes;
    }

    /** Fields that somebody else changed, too, and to something else; and what is there now, for people. */
    Map<String, String> conflicts(Application current) {
        Map<String, JsonNode> now = values(current);
        Map<String, String> conflicts = new LinkedHashMap<>();
        for (String field : entered.keySet()) {
            JsonNode there = of(now, field);
            if (isChanged(field) && !isShown(there, field) && !entered(field).equals(there)) {
                conflicts.put(field, there.isNull() ? "nothing" : Json.pretty(there));
            }
        }
        return conflicts;
    }

    /** The form as it is now, with what was entered where that was changed. */
    EditForm form(Application now) {
        EditForm current = EditForm.of(now);
        return new EditForm(
                current.name(),
                kept("latest_version", current.latestVersion()),
                kept("about", current.about()),
                kept("public", current.isPublic()),
                kept("hard_limit", current.hardLimit()),
                kept("disable_scout", current.disableScout()),
                kept("notices", current.notices()),
                kept("rules", current.rules()),
                kept("metadata", current.metadata()),
                current.shown());
    }

    private String kept(String field, String current) {
        return isChanged(field) ? texts.getOrDefault(field, "") : current;
    }

    private boolean kept(String field, boolean current) {
        return isChanged(field) ? entered(field).asBoolean() : current;
    }
}
