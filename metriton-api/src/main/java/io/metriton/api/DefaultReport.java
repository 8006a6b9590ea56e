package io.metriton.api;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

record DefaultReport(String application, String installId, String version, Map<String, @Nullable Object> metadata)
        implements Report {

    /** Says how much is reported, not what: logs are no place for ids and metadata. */
    @Override
    public String toString() {
        return "Report[application=" + application + ", version=" + version + ", " + metadata.size()
                + " metadata entries]";
    }

    static final class DefaultBuilder implements Builder {
        private @Nullable String application;
        private @Nullable String installId;
        private @Nullable String version;
        private Map<String, @Nullable Object> metadata = Map.of();

        @Override
        public Builder application(String application) {
            this.application = requireNonNull(application, "application");
            return this;
        }

        @Override
        public Builder installId(String installId) {
            this.installId = requireNonNull(installId, "installId");
            return this;
        }

        @Override
        public Builder version(String version) {
            this.version = requireNonNull(version, "version");
            return this;
        }

        @Override
        public Builder metadata(Map<String, ? extends @Nullable Object> metadata) {
            this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(requireNonNull(metadata, "metadata")));
            return this;
        }

        @Override
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
