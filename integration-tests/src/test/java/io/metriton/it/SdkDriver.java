package io.metriton.it;

import io.metriton.api.MetritonException;
import io.metriton.core.Reporter;
import io.metriton.core.ReporterStatus;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Uses the SDK from inside a class loader that has its own copy of it, and talks to the outside in strings only. One
 * reporter at a time; whatever is thrown is the answer.
 */
final class SdkDriver implements BiFunction<String, Map<String, String>, String> {
    private Reporter reporter;

    @Override
    public String apply(String order, Map<String, String> settings) {
        try {
            return switch (order) {
                case "build" -> build(settings);
                case "report" -> reporter.report(Map.of("key", "value")).toString();
                case "installId" -> reporter.installId();
                case "source" -> reporter.status().installIdSource().orElse("none");
                case "status" -> status(reporter.status());
                default -> throw new IllegalArgumentException(order);
            };
        } catch (MetritonException | RuntimeException e) {
            return e.getClass().getName() + ": " + e.getMessage();
        }
    }

    private String build(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        Reporter.Builder builder = Reporter.builder(environment.getOrDefault("application", "app"), "1.0.0")
                .endpoint(URI.create(environment.getOrDefault("endpoint", "http://127.0.0.1:9/scout")));
        environment.remove("application");
        environment.remove("endpoint");
        String name = environment.remove("builder.transport");
        if (name != null) {
            builder.transport(name);
        }
        String installId = environment.remove("builder.installId");
        if (installId != null) {
            builder.installId(installId);
        }
        reporter = builder.environment(environment).build();
        return reporter.status().transport().orElse("none");
    }

    private static String status(ReporterStatus status) {
        return status.disabledReason().orElse("enabled");
    }
}
