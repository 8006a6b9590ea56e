/** Contract tests for transports and install-ID providers, and a Metriton on loopback for tests of your own. */
module io.metriton.testkit {
    requires transitive io.metriton.api;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires transitive org.junit.jupiter.params;
    requires java.management;
    requires jdk.httpserver;
    requires wiremock.standalone; // JSpecify's annotations come with it.

    exports io.metriton.testkit;

    opens io.metriton.testkit to
            org.junit.platform.commons;
}
