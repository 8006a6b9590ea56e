package io.metriton.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.MetritonConfigurationException;
import io.metriton.api.MetritonException;
import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportProvider;
import io.metriton.core.internal.http.AppIdentity;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Defaults, validation, and what the settings come to. */
@ExtendWith(SystemState.class)
class ReporterBuilderTest {
    private final FakeTransport transport = FakeTransport.answering(200, "{}");

    @Test
    void nothingSet_hasDefaults() throws MetritonException {
        Reporter reporter = builder().build();
        reporter.report(Map.of());

        assertThat(reporter.status().endpoint()).isEqualTo(Endpoints.DEFAULT);
        assertThat(transport.request().endpoint()).isEqualTo(Endpoints.DEFAULT);
        assertThat(transport.request().timeout())
                .isLessThanOrEqualTo(Duration.ofSeconds(5))
                .isGreaterThan(Duration.ofSeconds(1));
        assertThat(transport.request().headers())
                .containsEntry("User-Agent", new AppIdentity("app", "1.0").userAgent());
    }

    @Test
    void settings_arriveAtTheTransport() throws MetritonException {
        builder()
                .timeout(Duration.ofMinutes(3))
                .userAgent("mine/1\r\n")
                .endpoint(URI.create("http://settings.example/scout"))
                .build()
                .report(Map.of());

        assertThat(transport.request().endpoint()).hasToString("http://settings.example/scout");
        assertThat(transport.request().headers()).containsEntry("User-Agent", "mine/1");
        assertThat(transport.request().timeout()).isGreaterThan(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n"})
    void blankApplicationOrVersion_isRefused(String blank) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reporter.builder(blank, "1.0"))
                .withMessage("application may not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reporter.builder("app", blank))
                .withMessage("version may not be blank");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://h/", "/scout", "https:///scout", "https://my_host/", "mailto:a@b"})
    void endpointThatIsNone_isRefusedByValue(String endpoint) {
        assertRefused(
                builder().endpoint(URI.create(endpoint)),
                "the endpoint must be an http or https URI with a host, not ");
    }

    @Test
    void timeoutThatIsNotPositive_isRefusedByValue() {
        assertRefused(builder().timeout(Duration.ZERO), "timeout must be positive, not PT0S");
        assertRefused(builder().timeout(Duration.ofSeconds(-1)), "timeout must be positive, not PT-1S");
        assertRefused(builder().connectTimeout(Duration.ZERO), "connectTimeout must be positive, not PT0S");
    }

    @Test
    void blankInstallId_isRefused() {
        assertRefused(builder().installId(" "), "installId may not be blank");
    }

    @Test
    void idThatIsNone_isRefusedAndNotRepeated() {
        String none = " is none: an id is one line of 1 to 128 printable characters";
        for (String text : new String[] {"secret\n", "se\ncret", "secret\u0007", "x".repeat(129)}) {
            assertRefused(builder().installId(text), "installId" + none);
            assertRefused(builder().installIdFallback(text), "installIdFallback" + none);
        }
        assertRefused(builder().installId("\ufeff\u200b"), "installId may not be blank");
    }

    @Test
    void blankFallback_isRefused() {
        assertRefused(builder().installIdFallback(" "), "installIdFallback may not be blank");
    }

    @Test
    void wrongSettingsOfADisabledReporter_areNotLookedAt() throws MetritonException {
        Reporter reporter = builder()
                .enabled(false)
                .endpoint(URI.create("ftp://h/"))
                .timeout(Duration.ZERO)
                .transport("no such thing")
                .build();

        assertThat(reporter.report(null).latestVersion()).isEqualTo("1.0");
    }

    @Test
    void environment_isCopied() throws MetritonException {
        Map<String, String> environment = new HashMap<>(Map.of("HOME", "/before"));
        AtomicReference<Map<String, String>> seen = new AtomicReference<>();
        Reporter reporter = builder()
                .environment(environment)
                .installIdProvider(context -> {
                    seen.set(context.environment());
                    return Optional.of("id");
                })
                .build();
        environment.put("HOME", "/after");
        environment.put("SCOUT_DISABLE", "1");
        reporter.installId();

        assertThat(seen.get()).isEqualTo(Map.of("HOME", "/before"));
    }

    @Test
    void environment_hasNoSayInTheProxyOfAnInjectedTransport() throws MetritonException {
        builder().environment(Map.of("HTTPS_PROXY", "socks5://p")).build().report(Map.of());

        assertThat(transport.requests()).hasSize(1);
    }

    @Test
    void builderUsedAgain_leavesEarlierReportersAlone() throws MetritonException {
        Reporter.Builder builder = builder().baseMetadata(Map.of("a", 1));
        Reporter first = builder.build();
        builder.baseMetadata(Map.of("b", 2))
                .customizer(metadata -> metadata.put("c", 3))
                .build();
        first.report(Map.of());

        assertThat(transport.sent()).endsWith("\"metadata\":{\"a\":1}}");
    }

    @Test
    void noTransportOnTheClassPath_namesWhatToAdd() throws Exception {
        try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
            Reporter.Builder builder =
                    Reporter.builder("app", "1.0").environment(Map.of()).classLoader(empty);

            assertRefused(
                    builder,
                    "no transport found: add one of io.metriton:metriton-transport-socket (no dependency),"
                            + " io.metriton:metriton-transport-jdk, io.metriton:metriton-transport-okhttp or"
                            + " io.metriton:metriton-transport-apache to the class path or module path, or pass an"
                            + " instance to Reporter.Builder.transport(Transport); in a shaded jar merge META-INF/services,"
                            + " with jlink name its module in --add-modules");
        }
    }

    @Test
    void transportOfAnUnknownName_listsTheCandidates() {
        String candidates = "; candidates: log (io.metriton.core.internal.report.LogTransport$Provider)";

        assertRefused(
                named("builder", Map.of()),
                "no transport is called 'builder', which Reporter.Builder.transport(String) asks for" + candidates);
    }

    /** The host has not set it, and must not end for it. */
    @Test
    void wrongSettingOfTheUsers_disablesTheReporterAndSaysWhy() throws MetritonException {
        String candidates = "; candidates: log (io.metriton.core.internal.report.LogTransport$Provider)";

        assertDisabled(
                named("", Map.of("METRITON_TRANSPORT", "variable")),
                "no transport is called 'variable', which the environment variable METRITON_TRANSPORT asks for"
                        + candidates);
        System.setProperty("metriton.transport", "property");
        assertDisabled(
                named("", Map.of("METRITON_TRANSPORT", "variable")),
                "no transport is called 'property', which the system property metriton.transport asks for"
                        + candidates);
    }

    @Test
    void proxyOfTheUsersThatCannotBeUsed_disablesTheReporterAndSaysWhy() throws MetritonException {
        Reporter.Builder builder = Reporter.builder("app", "1.0")
                .environment(Map.of("HTTPS_PROXY", "socks5://secret@proxy"))
                .transport(new FixedProvider(transport));

        assertDisabled(builder, "HTTPS_PROXY names no http proxy");
        assertThat(transport.isClosed()).isTrue();
    }

    @Test
    void logOfTheUsers_beatsAnInjectedTransport() throws MetritonException {
        try (Reporter reporter =
                builder().environment(Map.of("METRITON_TRANSPORT", " Log ")).build()) {
            assertThat(reporter.status().transport()).contains("log");
            reporter.report(Map.of());
        }
        assertThat(transport.requests()).isEmpty();
    }

    @Test
    void givenProvider_isNotLookedFor() throws MetritonException {
        try (Reporter reporter = Reporter.builder("app", "1.0")
                .environment(Map.of())
                .classLoader(new NoServices())
                .installId("id")
                .transport(new FixedProvider(transport))
                .build()) {
            assertThat(reporter.status().transport()).contains("fixed");
            reporter.report(Map.of());
        }
        assertThat(transport.requests()).hasSize(1);
        assertThat(transport.isClosed()).as("it is the reporter's").isTrue();
    }

    private static void assertDisabled(Reporter.Builder builder, String reason) throws MetritonException {
        try (Reporter reporter = builder.build()) {
            assertThat(reporter.status().enabled()).isFalse();
            assertThat(reporter.status().disabledReason())
                    .hasValueSatisfying(
                            said -> assertThat(said).startsWith(reason).doesNotContain("secret"));
            assertThat(reporter.report(Map.of()).latestVersion()).isEqualTo("1.0");
        }
    }

    /** Fails the test if anything is looked for. */
    private static final class NoServices extends ClassLoader {
        @Override
        public Enumeration<URL> getResources(String name) {
            throw new AssertionError("looked for " + name);
        }
    }

    private record FixedProvider(FakeTransport transport) implements TransportProvider {
        @Override
        public String name() {
            return "fixed";
        }

        @Override
        public Transport create(TransportConfig config) {
            return transport;
        }
    }

    @Test
    void transportCalledLog_isBuiltIn() {
        try (Reporter reporter = named(" LOG ", Map.of()).build()) {
            assertThat(reporter.status().transport()).contains("log");
        }
    }

    private static Reporter.Builder named(String name, Map<String, String> environment) {
        return Reporter.builder("app", "1.0").environment(environment).transport(name);
    }

    private static void assertRefused(Reporter.Builder builder, String message) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(MetritonConfigurationException.class)
                .hasMessageStartingWith(message);
    }

    private Reporter.Builder builder() {
        return Reporter.builder("app", "1.0")
                .environment(Map.of())
                .transport(transport)
                .installId("id");
    }
}
