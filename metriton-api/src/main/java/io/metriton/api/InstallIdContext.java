package io.metriton.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The application whose install ID is requested, and where to record how it was found. Confined to the thread of the
 * look-up.
 */
public interface InstallIdContext {

    /**
     * The name of the application.
     *
     * @return never blank, otherwise any text
     */
    String application();

    /**
     * The version of the application.
     *
     * @return never blank
     */
    String version();

    /**
     * The environment variables to go by, instead of {@link System#getenv()}.
     *
     * @return unmodifiable
     */
    Map<String, String> environment();

    /**
     * Adds to the metadata of every report, such as {@code new_install}; it replaces base metadata of the same key. It
     * counts only if this provider's answer wins.
     *
     * @param key the metadata key
     * @param value a JSON value, as in {@link Report#metadata()}
     * @throws IllegalArgumentException if it is none
     */
    void putBaseMetadata(String key, @Nullable Object value);
}
