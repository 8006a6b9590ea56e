package io.metriton.core.internal.json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says; null and empty for what it does not say. A known field of the wrong type is ignored, as unknown fields
 * are; of a field that comes twice the last one counts.
 */
public record ResponseFields(
        @Nullable String application,
        @Nullable String latestVersion,
        List<@Nullable Object> notices,
        boolean hardLimit,
        boolean disableScout) {

    /**
     * Reads the body of an answer.
     *
     * @return empty if the body is blank or {@code null}: the endpoint has nothing to say about the application
     * @throws IOException if the body is anything but one JSON object
     */
    public static Optional<ResponseFields> decode(byte[] body) throws IOException {
        // As Go: UTF-8 whatever the headers say, U+FFFD for what is none, and no byte order mark.
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.isBlank()) {
            return Optional.empty();
        }
        ResponseFields plain = PlainResponseReader.read(text);
        return plain != null ? Optional.of(plain) : JacksonResponseReader.read(text);
    }
}
