package io.metriton.testkit;

import io.metriton.api.Report;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AssertProvider;
import org.jspecify.annotations.Nullable;

/** A report as it arrived at a {@link MetritonServer}. Immutable and thread-safe. */
public final class ReceivedReport implements AssertProvider<ReceivedReportAssert> {
    private final Report report;
    private final String json;
    private final Map<String, List<String>> headers;

    ReceivedReport(Report report, String json, Map<String, List<String>> headers) {
        this.report = report;
        this.json = json;
        this.headers = headers;
    }

    /**
     * The report.
     *
     * @return metadata values are String, Boolean, null, Map, List, and a Number of the smallest type that holds it
     *     (Integer, Long, BigInteger; BigDecimal for what has a fraction)
     */
    public Report report() {
        return report;
    }

    /**
     * The exact text that came over the wire.
     *
     * @return JSON
     */
    public String json() {
        return json;
    }

    /**
     * A header of the request.
     *
     * @param name in any case
     * @return several of that name are joined by a comma
     */
    public Optional<String> header(String name) {
        List<String> values = headers.get(name);
        return values == null ? Optional.empty() : Optional.of(String.join(", ", values));
    }

    /**
     * The name of the application.
     *
     * @return never blank
     */
    public String application() {
        return report.application();
    }

    /**
     * The version of the application.
     *
     * @return never blank
     */
    public String version() {
        return report.version();
    }

    /**
     * The install ID.
     *
     * @return never blank
     */
    public String installId() {
        return report.installId();
    }

    /**
     * What else was reported.
     *
     * @return as of {@link #report()}
     */
    public Map<String, @Nullable Object> metadata() {
        return report.metadata();
    }

    Map<String, List<String>> headers() {
        return headers;
    }

    /** For AssertJ, whose own {@code assertThat} calls this. */
    @Override
    public ReceivedReportAssert assertThat() {
        return new ReceivedReportAssert(this);
    }

    /** What messages of assertions show: all but the install ID. */
    @Override
    public String toString() {
        return application() + " " + version() + ", metadata " + JsonValues.shown(metadata());
    }
}
