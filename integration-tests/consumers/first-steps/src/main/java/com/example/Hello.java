package com.example;

import io.metriton.core.Reporter;
import io.metriton.core.ServerText;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** The program of somebody who starts with README's POM. */
public final class Hello {
    private Hello() {}

    public static void main(String[] args) throws Exception {
        try (Reporter reporter = Reporter.builder("hello", "1.0.0")
                .endpoint(URI.create(args[0]))
                .timeout(Duration.ofSeconds(30))
                .build()) {
            System.out.println(ServerText.oneLine(
                    reporter.report(Map.of("action", "start")).latestVersion()));
        }
    }
}
