package io.metriton.core;

/** What this SDK calls itself. */
final class Sdk {
    /** A constant and not a manifest entry, which shaded jars and run-time images lose; a test holds it to the pom. */
    static final String VERSION = "0.1.0-SNAPSHOT";

    private Sdk() {}
}
