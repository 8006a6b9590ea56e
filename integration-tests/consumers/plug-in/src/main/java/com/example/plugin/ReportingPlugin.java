package com.example.plugin;

import io.metriton.api.MetritonException;
import io.metriton.core.Reporter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/** Reports whenever its host asks, and says what came of it. Of its host it knows nothing but the JDK. */
public final class ReportingPlugin implements Supplier<String>, AutoCloseable {
    private final Reporter reporter;

    public ReportingPlugin(URI endpoint) {
        this.reporter = Reporter.builder("plug-in", "1.0.0")
                .installId("the-id")
                .endpoint(endpoint)
                .timeout(Duration.ofSeconds(30))
                .build();
    }

    @Override
    public String get() {
        try {
            String latest = reporter.report(Map.of("action", "start")).latestVersion();
            String silence = reporter.status()
                    .disabledReason()
                    .map(reason -> ", silent: " + reason)
                    .orElse("");
            return reporter.status().transport().orElse("none") + ": " + latest + silence;
        } catch (MetritonException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        reporter.close();
    }
}
