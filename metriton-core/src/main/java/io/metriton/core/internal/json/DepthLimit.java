package io.metriton.core.internal.json;

/**
 * Cuts what is nested too deeply out of a JSON text, so that no reader needs memory or stack for it, whichever version of
 * Jackson reads it. Stateless.
 */
final class DepthLimit {
    private DepthLimit() {}

    /** The text with {@code null} for each container that is nested deeper than a limit; usually the text itself. */
    static String cut(String text, int maxDepth) {
        StringBuilder kept = null;
        int depth = 0;
        int copied = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '[' || c == '{') {
                depth++;
                if (depth == maxDepth + 1) {
                    kept = kept == null ? new StringBuilder() : kept;
                    kept.append(text, copied, i).append("null");
                    copied = text.length(); // Until the container ends, if it does.
                }
            } else if (c == ']' || c == '}') {
                if (depth == maxDepth + 1) {
                    copied = i + 1;
                }
                depth--;
            }
        }
        return kept == null ? text : kept.append(text, copied, text.length()).toString();
    }
}
