package io.metriton.core;

/** What this SDK calls itself. */
final class Sdk {
    /** A constant and not a manifest entry, which shaded jars and run-time images lose; a test holds it to the pom. */
    static final String VERSION = "0.1.0-SNAPSHOT";

    private Sdk() {}

    /** {@code app/version (os; os-version; java version) metriton-java/version}, fit for a header. */
    static String userAgent(String application, String version) {
        String product = Ascii.printable(application) + "/" + Ascii.printable(version);
        String platform = System.getProperty("os.name") + "; " + System.getProperty("os.version") + "; java "
                + System.getProperty("java.version");
        return product + " (" + Ascii.printable(platform) + ") metriton-java/" + VERSION;
    }
}
