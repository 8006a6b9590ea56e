package io.metriton.core.internal.json;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says; null and empty for what it does not say. A known field of the wrong type is ignored, as unknown fields
 * are; of a field that comes twice the last one of the right type counts. The readers deliver names and values; what these
 * mean is said here alone ({@link Builder}).
 */
public record ResponseFields(
        @Nullable String application,
        @Nullable String latestVersion,
        List<@Nullable Object> notices,
        boolean hardLimit,
        boolean disableScout) {

    /** Collects the members of one answer. Confined to one thread. */
    static final class Builder {
        private @Nullable String application;
        private @Nullable String latestVersion;
        private List<@Nullable Object> notices = List.of();
        private boolean hardLimit;
        private boolean disableScout;

        /** Whether the value of a member is used if it is a container. */
        static boolean wants(String name) {
            return name.equals("notices");
        }

        /**
         * Takes a member.
         *
         * @param value text, a boolean, a number, null, a list or a map
         */
        void member(String name, @Nullable Object value) {
            switch (name) {
                case "application" -> application = value instanceof String text ? text : application;
                case "latest_version" -> latestVersion = value instanceof String text ? text : latestVersion;
                case "notices" ->
                    notices = value instanceof List<?> list ? Collections.unmodifiableList(list) : notices;
                case "hard_limit" -> hardLimit = value instanceof Boolean flag ? flag : hardLimit;
                case "disable_scout" -> disableScout = value instanceof Boolean flag ? flag : disableScout;
                default -> {} // Endpoints may say more than this SDK knows.
            }
        }

        ResponseFields build() {
            return new ResponseFields(application, latestVersion, notices, hardLimit, disableScout);
        }
    }
}
