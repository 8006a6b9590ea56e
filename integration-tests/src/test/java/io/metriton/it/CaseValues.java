package io.metriton.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Recorded metadata as the Java values an application would pass. */
final class CaseValues {

    private CaseValues() {}

    static Map<String, Object> map(JsonNode object) {
        Map<String, Object> map = new LinkedHashMap<>();
        object.properties().forEach(field -> map.put(field.getKey(), value(field.getValue())));
        return map;
    }

    private static Object value(JsonNode node) {
        if (node.isObject()) {
            return node.has("$special")
                    ? special(node.get("$special").textValue())
                    : node.has("$string_len_bytes")
                            ? "x".repeat(node.get("$string_len_bytes").asInt())
                            : map(node);
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(each -> list.add(value(each)));
            return list;
        }
        if (node.isNumber()) {
            return node.isIntegralNumber() ? node.numberValue() : (Object) node.doubleValue();
        }
        return node.isTextual() ? node.textValue() : node.isBoolean() ? (Object) node.booleanValue() : null;
    }

    private static Object special(String name) {
        return switch (name) {
            case "nan" -> Double.NaN;
            case "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "negzero" -> -0.0;
            case "bytes" -> "raw \u0000\u00ff".getBytes(StandardCharsets.ISO_8859_1);
            case "time" -> Instant.parse("2021-02-03T04:05:06Z");
            case "func" -> (Runnable) () -> {};
            default -> throw new IllegalArgumentException(name);
        };
    }
}
