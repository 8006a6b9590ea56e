package io.metriton.collector.privacy;

/** Which texts are kept as they are. */
public final class Texts {

    /** The longest text that is kept, in characters. */
    public static final int LONGEST = 128;

    private Texts() {}

    /**
     * Whether a text may be kept and shown: not blank, not longer than {@value #LONGEST} characters, and without control
     * characters, format characters (which can turn the direction of writing) and halves of characters.
     *
     * @param text any text
     * @return whether it is kept
     */
    public static boolean isPlain(String text) {
        return !text.isBlank() && text.length() <= LONGEST && text.codePoints().allMatch(Texts::isPlain);
    }

    /**
     * Whether a text of an administrator may be kept and shown: one line, and without halves of characters, which cannot be
     * stored.
     *
     * @param text any text
     * @param longest how many characters it may have
     * @return whether it is kept
     */
    public static boolean isLine(String text, int longest) {
        return text.length() <= longest
                && text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    private static boolean isPlain(int codePoint) {
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
