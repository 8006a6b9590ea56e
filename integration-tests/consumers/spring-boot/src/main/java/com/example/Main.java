package com.example;

import io.metriton.api.MetritonConfigurationException;
import io.metriton.api.Response;
import io.metriton.core.Reporter;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Reports to the endpoint that is its argument, and prints by which transport and what it answered. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        try (Reporter reporter = Reporter.builder("spring-boot", "1.0.0")
                .installId("the-id")
                .endpoint(URI.create(args[0]))
                .timeout(Duration.ofSeconds(30))
                .build()) {
            Response answer = reporter.report(Map.of("action", "start"));
            System.out.println("transport: " + reporter.status().transport().orElse("none"));
            System.out.println("latest version: " + answer.latestVersion());
        } catch (MetritonConfigurationException e) {
            System.out.println(e.getMessage());
        }
    }
}
