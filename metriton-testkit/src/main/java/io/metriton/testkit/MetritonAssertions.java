package io.metriton.testkit;

import org.jspecify.annotations.Nullable;

/** Where assertions begin. AssertJ's own {@code assertThat} takes servers and reports, too. */
public final class MetritonAssertions {
    private MetritonAssertions() {}

    /**
     * Assertions about what a server received.
     *
     * @param server open or closed
     * @return about all reports
     */
    public static MetritonServerAssert assertThat(@Nullable MetritonServer server) {
        return new MetritonServerAssert(server);
    }

    /**
     * Assertions about one report.
     *
     * @param report as of {@link MetritonServer#reports()}
     * @return about this report
     */
    public static ReceivedReportAssert assertThat(@Nullable ReceivedReport report) {
        return new ReceivedReportAssert(report);
    }
}
