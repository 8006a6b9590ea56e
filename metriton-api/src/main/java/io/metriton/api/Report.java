package io.metriton.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One usage report: exactly the four fields that go over the wire, and no more.
 *
 * <p>Values made by {@link #builder()} are immutable and thread-safe as long as the metadata values themselves are not
 * changed; the map is copied, collections inside it are not. Their {@code toString} shows neither the install ID nor
 * metadata.
 */
public interface Report {

    /**
     * The name of the application, as the endpoint knows it.
     *
     * @return never blank
     */
    String application();

    /**
     * What tells this installation from others; not what tells who uses it.
     *
     * @return never blank
     */
    String installId();

    /**
     * The version of the application that runs.
     *
     * @return never blank
     */
    String version();

    /**
     * What else the application reports. Values are JSON values: text, numbers, booleans, null, maps with text keys,
     * iterables, arrays, enums, UUIDs, {@code java.time} types and optionals of these.
     *
     * @return unmodifiable, empty by default
     */
    Map<String, @Nullable Object> metadata();

    /**
     * Starts a report.
     *
     * @return a new builder
     */
    static Builder builder() {
        return new DefaultReport.DefaultBuilder();
    }

    /** Builds a {@link Report}. Not thread-safe. */
    interface Builder {

        /**
         * Sets the name of the application; required.
         *
         * @param application not blank
         * @return this
         */
        Builder application(String application);

        /**
         * Sets the install ID; required.
         *
         * @param installId not blank
         * @return this
         */
        Builder installId(String installId);

        /**
         * Sets the version of the application; required.
         *
         * @param version not blank
         * @return this
         */
        Builder version(String version);

        /**
         * Replaces the metadata; empty by default.
         *
         * @param metadata copied
         * @return this
         */
        Builder metadata(Map<String, ? extends @Nullable Object> metadata);

        /**
         * Makes the report.
         *
         * @return an immutable report
         * @throws IllegalArgumentException if application, install ID or version is missing or blank
         */
        Report build();
    }
}
