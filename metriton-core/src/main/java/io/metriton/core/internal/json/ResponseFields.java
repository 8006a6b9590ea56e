package io.metriton.core.internal.json;

import io.metriton.core.internal.util.Log;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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

    /** Deep enough for any notice, shallow enough for whoever walks through one. */
    private static final int MAX_DEPTH = 1_000;

    /**
     * Reads the body of an answer. A byte order mark is skipped; a value that is nested deeper than 1,000 is read as null,
     * half of a surrogate pair as U+FFFD.
     *
     * @return empty if the body is blank or {@code null}: the endpoint has nothing to say about the application
     * @throws IOException if the body is anything but one JSON object
     */
    public static Optional<ResponseFields> decode(byte[] body) throws IOException {
        // As Go: UTF-8 whatever the headers say, U+FFFD for what is none.
        return decode(text(body));
    }

    /** As above, for what {@link #text} gave. */
    public static Optional<ResponseFields> decode(String text) throws IOException {
        if (text.isBlank()) {
            return Optional.empty();
        }
        if (text.strip().equals("null")) {
            return Optional.empty();
        }
        ResponseFields plain = PlainResponseReader.read(text);
        return plain != null
                ? Optional.of(plain)
                : decodeAny(SurrogateEscapes.replaceHalves(DepthLimit.cut(text, MAX_DEPTH)));
    }

    /** The text of a body, without a byte order mark. */
    public static String text(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Whether a text that cannot be read as a whole, as it is cut off or no JSON further on, holds the order to stop. */
    public static boolean ordersStop(String text) {
        return ResponseScanner.scan(text).disableScout();
    }

    private static Optional<ResponseFields> decodeAny(String text) throws IOException {
        try {
            return JacksonResponseReader.read(text);
        } catch (LinkageError e) {
            // The host's jackson-core is too old, or is not there. That is no failure of the network: what is plain is
            // read.
            Log.once(
                    System.Logger.Level.WARNING,
                    "notices of answers cannot be read: jackson-core " + JacksonVersion.MIN
                            + " or later is needed, found is " + JacksonVersion.found());
            if (!text.strip().startsWith("{")) {
                throw new IOException("not a JSON object", e);
            }
            return Optional.of(ResponseScanner.scan(text));
        }
    }

    /** Collects the members of one answer. Confined to one thread. */
    static final class Builder {
        private @Nullable String application;
        private @Nullable String latestVersion;
        private List<@Nullable Object> notices = List.of();
        private boolean hardLimit;
        private boolean disableScout;

        /** Whether the value of a member is asked for, should it be a container. */
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
