package com.example;

import io.metriton.core.Reporter;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Reports to the endpoint that is its first argument; with a second, "lambda", by the install ID of a lambda. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        Reporter.Builder builder = Reporter.builder("own-install-id", "1.0.0")
                .endpoint(URI.create(args[0]))
                .timeout(Duration.ofSeconds(30));
        if (args.length > 1 && args[1].equals("lambda")) {
            builder.installIdProvider(context -> Optional.of("by-lambda-for-" + context.application()));
        }
        try (Reporter reporter = builder.build()) {
            reporter.report(Map.of());
            System.out.println("install id: " + reporter.installId());
        }
    }
}
