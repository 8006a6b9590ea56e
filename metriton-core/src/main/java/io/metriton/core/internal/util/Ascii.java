package io.metriton.core.internal.util;

import java.nio.charset.StandardCharsets;

/** Makes text fit where only printable ASCII is allowed. */
public final class Ascii {
    private Ascii() {}

    /** The text without control and non-ASCII characters, as for a header or a log line. */
    public static String printable(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c <= '~') {
                kept.append(c);
            }
        }
        return kept.toString();
    }

    /** The text with everything but letters, digits and the given marks percent-encoded as UTF-8 (RFC 3986, 2.1). */
    public static String percentEncode(String text, String marks) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || marks.indexOf(c) >= 0);
            encoded.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return encoded.toString();
    }
}
