package io.metriton.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.metriton.core.internal.json.JsonWriter;

/** Writes {@code telemetry.json}: two blanks for each level, and a line for each key, so that a change is easy to review. */
final class DeclarationJson {
    private final StringBuilder json = new StringBuilder("{");
    private String end = "\n  ";

    DeclarationJson field(String name, String value) {
        return literal(name, quoted(value));
    }

    DeclarationJson literal(String name, String value) {
        json.append(end).append(quoted(name)).append(": ").append(value);
        end = ",\n  ";
        return this;
    }

    String metadata(Iterable<? extends DeclaredKey> keys) {
        StringBuilder metadata = new StringBuilder("{");
        String next = "\n    ";
        for (DeclaredKey key : keys) {
            metadata.append(next)
                    .append(quoted(key.key()))
                    .append(": {\"type\": ")
                    .append(quoted(key.type()))
                    .append(", \"why\": ")
                    .append(quoted(key.why()))
                    .append('}');
            next = ",\n    ";
        }
        metadata.append(metadata.length() == 1 ? "}" : "\n  }");
        return literal("metadata", metadata.toString()).json.append("\n}\n").toString();
    }

    private static String quoted(String text) {
        JsonWriter writer = new JsonWriter();
        writer.text(text);
        return new String(writer.toUtf8(), UTF_8);
    }
}
