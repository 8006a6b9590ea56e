package io.metriton.core.internal.util;

/** The version of this SDK. */
public final class Sdk {
    /** A constant and not a manifest entry, which shaded jars and run-time images lose; a test holds it to the pom. */
    public static final String VERSION = "0.1.0-SNAPSHOT";

    private Sdk() {}
}
