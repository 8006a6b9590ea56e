package io.metriton.collector.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.metriton.collector.applications.Json;
import io.metriton.collector.privacy.Texts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of a report that count. Others are not looked at: {@code scout.py} sends some.
 *
 * @param application its name; not blank
 * @param installId without surrounding white space; may be empty
 * @param version without surrounding white space; not blank
 * @param metadata by key: text, {@link java.math.BigDecimal}, Boolean, lists and maps of these; anything else is {@link
 *     #NOTHING}
 */
record ReportBody(String application, String installId, String version, Map<String, Object> metadata) {

    /** In the place of a value that no key of metadata may have. */
    static final Object NOTHING = new Object();

    static final String APPLICATION = "application";

    private static final int LONGEST = Texts.LONGEST;

    static ReportBody read(byte[] body) throws Refused {
        JsonNode json;
        try {
            json = Json.read(body);
        } catch (IOException e) {
            throw invalid("the body is no JSON document in UTF-8, or is nested too deeply");
        }
        if (!json.isObject()) {
            throw invalid("the body must be a JSON object");
        }
        return new ReportBody(
                name(json, APPLICATION, false),
                installId(json.path("install_id")),
                name(json, "version", true),
                metadata(json.path("metadata")));
    }

    private static String name(JsonNode json, String field, boolean strip) throws Refused {
        JsonNode value = json.path(field);
        String text = strip ? value.asText().strip() : value.asText();
        if (!value.isTextual() || !Texts.isPlain(text)) {
            throw invalid(field + " must be a text of 1 to " + LONGEST + " characters, without control characters");
        }
        return text;
    }

    private static String installId(JsonNode value) throws Refused {
        String text = value.asText("").strip();
        boolean fits = value.isTextual() && text.length() <= LONGEST;
        if (!fits && !value.isMissingNode() && !value.isNull()) {
            throw invalid("install_id must be a text of at most " + LONGEST + " characters");
        }
        return value.isTextual() ? text : "";
    }

    private static Map<String, Object> metadata(JsonNode value) throws Refused {
        Map<String, Object> metadata = new HashMap<>();
        if (value.isMissingNode() || value.isNull()) {
            return metadata;
        }
        if (!value.isObject()) {
            throw invalid("metadata must be a JSON object");
        }
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            metadata.put(entry.getKey(), value(entry.getValue(), true));
        }
        return metadata;
    }

    private static Object value(JsonNode value, boolean outermost) {
        if (value.isTextual()) {
            return value.asText();
        }
        if (value.isNumber()) {
            return value.decimalValue();
        }
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        if (value.isArray() && outermost) {
            List<Object> list = new ArrayList<>();
            value.forEach(element -> list.add(value(element, false)));
            return list;
        }
        if (value.isObject() && outermost) {
            Map<String, Object> map = new HashMap<>();
            value.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue(), false)));
            return map;
        }
        return NOTHING;
    }

    private static Refused invalid(String message) {
        return new Refused(400, Refused.Reason.INVALID, message);
    }

    ReportBody withoutMetadata() {
        return new ReportBody(application, installId, version, Map.of());
    }

    /** Whether the ID says nothing: blank, or all zeros, which clients send that have none. */
    boolean isWithoutId() {
        return installId.chars().noneMatch(c -> c != '0' && c != '-');
    }
}
