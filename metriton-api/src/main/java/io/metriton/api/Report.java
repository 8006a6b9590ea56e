package io.metriton.api;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
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
     * The ID of this installation. It does not identify its user.
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
     * iterables, arrays, enums, UUIDs, {@code java.time} types and optionals of these. Byte arrays are sent as Base64.
     *
     * <p>A report is refused by an {@link IllegalArgumentException} when it is sent if a number is NaN or infinite or has more
     * than 1,000 digits, if values are nested more than 256 deep, or if it would be larger than 8 MiB.
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
        return new Builder();
    }

    /** Builds a {@link Report}. Not thread-safe. */
    final class Builder {
        @Nullable
        String application;

        @Nullable
        String installId;

        @Nullable
        String version;

        Map<String, @Nullable Object> metadata = Map.of();

        Builder() {}

        /**
         * Sets the name of the application; required.
         *
         * @param application not blank
         * @return this
         */
        public Builder application(String application) {
            this.application = requireNonNull(application, "application");
            return this;
        }

        /**
         * Sets the install ID; required.
         *
         * @param installId not blank
         * @return this
         */
        public Builder installId(String installId) {
            this.installId = requireNonNull(installId, "installId");
            return this;
        }

        /**
         * Sets the version of the application; required.
         *
         * @param version not blank
         * @return this
         */
        public Builder version(String version) {
            this.version = requireNonNull(version, "version");
            return this;
        }

        /**
         * Replaces the metadata; empty by default.
         *
         * @param metadata copied
         * @return this
         */
        public Builder metadata(Map<String, ? extends @Nullable Object> metadata) {
            this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(requireNonNull(metadata, "metadata")));
            return this;
        }

        /**
         * Makes the report.
         *
         * @return an immutable report
         * @throws IllegalArgumentException if application, install ID or version is missing or blank
         */
        public Report build() {
            return new DefaultReport(
                    notBlank(application, "application"),
                    notBlank(installId, "installId"),
                    notBlank(version, "version"),
                    metadata);
        }

        private static String notBlank(@Nullable String value, String name) {
            if (value == null || value.isBlank()) {
                throw new IllegalArgumentException("a report's " + name + " may not be blank");
            }
            return value;
        }
    }
}
