package io.metriton.core.internal.json;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers that endpoints give on most days, one flat object of plain text and booleans, without Jackson, whose
 * first parser costs a JVM that has just started some 30 ms. Whatever it is not sure of is left to
 * {@link JacksonResponseReader}. One use, one thread.
 */
public final class PlainResponseReader {
    private final String text;
    private int at;

    private PlainResponseReader(String text) {
        this.text = text;
    }

    /** What an answer says; null if it is not that simple, or no JSON. */
    public static @Nullable ResponseFields read(String text) {
        return new PlainResponseReader(text).object();
    }

    private @Nullable ResponseFields object() {
        ResponseFields.Builder fields = new ResponseFields.Builder();
        boolean fine = comes('{');
        boolean more = fine && !comes('}');
        while (more && fine) {
            String name = string();
            Object value = name != null && comes(':') ? value() : null;
            if (name == null || value == null) {
                return null;
            }
            fields.member(name, value);
            more = comes(',');
            fine = more || comes('}');
        }
        skipBlanks();
        return fine && at == text.length() ? fields.build() : null;
    }

    /** Text, a boolean, or an empty array; null for anything else. */
    private @Nullable Object value() {
        skipBlanks();
        if (text.startsWith("true", at)) {
            at += 4;
            return true;
        }
        if (text.startsWith("false", at)) {
            at += 5;
            return false;
        }
        return comes('[') ? (comes(']') ? List.of() : null) : string();
    }

    /** Text without escapes and control characters; null for anything else. */
    private @Nullable String string() {
        if (!comes('"')) {
            return null;
        }
        int start = at;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) < ' ' || text.charAt(at) == '\\') {
                return null;
            }
            at++;
        }
        return comes('"') ? text.substring(start, at - 1) : null;
    }

    private boolean comes(char wanted) {
        skipBlanks();
        boolean there = at < text.length() && text.charAt(at) == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
