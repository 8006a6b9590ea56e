package io.metriton.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server of the testkit is told what was left out, so that it fails the test; nobody else is told of it. */
@ExtendWith(SystemState.class)
class TestServerTest {
    private static final String SERVER = "127.0.0.1:49152";
    private static final String HEADER = "Metriton-Undeclared";
    private static final Declaration DECLARATION = Declaration.builder("greet", 1)
            .text("os", "which systems we test on")
            .counts("commands", "which commands are worth work")
            .build();

    private final FakeTransport transport = FakeTransport.answering(200, "{}");

    @BeforeEach
    void openServer() {
        System.setProperty("metriton.testServer:" + SERVER, "true");
    }

    @Test
    void serverInThisJvm_isTold() throws Exception {
        assertThat(told("http://" + SERVER + "/scout", Map.of())).isEqualTo("home:text");
    }

    @Test
    void serverOfTheParentProcess_isTold() throws Exception {
        System.clearProperty("metriton.testServer:" + SERVER);

        assertThat(told("http://" + SERVER + "/scout", Map.of("METRITON_TEST_SERVER", SERVER)))
                .isEqualTo("home:text");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:49153/scout, 127.0.0.1:49152",
        "http://127.0.0.2:49152/scout, 127.0.0.2:49152",
        "http://localhost:49152/scout, localhost:49152",
        "https://127.0.0.1:49152/scout, 127.0.0.1:49152",
        "http://telemetry.example.org:49152/scout, telemetry.example.org:49152",
        "http://telemetry.example.org/scout, 127.0.0.1:49152",
        "http://127.0.0.1.example.org:49152/scout, 127.0.0.1:49152"
    })
    void otherEndpoints_areNotTold(String endpoint, String variable) throws Exception {
        URI uri = URI.create(endpoint);
        System.setProperty("metriton.testServer:" + uri.getAuthority(), uri.getPort() == 49153 ? "false" : "true");

        assertThat(told(endpoint, Map.of("METRITON_TEST_SERVER", variable))).isNull();
    }

    @Test
    void loopbackThatIsNoTestServer_isNotTold() throws Exception {
        System.clearProperty("metriton.testServer:" + SERVER);

        assertThat(told("http://" + SERVER + "/scout", Map.of())).isNull();
    }

    @Test
    void redirectToAnotherServer_isNotTold() throws Exception {
        FakeTransport redirecting = new FakeTransport()
                .redirect(307, "http://127.0.0.1:49999/elsewhere")
                .then(200, "{}");
        try (Reporter reporter = reporter("http://" + SERVER + "/scout", Map.of())
                .transport(redirecting)
                .build()) {
            reporter.report(Map.of("home", "/home/jane"));
        }
        assertThat(redirecting.requests())
                .extracting(request -> request.headers().containsKey(HEADER))
                .containsExactly(true, false);
    }

    @Test
    void reportOfWhatIsDeclared_hasNoHeader() throws Exception {
        try (Reporter reporter =
                reporter("http://" + SERVER + "/scout", Map.of()).build()) {
            reporter.report(Map.of("os", "linux"));

            assertThat(transport.request().headers()).doesNotContainKey(HEADER);
        }
    }

    @Test
    void withoutADeclaration_thereIsNoHeader() throws Exception {
        try (Reporter reporter = Reporter.builder("greet", "1.0")
                .endpoint(URI.create("http://" + SERVER + "/scout"))
                .installId("id")
                .transport(transport)
                .build()) {
            reporter.report(Map.of("home", "/home/jane"));

            assertThat(transport.sent()).contains("/home/jane");
            assertThat(transport.request().headers()).doesNotContainKey(HEADER);
        }
    }

    @Test
    void header_saysKeyAndTypesOnceAndNoValue() throws Exception {
        Map<String, @Nullable Object> metadata = new HashMap<>();
        metadata.put("os", 7);
        metadata.put("commands", Map.of("build", -1));
        try (Reporter reporter =
                reporter("http://" + SERVER + "/scout", Map.of()).build()) {
            reporter.report(metadata);
            reporter.report(Map.of("größe", List.of("xl"), "os", "linux"));
            reporter.report(Map.of("a,b:c", new Object(), "nothing", List.of(1)));
        }
        List<String> headers = transport.requests().stream()
                .map(request -> request.headers().get(HEADER))
                .toList();
        assertThat(headers.get(0).split(",")).containsExactlyInAnyOrder("os:number:text", "commands:object:counts");
        assertThat(headers.get(1).split(","))
                .containsExactlyInAnyOrder("os:number:text", "commands:object:counts", "gr%C3%B6%C3%9Fe:set");
        assertThat(headers.get(2).split(","))
                .hasSize(5)
                .contains("a%2Cb%3Ac:other", "nothing:list")
                .doesNotContain("xl");
    }

    @Test
    void manyLongKeys_areToldWithinABound() throws Exception {
        Map<String, Object> many = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            many.put(i + "€".repeat(1_000), "x");
        }
        assertThat(toldOf(many)).hasSizeLessThan(32 * (128 * 9 + 16));
    }

    @Test
    void background_tellsToo() throws Exception {
        try (BackgroundReporter background = BackgroundReporter.builder(
                        reporter("http://" + SERVER + "/scout", Map.of()).build())
                .withoutOutbox()
                .build()) {
            background.report(Map.of("home", "/home/jane")).get(20, TimeUnit.SECONDS);

            assertThat(transport.request().headers()).containsEntry(HEADER, "home:text");
        }
    }

    private @Nullable String toldOf(Map<String, ?> metadata) throws Exception {
        try (Reporter reporter =
                reporter("http://" + SERVER + "/scout", Map.of()).build()) {
            reporter.report(metadata);
            return transport.request().headers().get(HEADER);
        }
    }

    private @Nullable String told(String endpoint, Map<String, String> environment) throws Exception {
        try (Reporter reporter = reporter(endpoint, environment).build()) {
            reporter.report(Map.of("home", "/home/jane"));
            assertThat(reporter.status().undeclared()).isEqualTo(1);
            return transport.request().headers().get(HEADER);
        }
    }

    private Reporter.Builder reporter(String endpoint, Map<String, String> environment) {
        return Reporter.builder(DECLARATION, "1.0")
                .endpoint(URI.create(endpoint))
                .environment(environment)
                .installId("id")
                .transport(transport);
    }
}
