package io.metriton.core.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Writes JSON (RFC 8259) to memory, within a bound: an endless iterable, or shared values that unfold to a tree without end,
 * must not fill the host's memory. The caller keeps to the grammar. Confined to one thread.
 *
 * <p>By hand, because Jackson's first generator costs a JVM that has just started some 25 ms.
 */
public final class JsonWriter {
    static final int MAX_BYTES = 8 << 20;
    static final String TOO_LARGE = "the report is larger than " + MAX_BYTES + " bytes: report less metadata";
    private static final String HEX = "0123456789ABCDEF";

    private final StringBuilder text = new StringBuilder(256);

    public void startObject() {
        separate().append('{');
    }

    public void endObject() {
        text.append('}');
    }

    public void startArray() {
        separate().append('[');
    }

    public void endArray() {
        text.append(']');
    }

    public void name(String name) {
        text(name);
        text.append(':');
    }

    /** Text, with U+FFFD for every half of a surrogate pair, which UTF-8 cannot hold; Go does the same. */
    public void text(String value) {
        separate().append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                escape(c);
            } else if (!Character.isSurrogate(c)) {
                text.append(c);
            } else {
                i += appendSurrogate(value, i, text);
            }
            if ((i & 0xFFF) == 0xFFF) {
                checkBound();
            }
        }
        text.append('"');
    }

    /** Text with U+FFFD for every half of a surrogate pair, as {@link #text} writes it. */
    public static String wellFormed(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                return wellFormed(value, i);
            }
        }
        return value;
    }

    /** Text whose first surrogate is at an index. */
    private static String wellFormed(String value, int start) {
        StringBuilder text = new StringBuilder(value.length()).append(value, 0, start);
        for (int i = start; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                i += appendSurrogate(value, i, text);
            } else {
                text.append(value.charAt(i));
            }
        }
        return text.toString();
    }

    /** Appends a surrogate pair, or U+FFFD for half of one; 1 if the next character is taken, too. */
    private static int appendSurrogate(String value, int at, StringBuilder text) {
        if (at + 1 < value.length() && Character.isSurrogatePair(value.charAt(at), value.charAt(at + 1))) {
            text.append(value, at, at + 2);
            return 1;
        }
        text.append('\uFFFD');
        return 0;
    }

    /** A number, {@code true}, {@code false} or {@code null}. */
    public void literal(String value) {
        separate().append(value);
    }

    public byte[] toUtf8() {
        byte[] bytes = text.toString().getBytes(UTF_8);
        if (bytes.length > MAX_BYTES) {
            throw tooLarge();
        }
        return bytes;
    }

    /** A quotation mark, a digit, a letter, a closing bracket: all but these four end a value. */
    private StringBuilder separate() {
        checkBound();
        int end = text.length();
        if (end > 0 && "{[:,".indexOf(text.charAt(end - 1)) < 0) {
            text.append(',');
        }
        return text;
    }

    private void escape(char c) {
        int letter = "\b\t\n\f\r\"\\".indexOf(c);
        if (letter >= 0) {
            text.append('\\').append("btnfr\"\\".charAt(letter));
        } else {
            text.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
        }
    }

    private void checkBound() {
        if (text.length() > MAX_BYTES) {
            throw tooLarge();
        }
    }

    private static IllegalArgumentException tooLarge() {
        return new IllegalArgumentException(TOO_LARGE);
    }
}
