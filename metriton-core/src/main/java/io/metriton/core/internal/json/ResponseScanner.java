package io.metriton.core.internal.json;

import org.jspecify.annotations.Nullable;

/**
 * Finds the plain members (text, true, false) of a JSON object without reading the rest: for answers that cannot be read as a
 * whole, whose order to stop is to be obeyed all the same. It goes by quotation marks and brackets alone, so it also finds what
 * precedes a defect or the end of a text that was cut off. One use.
 */
final class ResponseScanner {
    private final String text;
    private int at;

    private ResponseScanner(String text) {
        this.text = text;
    }

    /** What the members of the object say; nothing if the text does not start as one. */
    static ResponseFields scan(String text) {
        return new ResponseScanner(text).members();
    }

    private ResponseFields members() {
        ResponseFields.Builder fields = new ResponseFields.Builder();
        skipBlanks();
        int depth = 0;
        boolean object = at < text.length() && text.charAt(at) == '{';
        while (object && at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                String string = string();
                if (depth == 1 && string != null && comes(':')) {
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
        skipBlanks();
        if (text.startsWith("true", at)) {
            fields.member(name, true);
        } else if (text.startsWith("false", at)) {
            fields.member(name, false);
        } else if (comes('"')) {
            String value = string();
            if (value != null) {
                fields.member(name, value);
            }
        }
    }

    /** The rest of a string, whose quotation mark was read; null if the text ends before it does. */
    private @Nullable String string() {
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            value.append(c == '\\' && at < text.length() ? escaped() : c);
        }
        return null;
    }

    private char escaped() {
        char c = text.charAt(at++);
        int letter = "btnfr".indexOf(c);
        if (letter >= 0) {
            return "\b\t\n\f\r".charAt(letter);
        }
        if (c == 'u' && at + 4 <= text.length()) {
            try {
                char unit = (char) Integer.parseInt(text, at, at + 4, 16);
                at += 4;
                return unit;
            } catch (NumberFormatException e) {
                return c; // No JSON; what the name or value is called does not matter then.
            }
        }
        return c;
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
