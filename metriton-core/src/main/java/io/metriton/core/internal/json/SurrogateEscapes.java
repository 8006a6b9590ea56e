package io.metriton.core.internal.json;

/**
 * Replaces escapes of half a surrogate pair, which JSON allows (RFC 8259, section 8.2) and Jackson refuses in the name of a
 * member, by the escape of U+FFFD, as Go reads them. Stateless.
 */
final class SurrogateEscapes {
    private static final int LENGTH = 6;

    private SurrogateEscapes() {}

    /** The text itself, if it holds none. */
    static String replaceHalves(String text) {
        StringBuilder replaced = null;
        int copied = 0;
        int at = text.indexOf('\\');
        while (at >= 0) {
            int unit = unit(text, at);
            int length = unit < 0 ? 2 : LENGTH;
            if (unit >= 0 && Character.isSurrogate((char) unit)) {
                int next = unit(text, at + LENGTH);
                if (next >= 0 && Character.isSurrogatePair((char) unit, (char) next)) {
                    length = 2 * LENGTH;
                } else {
                    replaced = replaced == null ? new StringBuilder() : replaced;
                    replaced.append(text, copied, at).append("\\ufffd");
                    copied = at + LENGTH;
                }
            }
            at = text.indexOf('\\', at + length);
        }
        return replaced == null
                ? text
                : replaced.append(text, copied, text.length()).toString();
    }

    /** The UTF-16 unit that is escaped here; -1 if none is. */
    private static int unit(String text, int at) {
        if (!text.startsWith("\\u", at) || at + LENGTH > text.length()) {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + LENGTH; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            unit = 16 * unit + digit;
        }
        return unit;
    }
}
