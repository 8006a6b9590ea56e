package io.metriton.core.internal.json;

import io.metriton.api.Report;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a report as the JSON object that goes over the wire. Its metadata is copied first, by the rules for values
 * ({@link MetadataRules}), so that only the classes of the copy are written. One use, one thread.
 */
public final class ReportEncoder {
    private final JsonWriter json = new JsonWriter();

    private ReportEncoder() {}

    /**
     * The UTF-8 bytes of a report.
     *
     * @throws IllegalArgumentException if its metadata holds something that is no JSON value, or the report is larger than
     *     8 MiB; the message names the path of keys that leads there
     */
    public static byte[] encode(Report report) {
        return encode(report.application(), report.installId(), report.version(), report.metadata());
    }

    /** As {@link #encode(Report)}. */
    public static byte[] encode(
            String application, String installId, String version, Map<String, ? extends @Nullable Object> metadata) {
        Map<String, @Nullable Object> copy = MetadataSnapshot.copyOf(metadata);
        ReportEncoder encoder = new ReportEncoder();
        JsonWriter json = encoder.json;
        json.startObject();
        json.name("application");
        json.text(application);
        json.name("install_id");
        json.text(installId);
        json.name("version");
        json.text(version);
        json.name("metadata");
        encoder.writeValue(copy);
        json.endObject();
        return json.toUtf8();
    }

    /**
     * Looks whether metadata can be sent.
     *
     * @throws IllegalArgumentException as {@link #encode}
     */
    public static void checkMetadata(Map<String, ? extends @Nullable Object> metadata) {
        new ReportEncoder().writeValue(MetadataSnapshot.copyOf(metadata));
    }

    private void writeValue(@Nullable Object value) {
        if (value instanceof String text) {
            json.text(text);
        } else if (value instanceof Map<?, ?> map) {
            json.startObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.name((String) entry.getKey());
                writeValue(entry.getValue());
            }
            json.endObject();
        } else if (value instanceof List<?> list) {
            json.startArray();
            for (Object each : list) {
                writeValue(each);
            }
            json.endArray();
        } else { // A number, a boolean or null, whose text is JSON.
            json.literal(String.valueOf(value));
        }
    }
}
