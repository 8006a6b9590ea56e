package io.metriton.collector.web;

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
 * What somebody entered in the form of an application, beside what was shown to them and what is there now: a build may
 * have changed settings since the page was opened. Only what they changed is a change.
 */
final class EditedForm {

    private static final List<String> TEXTS = List.of("latest_version", "about");
    private static final List<String> SWITCHES = List.of("public", "hard_limit", "disable_scout");
    private static final List<String> DOCUMENTS = List.of("notices", "rules", "metadata");
    private static final String SHOWN = "shown-";

    private final Context ctx;
    private final Application application;
    private final Map<String, JsonNode> now;
    private final Map<String, JsonNode> entered = new LinkedHashMap<>();

    EditedForm(Context ctx, Application application) {
        this.ctx = ctx;
        this.application = application;
        this.now = values(application);
        TEXTS.forEach(field -> entered.put(field, text(Forms.text(ctx, field))));
        SWITCHES.forEach(field -> entered.put(field, JsonNodeFactory.instance.booleanNode(isOn(field))));
        DOCUMENTS.forEach(field -> entered.put(field, document(field, Forms.text(ctx, field))));
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

    private static JsonNode document(String field, String text) {
        try {
            return text.isEmpty()
                    ? JsonNodeFactory.instance.nullNode()
                    : orNull(Json.read(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            return JsonNodeFactory.instance.textNode(field + " is no JSON");
        }
    }

    private boolean isOn(String field) {
        return "on".equals(ctx.formParam(field));
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
        return entered.getOrDefault(field, JsonNodeFactory.instance.nullNode());
    }

    private JsonNode now(String field) {
        return now.getOrDefault(field, JsonNodeFactory.instance.nullNode());
    }

    private boolean isChanged(String field) {
        return !isShown(entered(field), field);
    }

    private boolean isShown(JsonNode value, String field) {
        return Optional.ofNullable(ctx.formParam(SHOWN + field))
                .filter(hash(value)::equals)
                .isPresent();
    }

    /** The change of settings. */
    ObjectNode changes() {
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        entered.keySet().stream().filter(this::isChanged).forEach(field -> changes.set(field, entered(field)));
        return changes;
    }

    /** Fields that somebody else changed, too, and to something else; and what is there now, for people. */
    Map<String, String> conflicts() {
        Map<String, String> conflicts = new LinkedHashMap<>();
        entered.keySet().stream()
                .filter(field -> isChanged(field)
                        && !isShown(now(field), field)
                        && !entered(field).equals(now(field)))
                .forEach(field -> conflicts.put(field, now(field).isNull() ? "nothing" : Json.pretty(now(field))));
        return conflicts;
    }

    /** The form as it is now, with what was entered where that was changed. */
    EditForm form() {
        EditForm current = EditForm.of(application);
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
        return isChanged(field) ? Forms.text(ctx, field) : current;
    }

    private boolean kept(String field, boolean current) {
        return isChanged(field) ? isOn(field) : current;
    }
}
