package io.metriton.api;

/** The answer to a report. Immutable and thread-safe. */
public interface Response extends AppInfo {

    /**
     * Whether the endpoint asks the application to stop working for this user, for example because a licence ran out.
     * What to make of it is the application's business.
     *
     * @return false unless the answer says {@code "hard_limit": true}
     */
    boolean hardLimit();

    /**
     * Whether the endpoint ordered every reporter to it to be silent until the process ends. It has been obeyed before
     * the response is returned.
     *
     * @return false unless the answer says {@code "disable_scout": true}
     */
    boolean disableScout();

    /**
     * Starts a response, for tests and for code that stands in for an endpoint.
     *
     * @return a new builder
     */
    static Builder builder() {
        return new DefaultResponse.DefaultBuilder();
    }

    /** Builds a {@link Response}. Not thread-safe. */
    interface Builder {

        /**
         * Sets the name of the application; empty text by default.
         *
         * @param application the name
         * @return this
         */
        Builder application(String application);

        /**
         * Sets the latest version; empty text by default.
         *
         * @param latestVersion the version
         * @return this
         */
        Builder latestVersion(String latestVersion);

        /**
         * Replaces the notices; none by default.
         *
         * @param notices copied
         * @return this
         */
        Builder notices(Iterable<? extends Notice> notices);

        /**
         * Sets the hard limit; false by default.
         *
         * @param hardLimit whether it is reached
         * @return this
         */
        Builder hardLimit(boolean hardLimit);

        /**
         * Sets the order to be silent; false by default.
         *
         * @param disableScout whether it is given
         * @return this
         */
        Builder disableScout(boolean disableScout);

        /**
         * Makes the response.
         *
         * @return an immutable response
         */
        Response build();
    }
}
