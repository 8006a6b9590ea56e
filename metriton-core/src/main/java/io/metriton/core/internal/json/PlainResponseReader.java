package io.metriton.core.internal.json;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers that endpoints give on most days, one flat object of plain text and booleans, without Jackson, whose
 * first parser costs a JVM that has just started some 30 ms. Whatever it is not sure of is left to
 * {@link JacksonResponseReader}. One use, one thread.
 */
public final class PlainResponseReader {
    private final JsonCursor json;

    private PlainResponseReader(String text) {
        this.json = new JsonCursor(text);
    }

    /** What an answer says; null if it is not that simple, or no JSON. */
    public static @Nullable ResponseFields read(String text) {
        return new PlainResponseReader(text).object();
    }

    private @Nullable ResponseFields object() {
        ResponseFields.Builder fields = new ResponseFields.Builder();
        boolean fine = json.comes('{');
        boolean more = fine && !json.comes('}');
        while (more && fine) {
            String name = string();
            Object value = name != null && json.comes(':') ? value() : null;
            if (name == null || value == null) {
                return null;
            }
            fields.member(name, value);
            more = json.comes(',');
            fine = more || json.comes('}');
        }
        json.skipBlanks();
        return fine && !json.hasMore() ? fields.build() : null;
    }

    /** Text, a boolean, or an empty array; null for anything else. */
    private @Nullable Object value() {
        json.skipBlanks();
        if (json.comes("true")) {
            return true;
        }
        if (json.comes("false")) {
            return false;
        }
        return json.comes('[') ? (json.comes(']') ? List.of() : null) : string();
    }

    /** Text without escapes and control characters; null for anything else. */
    private @Nullable String string() {
        if (!json.comes('"')) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        while (json.hasMore() && json.peek() != '"') {
            char c = json.next();
            if (c < ' ' || c == '\\') {
                return null;
            }
            text.append(c);
        }
        return json.comes('"') ? text.toString() : null;
    }
}
