package io.metriton.core.internal.json;

import org.jspecify.annotations.Nullable;

/**
 * Finds the plain members (text, true, false) of a JSON object without reading the rest: for answers that cannot be read as a
 * whole, whose order to stop is to be obeyed all the same. It goes by quotation marks and brackets alone, so it also finds what
 * precedes a defect or the end of a text that was cut off. One use.
 */
final class ResponseScanner {
    private final JsonCursor json;

    private ResponseScanner(String text) {
        this.json = new JsonCursor(text);
    }

    /** What the members of the object say; nothing if the text does not start as one. */
    static ResponseFields scan(String text) {
        return new ResponseScanner(text).members();
    }

    private ResponseFields members() {
        ResponseFields.Builder fields = new ResponseFields.Builder();
        json.skipBlanks();
        int depth = 0;
        boolean object = json.hasMore() && json.peek() == '{';
        while (object && json.hasMore()) {
            char c = json.next();
            if (c == '"') {
                String string = string();
                if (depth == 1 && string != null && json.comes(':')) {
                    member(string, fields);
                }
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                object = --depth > 0;
            }
        }
        return fields.build();
    }

    private void member(String name, ResponseFields.Builder fields) {
        json.skipBlanks();
        if (json.comes("true")) {
            fields.member(name, true);
        } else if (json.comes("false")) {
            fields.member(name, false);
        } else if (json.comes('"')) {
            String value = string();
            if (value != null) {
                fields.member(name, value);
            }
        }
    }

    /** The rest of a string, whose quotation mark was read; null if the text ends before it does. */
    private @Nullable String string() {
        StringBuilder value = new StringBuilder();
        while (json.hasMore()) {
            char c = json.next();
            if (c == '"') {
                return value.toString();
            }
            value.append(c == '\\' && json.hasMore() ? escaped() : c);
        }
        return null;
    }

    private char escaped() {
        char c = json.next();
        int letter = "btnfr".indexOf(c);
        if (letter >= 0) {
            return "\b\t\n\f\r".charAt(letter);
        }
        int unit = c == 'u' ? json.hexadecimal() : -1;
        return unit >= 0 ? (char) unit : c; // Without digits it is no JSON: what the member is called does not matter.
    }
}
