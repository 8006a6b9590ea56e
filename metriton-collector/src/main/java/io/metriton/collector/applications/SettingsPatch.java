package io.metriton.collector.applications;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metriton.collector.privacy.DeclaredKey;
import io.metriton.collector.privacy.MetadataType;
import io.metriton.collector.privacy.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A change of settings: what is not named stays, what is null is cleared. A {@code telemetry.json} is one, too. Checked
 * when it is made; immutable.
 */
public final class SettingsPatch {

    private static final String APPLICATION = "application";
    private static final String METADATA = "metadata";
    private static final int MOST_KEYS = 50;

    private final JsonNode fields;
    private final Optional<List<DeclaredKey>> keys;

    private SettingsPatch(JsonNode fields, Optional<List<DeclaredKey>> keys) {
        this.fields = fields;
        this.keys = keys;
    }

    /**
     * Reads a change.
     *
     * @param application the name of the application that it is for
     * @param json the change
     * @return the change, in order in itself
     * @throws InvalidSettingsException if it is not
     */
    public static SettingsPatch of(String application, JsonNode json) {
        if (!json.isObject()) {
            throw new InvalidSettingsException("settings must be a JSON object");
        }
        ObjectNode fields = json.deepCopy();
        JsonNode name = fields.remove(APPLICATION);
        if (name != null && !(name.isTextual() && name.asText().equals(application))) {
            throw new InvalidSettingsException("application must be the name in the path, or be left out");
        }
        JsonNode metadata = fields.remove(METADATA);
        fields.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                SettingsRules.check(field.getKey(), field.getValue());
            }
        });
        return new SettingsPatch(fields, metadata == null ? Optional.empty() : Optional.of(keys(metadata)));
    }

    private static List<DeclaredKey> keys(JsonNode metadata) {
        List<DeclaredKey> keys = new ArrayList<>();
        if (metadata.isNull()) {
            return keys;
        }
        if (!metadata.isObject() || metadata.size() > MOST_KEYS) {
            throw new InvalidSettingsException("metadata must be an object of at most " + MOST_KEYS + " keys");
        }
        for (Map.Entry<String, JsonNode> entry : metadata.properties()) {
            keys.add(key(entry.getKey(), entry.getValue()));
        }
        return keys;
    }

    private static DeclaredKey key(String name, JsonNode value) {
        String label = value.isObject() ? value.path("type").asText() : value.asText();
        String why = value.path("why").asText("").strip();
        Optional<MetadataType> type = MetadataType.of(label);
        if (!Texts.isPlain(name) || name.equals("version") || type.isEmpty()) {
            throw new InvalidSettingsException("metadata: each key must be a text of 1 to " + Texts.LONGEST
                    + " characters other than \"version\", and its type one of text, number, bool, set, counts");
        }
        if (!Texts.isLine(why, 500)) {
            throw new InvalidSettingsException("metadata: why must be one line of at most 500 characters");
        }
        return new DeclaredKey(0, name, type.get(), why);
    }

    /**
     * Applies the change.
     *
     * @param before what is set
     * @return what is set then
     * @throws InvalidSettingsException if a later revision was declared before
     */
    Settings applyTo(Settings before) {
        ObjectNode json = before.json();
        JsonNode revision = fields.path(Settings.REVISION);
        if (revision.isInt() && revision.asInt() < before.revision()) {
            throw new InvalidSettingsException("revision " + before.revision() + " was declared already", true);
        }
        fields.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                json.remove(field.getKey());
            } else {
                json.set(field.getKey(), field.getValue());
            }
        });
        return new Settings(json);
    }

    /** The keys that are declared then. */
    List<DeclaredKey> keys(List<DeclaredKey> before) {
        return keys.orElse(before);
    }
}
