package io.metriton.api;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that an endpoint wants the user to be told: plain text, or an object with {@code level} and
 * {@code message}; any other shape is kept as it came. Immutable and thread-safe.
 *
 * <p>It is the server's text, of any length and any characters: show it by {@code ServerText} of metriton-core.
 */
public interface Notice {

    /**
     * The JSON value as it came: Map, List, String, Number, Boolean or null; maps and lists cannot be modified.
     *
     * @return the raw value
     */
    @Nullable
    Object value();

    /**
     * How serious the notice is, as the endpoint words it, for example {@code WARNING}.
     *
     * @return empty for plain text and for any other shape
     */
    default Optional<String> level() {
        return value() instanceof Map<?, ?> object && object.get("level") instanceof String level
                ? Optional.of(level)
                : Optional.empty();
    }

    /**
     * What to show.
     *
     * @return the plain text, or the object's {@code message}; empty for any other shape
     */
    default Optional<String> message() {
        if (value() instanceof String text) {
            return Optional.of(text);
        }
        return value() instanceof Map<?, ?> object && object.get("message") instanceof String message
                ? Optional.of(message)
                : Optional.empty();
    }

    /**
     * A notice of a JSON value.
     *
     * @param value Map, List, String, Number, Boolean or null; not copied, so it must not change afterwards
     * @return the notice
     */
    static Notice of(@Nullable Object value) {
        return new DefaultNotice(value);
    }
}
