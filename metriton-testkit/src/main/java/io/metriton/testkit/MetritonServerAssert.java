package io.metriton.testkit;

import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about what a {@link MetritonServer} received up to now; for what is sent in the background wait with
 * {@link MetritonServer#awaitReports} first. Each fails if a request arrived that holds no report,
 * or if an application left out what is not in its declaration ({@link MetritonServer#undeclared}). Not thread-safe.
 */
public final class MetritonServerAssert extends AbstractAssert<MetritonServerAssert, MetritonServer> {

    private static final String TOO_EARLY =
            "\n  What is sent in the background may still come: call server.awaitReport(Duration) before.";

    /**
     * Assertions about a server.
     *
     * @param actual open or closed
     */
    public MetritonServerAssert(@Nullable MetritonServer actual) {
        super(actual, MetritonServerAssert.class);
    }

    /**
     * Nothing arrived, not even a request that holds no report.
     *
     * @return this
     */
    public MetritonServerAssert receivedNothing() {
        List<ReceivedReport> reports = reports();
        if (!reports.isEmpty()) {
            throw failure(
                    "%s", "expected nothing, but received " + actual.arrivals().described());
        }
        return this;
    }

    /**
     * So many reports arrived.
     *
     * @param count exactly
     * @return this
     */
    public MetritonServerAssert received(int count) {
        if (reports().size() != count) {
            throw failure("%s", expected(count));
        }
        return this;
    }

    /**
     * As many reports arrived as are asked for, in this order.
     *
     * @param requirements one for each report; throws an AssertionError if it is another
     * @return this
     */
    @SafeVarargs
    public final MetritonServerAssert received(Consumer<? super ReceivedReport>... requirements) {
        received(requirements.length);
        List<ReceivedReport> reports = reports();
        for (int i = 0; i < requirements.length; i++) {
            try {
                requirements[i].accept(reports.get(i));
            } catch (AssertionError e) {
                AssertionError failure =
                        failure("%s", "report " + (i + 1) + " of " + requirements.length + ": " + e.getMessage());
                failure.addSuppressed(e);
                throw failure;
            }
        }
        return this;
    }

    /**
     * At least one report has this in its metadata.
     *
     * @param key of the metadata
     * @param value a JSON value; numbers are equal if they are the same number
     * @return this
     */
    public MetritonServerAssert received(String key, @Nullable Object value) {
        for (ReceivedReport report : reports()) {
            if (JsonValues.hasEntry(report.metadata(), key, value)) {
                return this;
            }
        }
        throw failure(
                "%s",
                "expected a report with the metadata " + JsonValues.shown(key) + ": " + JsonValues.shown(value)
                        + ", but received " + actual.arrivals().described() + TOO_EARLY);
    }

    /**
     * One report arrived.
     *
     * @return assertions about that report
     */
    public ReceivedReportAssert receivedExactlyOneReport() {
        received(1);
        return reports().get(0).assertThat().as(info.description());
    }

    private List<ReceivedReport> reports() {
        isNotNull();
        Arrivals arrivals = actual.arrivals();
        if (arrivals.areWrong()) {
            throw failure("%s", arrivals.wrong());
        }
        return arrivals.reports();
    }

    private String expected(int count) {
        Arrivals arrivals = actual.arrivals();
        return "expected " + Arrivals.count(count, "report") + ", but received " + arrivals.described()
                + (arrivals.reports().size() < count ? TOO_EARLY : "");
    }
}
