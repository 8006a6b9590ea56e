package io.metriton.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

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
     * Whether the endpoint ordered every reporter of this application to it to be silent until the process ends. It has been
     * obeyed before the response is returned.
     *
     * @return false unless the answer says {@code "disable_scout": true}
     */
    boolean disableScout();

    /**
     * Starts a response, for tests and for code in the place of an endpoint.
     *
     * @return a new builder
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link Response}. Not thread-safe. */
    final class Builder {
        String application = "";
        String latestVersion = "";
        List<Notice> notices = List.of();
        boolean hardLimit;
        boolean disableScout;

        Builder() {}

        /**
         * Sets the name of the application; empty text by default.
         *
         * @param application the name
         * @return this
         */
        public Builder application(String application) {
            this.application = requireNonNull(application, "application");
            return this;
        }

        /**
         * Sets the latest version; empty text by default.
         *
         * @param latestVersion the version
         * @return this
         */
        public Builder latestVersion(String latestVersion) {
            this.latestVersion = requireNonNull(latestVersion, "latestVersion");
            return this;
        }

        /**
         * Replaces the notices; none by default.
         *
         * @param notices copied
         * @return this
         */
        public Builder notices(Iterable<? extends Notice> notices) {
            List<Notice> copy = new ArrayList<>();
            for (Notice notice : requireNonNull(notices, "notices")) {
                copy.add(notice);
            }
            this.notices = List.copyOf(copy);
            return this;
        }

        /**
         * Sets the hard limit; false by default.
         *
         * @param hardLimit whether it is reached
         * @return this
         */
        public Builder hardLimit(boolean hardLimit) {
            this.hardLimit = hardLimit;
            return this;
        }

        /**
         * Sets the order to be silent; false by default.
         *
         * @param disableScout whether it is given
         * @return this
         */
        public Builder disableScout(boolean disableScout) {
            this.disableScout = disableScout;
            return this;
        }

        /**
         * Makes the response.
         *
         * @return an immutable response
         */
        public Response build() {
            return new DefaultResponse(application, latestVersion, notices, hardLimit, disableScout);
        }
    }
}
