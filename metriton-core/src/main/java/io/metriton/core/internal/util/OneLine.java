package io.metriton.core.internal.util;

/** Text that others wrote, as one line that is fit to be shown. Stateless. */
public final class OneLine {
    /** The longest result, in {@code char}s. */
    private static final int MAX_LENGTH = 200;

    private static final String ELLIPSIS = "...";

    private OneLine() {}

    /**
     * The text as one line: blanks, tabs and line ends become one space, other control characters, format characters
     * (bidirectional ones among them), private and unassigned ones are left out.
     *
     * @param text may hold escape sequences of a terminal, forged lines, or more than a screen can show
     * @return at most 200 {@code char}s, which end in {@code ...} if the text was longer; perhaps empty
     */
    public static String of(String text) {
        StringBuilder line = new StringBuilder();
        boolean blank = false;
        for (int at = 0; at < text.length() && line.length() <= MAX_LENGTH; ) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (isBlank(c)) {
                blank = line.length() > 0;
            } else if (isShown(c)) {
                line.append(blank ? " " : "").appendCodePoint(c);
                blank = false;
            }
        }
        if (line.length() > MAX_LENGTH) {
            int end = MAX_LENGTH - ELLIPSIS.length();
            line.setLength(Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end);
            line.append(ELLIPSIS);
        }
        return line.toString();
    }

    /** Spaces of every width, and what starts a new line or column: U+0085 is a line end, too. */
    private static boolean isBlank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
