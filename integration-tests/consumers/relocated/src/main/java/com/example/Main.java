package com.example;

import io.metriton.api.Response;
import io.metriton.core.BackgroundReporter;
import io.metriton.core.Reporter;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Reports in the background by the copy of the SDK that it was shaded with. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        Reporter reporter = Reporter.builder("relocated", "1.0.0")
                .installId("the-id")
                .endpoint(URI.create(args[0]))
                .timeout(Duration.ofSeconds(30))
                .build();
        Response answer = BackgroundReporter.builder(reporter)
                .build()
                .report(Map.of("action", "start"))
                .get(60, TimeUnit.SECONDS);
        System.out.println(Reporter.class.getName() + ": " + answer.latestVersion());
    }
}
