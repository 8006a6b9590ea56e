package io.metriton.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metriton.api.MetritonConfigurationException;
import java.net.URI;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {

    @Test
    void constants_areTheTraditionalOnes() {
        assertThat(Endpoints.DEFAULT).hasToString("https://metriton.datawire.io/scout");
        assertThat(Endpoints.BETA).hasToString("https://kubernaut.io/beta/scout");
    }

    @Test
    void nothingSet_isTheDefault() {
        assertThat(Endpoints.fromEnvironment(Map.of())).isEqualTo(Endpoints.DEFAULT);
        assertThat(Endpoints.fromEnvironment(Map.of("SCOUT_HOST", " ", "SCOUT_HTTPS", "")))
                .isEqualTo(Endpoints.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({
        "example.test, https://example.test/scout",
        "example.test:8443, https://example.test:8443/scout",
        "user:PaSs@example.test, https://user:PaSs@example.test/scout",
        "example.test/Base, https://example.test/Base/scout",
        "example.test/, https://example.test/scout",
        "' example.test ', https://example.test/scout",
        "http://example.test, https://example.test/scout",
        "https://example.test/, https://example.test/scout",
        "[::1]:8080, https://[::1]:8080/scout",
        "127.0.0.1, https://127.0.0.1/scout"
    })
    void scoutHost_isWhereReportsGo(String host, String endpoint) {
        assertThat(Endpoints.fromEnvironment(Map.of("SCOUT_HOST", host))).hasToString(endpoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "f", "false", "n", "no", "off", "FALSE", "No", " off "})
    void scoutHttpsThatSaysNo_isPlainHttp(String value) {
        assertThat(Endpoints.fromEnvironment(Map.of("SCOUT_HTTPS", value)))
                .hasToString("http://metriton.datawire.io/scout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "t", "true", "y", "yes", "on", "ON", "", "2", "disabled", "nope", "\u0130"})
    void scoutHttpsOfAnyOtherValue_staysHttps(String value) {
        assertThat(Endpoints.fromEnvironment(Map.of("SCOUT_HTTPS", value))).isEqualTo(Endpoints.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "]",
                "[::1",
                "%",
                "%zz",
                "a b",
                "a\u0000b",
                "\ud83d",
                "://",
                "http://",
                "/",
                "//",
                "@",
                ":",
                ":80",
                "a:b:c",
                "a_b",
                "-",
                ".",
                "?",
                "#",
                "\\",
                "h\u00f6st",
                "user:pw@[",
                "host:99999999999",
                "a@b@c",
                "h|^`{}<>\""
            })
    void oddHost_givesAUriAndNeverAnException(String host) {
        URI endpoint = Endpoints.fromEnvironment(Map.of("SCOUT_HOST", host));

        assertThat(endpoint.getScheme()).isEqualTo("https");
        assertThat(endpoint.toString()).endsWith("/scout");
    }

    @Test
    void randomHosts_giveAUriAndNeverAnException() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "ab1.:/@[]%?#\\_- \u00e9\ud83d\u0000\n";
        for (int run = 0; run < 10_000; run++) {
            StringBuilder host = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                host.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                assertThat(Endpoints.fromEnvironment(Map.of("SCOUT_HOST", host.toString()))
                                .isAbsolute())
                        .isTrue();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": '" + host + "'", e);
            }
        }
    }

    /** What the user has set wrong never stops the host. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "my_host",
                "localhost:port",
                "collector:99999",
                "h?x=1",
                "b\u00fccher.example",
                "user:secret@my_host"
            })
    void wrongHostOfTheUser_givesADisabledReporterThatSaysWhy(String host) throws Exception {
        Map<String, String> environment = Map.of("SCOUT_HOST", host);
        Reporter.Builder builder = Reporter.builder("app", "1.0")
                .environment(environment)
                .endpoint(Endpoints.fromEnvironment(environment));

        try (Reporter reporter = builder.build()) {
            assertThat(reporter.status().disabledReason().orElseThrow())
                    .startsWith("SCOUT_HOST names no host that can be reported to: https://")
                    .doesNotContain("secret");
            assertThat(reporter.report(Map.of()).latestVersion()).isEqualTo("1.0");
        }
        assertThatCode(() -> BackgroundReporter.builder(builder).build().close())
                .doesNotThrowAnyException();
    }

    @Test
    void hostThatNoUriCanHold_isRefusedByTheBuilderWithAMessage() {
        Reporter.Builder builder = Reporter.builder("app", "1.0")
                .environment(Map.of())
                .endpoint(Endpoints.fromEnvironment(Map.of("SCOUT_HOST", "my_host")));

        assertThatThrownBy(builder::build)
                .isInstanceOf(MetritonConfigurationException.class)
                .hasMessage("the endpoint must be an http or https URI with a host, not https://my_host/scout"
                        + " (a host name holds letters, digits, '-' and '.'; a port is at most 65535)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:secret@my_host",
                "user:secret@[",
                "user:secret@%zz",
                "user:sec/secret@host",
                "us er:secret@a b"
            })
    void userInfoOfAHostThatNoUriCanHold_isInNoMessage(String host) {
        Reporter.Builder builder = Reporter.builder("app", "1.0")
                .environment(Map.of())
                .endpoint(Endpoints.fromEnvironment(Map.of("SCOUT_HOST", host)));

        assertThatThrownBy(builder::build)
                .isInstanceOf(MetritonConfigurationException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
        assertThat(builder.enabled(false).build().status().toString()).doesNotContain("secret");
    }
}
