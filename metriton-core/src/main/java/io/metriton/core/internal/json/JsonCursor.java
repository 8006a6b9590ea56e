package io.metriton.core.internal.json;

/** Reads a JSON text from its beginning, character by character. Not thread-safe. */
final class JsonCursor {
    private static final int HEX_DIGITS = 4;

    private final String text;
    private int at;

    JsonCursor(String text) {
        this.text = text;
    }

    boolean hasMore() {
        return at < text.length();
    }

    /** The next character, which stays the next. */
    char peek() {
        return text.charAt(at);
    }

    char next() {
        return text.charAt(at++);
    }

    /** The character of four hexadecimal digits, which are read; -1 if others are next. */
    int hexadecimal() {
        if (at + HEX_DIGITS > text.length()) {
            return -1;
        }
        int read = 0;
        for (int i = at; i < at + HEX_DIGITS; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            read = 16 * read + digit;
        }
        at += HEX_DIGITS;
        return read;
    }

    /** Whether a character is next, after blanks; then it is read. */
    boolean comes(char wanted) {
        skipBlanks();
        boolean there = hasMore() && peek() == wanted;
        at += there ? 1 : 0;
        return there;
    }

    /** Whether a word is next; then it is read. */
    boolean comes(String word) {
        boolean there = text.startsWith(word, at);
        at += there ? word.length() : 0;
        return there;
    }

    void skipBlanks() {
        while (hasMore() && " \t\n\r".indexOf(peek()) >= 0) {
            at++;
        }
    }
}
