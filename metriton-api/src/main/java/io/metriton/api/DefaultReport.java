package io.metriton.api;

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
}
