package com.example;

import io.metriton.api.MetritonConfigurationException;
import io.metriton.core.Reporter;

/** Prints what the SDK says about a program that nobody gave a transport. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        try (Reporter reporter = Reporter.builder("no-transport", "1.0.0").build()) {
            System.out.println("transport: " + reporter.status().transport().orElse("none"));
        } catch (MetritonConfigurationException e) {
            System.out.println(e.getMessage());
        }
    }
}
