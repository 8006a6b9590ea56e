package io.metriton.api;

/** What may stand in a header that is sent (RFC 9110, sections 5.1 and 5.5), so that nothing can be injected. */
final class HeaderFields {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private HeaderFields() {}

    static String checkedName(String name) {
        if (!isToken(name)) {
            throw new IllegalArgumentException("not the name of a header: '" + printable(name) + "'");
        }
        return name;
    }

    static String checkedValue(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~') {
                throw new IllegalArgumentException(
                        "the header " + name + " may hold visible ASCII and spaces only, not "
                                + String.format("U+%04X", (int) c) + " at index " + i);
            }
        }
        return value;
    }

    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 128 || (!Character.isLetterOrDigit(c) && TOKEN_MARKS.indexOf(c) < 0)) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
