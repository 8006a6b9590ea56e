package io.metriton.collector.applications;

import java.util.List;

/**
 * A text in which {@code *} stands for anything. It is no regular expression: one with many {@code *} would take hours to find
 * out that it does not match, and reports wait for it. Immutable.
 */
final class Glob {

    private final List<String> parts;

    Glob(String pattern) {
        this.parts = List.of(pattern.split("\\*", -1));
    }

    /** Whether the whole text matches. Each part is taken where it is found first, which leaves the most for the others. */
    boolean matches(String text) {
        String first = parts.get(0);
        String last = parts.get(parts.size() - 1);
        if (parts.size() == 1) {
            return text.equals(first);
        }
        int end = text.length() - last.length();
        if (!text.startsWith(first) || !text.endsWith(last) || end < first.length()) {
            return false;
        }
        int from = first.length();
        for (String part : parts.subList(1, parts.size() - 1)) {
            int found = text.indexOf(part, from);
            if (found < 0 || found + part.length() > end) {
                return false;
            }
            from = found + part.length();
        }
        return true;
    }
}
