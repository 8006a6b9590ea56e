package io.metriton.collector.store;

import java.util.Locale;
import java.util.Optional;

/**
 * Who may use the API, without what proves it.
 *
 * @param id by which it is listed and revoked
 * @param kind what it may do
 * @param application the only application that it is for; empty for all
 * @param name what it is for, in the words of its maker
 * @param createdDay the day on which it was made
 */
public record Token(String id, Kind kind, Optional<String> application, String name, int createdDay) {

    /** What a token may do. */
    public enum Kind {
        /** Everything. */
        ADMIN,
        /** See figures. */
        READ;

        /**
         * The name in commands and in the token.
         *
         * @return in small letters
         */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Whether it may see an application.
     *
     * @param name the application's name
     * @return whether it is for that one, or for all
     */
    public boolean isFor(String name) {
        return application.isEmpty() || application.get().equals(name);
    }

    /**
     * Whether it may change something.
     *
     * @return for an administrator
     */
    public boolean isAdmin() {
        return kind == Kind.ADMIN;
    }
}
