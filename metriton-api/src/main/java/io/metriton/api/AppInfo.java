package io.metriton.api;

import java.util.List;

/** What an endpoint knows about an application. Immutable and thread-safe. */
public interface AppInfo {

    /**
     * The application that the answer is about.
     *
     * @return the name in the answer, the reporter's own where the answer has none
     */
    String application();

    /**
     * The latest version that the endpoint knows of. It is the server's text, of any length and any characters: compare it
     * by {@code Updates} and show it by {@code ServerText}, both of metriton-core.
     *
     * @return the version in the answer, the reporter's own where the answer has none
     */
    String latestVersion();

    /**
     * What the endpoint wants the user to be told. It is the server's text, of any length and any characters: show it by
     * {@code ServerText} of metriton-core.
     *
     * @return unmodifiable, in the order of the answer, often empty
     */
    List<Notice> notices();
}
