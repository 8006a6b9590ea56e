package io.metriton.testkit;

import com.github.tomakehurst.wiremock.common.Json;
import com.github.tomakehurst.wiremock.common.JsonException;
import io.metriton.api.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the body of a report: a JSON object of four fields and no more. */
final class ReportReader {
    private ReportReader() {}

    /** The reason why a text is no report. */
    static final class NotAReport extends Exception {
        private static final long serialVersionUID = 1L;

        NotAReport(String reason) {
            super(reason);
        }
    }

    static Report read(String json) throws NotAReport {
        if (!(parse(json) instanceof Map<?, ?> object)) {
            throw new NotAReport("not a JSON object");
        }
        Map<?, ?> rest = new LinkedHashMap<>(object);
        Report.Builder report = Report.builder()
                .application(text(rest, "application"))
                .installId(text(rest, "install_id"))
                .version(text(rest, "version"))
                .metadata(metadata(rest));
        if (!rest.isEmpty()) {
            throw new NotAReport("more fields than a report has: " + rest.keySet());
        }
        return report.build();
    }

    private static @Nullable Object parse(String json) throws NotAReport {
        try {
            // In brackets, because the parser would pass over what follows the first value.
            List<?> values = Json.read("[" + json + "]", List.class);
            if (values.size() == 1) {
                return values.get(0);
            }
        } catch (JsonException e) {
            throw new NotAReport("not JSON");
        }
        throw new NotAReport("not JSON");
    }

    private static String text(Map<?, ?> rest, String field) throws NotAReport {
        if (!(rest.remove(field) instanceof String text) || text.isBlank()) {
            throw new NotAReport("\"" + field + "\" is no text, blank or missing");
        }
        return text;
    }

    private static Map<String, @Nullable Object> metadata(Map<?, ?> rest) throws NotAReport {
        if (!(rest.remove("metadata") instanceof Map<?, ?> object)) {
            throw new NotAReport("\"metadata\" is no object, or missing");
        }
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        object.forEach((key, value) -> metadata.put(String.valueOf(key), value));
        return metadata;
    }
}
