package io.metriton.core;

import io.metriton.api.Report;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a report as the JSON object that goes over the wire. Stateless. */
final class ReportEncoder {

    private ReportEncoder() {}

    /**
     * The UTF-8 bytes of a report.
     *
     * @throws IllegalArgumentException if its metadata holds something that is no JSON value; the message names the
     *     path of keys that leads there
     */
    static byte[] encode(Report report) {
        JsonText json = new JsonText();
        json.startObject();
        json.name("application");
        json.text(report.application());
        json.name("install_id");
        json.text(report.installId());
        json.name("version");
        json.text(report.version());
        json.name("metadata");
        new MetadataWriter(json).write(report.metadata());
        json.endObject();
        return json.toUtf8();
    }

    /**
     * Looks whether metadata can be sent.
     *
     * @throws IllegalArgumentException as {@link #encode}
     */
    static void checkMetadata(Map<String, ? extends @Nullable Object> metadata) {
        new MetadataWriter(new JsonText()).write(metadata);
    }
}
