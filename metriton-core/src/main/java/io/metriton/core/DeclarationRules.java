package io.metriton.core;

import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * What a declaration may say: what the collector takes. Each rule throws an IllegalArgumentException that names the value
 * and the way out. No regular expressions and no streams, as this runs when a program starts.
 */
final class DeclarationRules {
    static final int MOST_KEYS = 50;

    private static final int LONGEST = 128;
    private static final int LONGEST_FOLDER_BYTES = 255;
    private static final int LONGEST_WHY = 500;
    private static final int LONGEST_LINK = 1_000;
    private static final int LONGEST_SHOWN = 64;
    private static final String PLAIN = " and holds no control, format or private-use characters: ";

    private DeclarationRules() {}

    /** It is part of paths at the collector. */
    static String application(String name) {
        if (!isPlain(name) || !name.strip().equals(name)) {
            throw new IllegalArgumentException("the name of an application has 1 to " + LONGEST
                    + " characters, no blanks around it," + PLAIN + "rename " + shown(name));
        }
        if (name.equals(".") || name.equals("..") || hasAny(name, "/\\%;")) {
            throw new IllegalArgumentException(
                    "the name of an application is neither . nor .., and has no / \\ % ; in it: rename " + shown(name));
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_FOLDER_BYTES) {
            throw new IllegalArgumentException("the name of an application has at most " + LONGEST_FOLDER_BYTES
                    + " bytes in UTF-8, as it is the name of a folder: shorten " + shown(name));
        }
        return name;
    }

    static int revision(int revision) {
        if (revision < 1) {
            throw new IllegalArgumentException(
                    "the revision of a declaration is 1 at first, and grows with each change, not " + revision);
        }
        return revision;
    }

    static String key(String key) {
        if (!isPlain(key)) {
            throw new IllegalArgumentException(
                    "a key has 1 to " + LONGEST + " characters, is not blank," + PLAIN + "rename " + shown(key));
        }
        if (key.equals("version")) {
            throw new IllegalArgumentException(
                    "the key \"version\" is taken: each report has the version of the application anyway; use another");
        }
        return key;
    }

    /** Without the blanks around it. */
    static String why(String key, String why) {
        String line = why.strip();
        if (line.isEmpty()) {
            throw new IllegalArgumentException(
                    "why is " + shown(key)
                            + " reported? The text is blank: say what its values are good for, as \"which systems we test on\"");
        }
        if (line.length() > LONGEST_WHY || hasControl(line)) {
            throw new IllegalArgumentException("why " + shown(key) + " is reported must be one line of at most "
                    + LONGEST_WHY + " characters: shorten " + shown(line));
        }
        return line;
    }

    static URI about(URI page) {
        String scheme = page.getScheme();
        if (page.getHost() == null || !("https".equals(scheme) || "http".equals(scheme))) {
            throw new IllegalArgumentException(
                    "about must be a page that people can open, as https://example.org/telemetry, not "
                            + shown(page.toString()));
        }
        if (page.toString().length() > LONGEST_LINK) {
            throw new IllegalArgumentException(
                    "about may have at most " + LONGEST_LINK + " characters: shorten " + shown(page.toString()));
        }
        return page;
    }

    private static boolean isPlain(String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (!isPlain(text.codePointAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(int codePoint) {
        if (codePoint >= ' ' && codePoint <= '~') {
            return true;
        }
        int type = Character.getType(codePoint);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.PRIVATE_USE
                && type != Character.UNASSIGNED
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }

    private static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasAny(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** In quotes; what cannot be seen as its number, and not all of a long text. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder("\"");
        for (int i = 0; i < Math.min(text.length(), LONGEST_SHOWN); i += Character.charCount(text.codePointAt(i))) {
            int codePoint = text.codePointAt(i);
            if (isPlain(codePoint)) {
                shown.appendCodePoint(codePoint);
            } else {
                shown.append("\\u{").append(Integer.toHexString(codePoint)).append('}');
            }
        }
        return shown.append(text.length() > LONGEST_SHOWN ? "…\" (" + text.length() + " characters)" : "\"")
                .toString();
    }
}
