package io.metriton.core;

/** Ends a reporter, whose transport may hang. */
final class CloseReporter extends Step {
    private final Reporter reporter;

    CloseReporter(Reporter reporter) {
        this.reporter = reporter;
    }

    @Override
    void take() {
        reporter.close();
    }
}
