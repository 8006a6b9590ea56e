package io.metriton.core;

import io.metriton.core.internal.util.OneLine;

/**
 * Makes text of an answer fit to be shown. What {@link io.metriton.api.Response#latestVersion()} and a
 * {@link io.metriton.api.Notice} say was written by a server, or by another machine in its place, and may hold escape
 * sequences of a terminal, forged lines, or more than a screen can show. Stateless and thread-safe; does not block.
 */
public final class ServerText {
    private ServerText() {}

    /**
     * The text as one line: blanks, tabs and line ends become one space, other control characters, format characters
     * (bidirectional ones among them), private and unassigned ones are left out.
     *
     * @param text what a server sent
     * @return at most 200 {@code char}s, which end in {@code ...} if the text was longer; perhaps empty
     */
    public static String oneLine(String text) {
        return OneLine.of(text);
    }
}
