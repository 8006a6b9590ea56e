package io.metriton.api.support;

import static java.util.Objects.requireNonNull;

/**
 * What an install ID may be: one line of 1 to 128 printable characters. For those who make, read or report one. Stateless.
 */
public final class InstallIdText {
    private static final int MAX_CHARACTERS = 128;

    private InstallIdText() {}

    /**
     * Whether a text is an ID.
     *
     * @param text blanks are printable
     * @return false also for a blank text
     */
    public static boolean isId(String text) {
        requireNonNull(text, "text");
        boolean printable = text.codePointCount(0, text.length()) <= MAX_CHARACTERS && !isBlank(text);
        for (int i = 0; printable && i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            printable = isPrintable(text.codePointAt(i));
        }
        return printable;
    }

    /**
     * Whether there is nothing to be seen in a text, so that it counts as no answer.
     *
     * @param text perhaps an ID
     * @return true also for an empty text
     */
    public static boolean isBlank(String text) {
        requireNonNull(text, "text");
        boolean blank = true;
        for (int i = 0; blank && i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            blank = isBlank(text.codePointAt(i));
        }
        return blank;
    }

    /**
     * Whether a character is blank: a space of any kind, a line end, and what cannot be seen, such as byte order marks, spaces
     * without width, and NULs.
     *
     * @param codePoint of the character
     * @return true for a blank
     */
    public static boolean isBlank(int codePoint) {
        return codePoint == 0
                || Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.getType(codePoint) == Character.FORMAT;
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
