package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.metriton.api.HttpStatusException;
import io.metriton.api.Response;
import io.metriton.core.Reporter;
import io.metriton.it.IsolatedSdk.Plugin;
import io.metriton.testkit.ScriptedServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An endpoint that orders to be left in peace is, by the whole process, whatever the status of its answer. */
@Timeout(30)
class StopOrderIT {
    private static final String STOP = "{\"application\": \"first\", \"disable_scout\": true}";
    private static final String GO_ON = "{\"application\": \"first\", \"disable_scout\": \"true\"}";
    private static final String STOPPED = "the endpoint ordered it (disable_scout) until the process ends";

    private ScriptedServer server;
    private ScriptedServer other;
    private volatile byte[] answer;

    @BeforeEach
    void start() throws Exception {
        server = ScriptedServer.start((index, request, socket) -> ScriptedServer.write(socket, answer));
        other = ScriptedServer.start(ScriptedServer.always(200, GO_ON));
    }

    /** Another test may get the same port from the system, so the order must not outlive this one. */
    @AfterEach
    void stop() throws Exception {
        server.close();
        other.close();
        List.copyOf(System.getProperties().stringPropertyNames()).stream()
                .filter(name -> name.startsWith("disable_scout:"))
                .forEach(name -> System.setProperty(name, "false"));
    }

    static Stream<Arguments> transportsAndStatuses() {
        return Stream.of("okhttp", "apache", "jdk", "socket")
                .flatMap(transport -> Stream.of(200, 201, 302, 307, 400, 401, 404, 407, 500, 503)
                        .map(status -> Arguments.of(transport, status)));
    }

    @ParameterizedTest
    @MethodSource("transportsAndStatuses")
    void order_stopsEveryReporterOfThatApplicationToThatOriginAndNoOther(String transport, int status)
            throws Exception {
        answer = ScriptedServer.plain(status, STOP, "Location: " + other.uri("/elsewhere"));
        try (Reporter first = reporter(transport, "first", server.uri("/scout"));
                Reporter second = reporter(transport, "first", server.uri("/beta/scout?x=1"));
                Reporter neighbour = reporter(transport, "neighbour", server.uri("/scout"));
                Reporter elsewhere = reporter(transport, "first", other.uri("/scout"))) {
            assertThat(second.status().enabled()).isTrue();
            assertThat(server.requests()).isEmpty();

            assertOrderReceived(first, status);

            assertStopped(first, "first");
            assertStopped(second, "first");
            try (Reporter later = reporter(transport, "first", server.uri("/"))) {
                assertStopped(later, "first");
            }
            assertThat(neighbour.status().enabled()).as("another application").isTrue();
            assertThat(server.requests()).hasSize(1);
            assertThat(elsewhere.status().enabled()).isTrue();
            assertThat(elsewhere.report(Map.of()).application()).isEqualTo("first");
            assertThat(other.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"true\"", "1", "null", "false", "[true]"})
    void anythingButTrue_isNoOrder(String value) throws Exception {
        answer = ScriptedServer.plain(200, "{\"disable_scout\": " + value + "}");
        try (Reporter reporter = reporter("socket", "first", server.uri("/scout"))) {
            assertThat(reporter.report(Map.of()).disableScout()).isFalse();
            assertThat(reporter.report(Map.of()).disableScout()).isFalse();
            assertThat(reporter.status().enabled()).isTrue();
        }
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void sameOriginInOtherLetters_isStoppedToo() throws Exception {
        answer = ScriptedServer.plain(200, STOP);
        URI upperCase = URI.create("HTTP://LOCALHOST:" + server.port() + "/scout");
        URI lowerCase = URI.create("http://user:secret@localhost:" + server.port() + "/other");
        try (Reporter first = reporter("socket", "first", upperCase);
                Reporter second = reporter("socket", "first", lowerCase)) {
            first.report(Map.of());

            assertStopped(second, "first");
        }
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 503})
    void order_holdsForTheCopyOfTheSdkInAnotherClassLoaderToo(int status) throws Exception {
        answer = ScriptedServer.plain(status, STOP);
        try (IsolatedSdk one = IsolatedSdk.with(Plugin.SOCKET);
                IsolatedSdk two = IsolatedSdk.with(Plugin.JDK);
                Reporter ours = reporter("okhttp", "one", server.uri("/ours"))) {
            one.build(settings("one", server.uri("/scout")));
            two.build(settings("one", server.uri("/scout/two")));
            assertThat(two.status()).isEqualTo("enabled");

            String first = one.report();

            assertThat(first)
                    .startsWith(
                            status == 200 ? "Response[application=first," : "io.metriton.api.HttpStatusException: ");
            assertThat(one.status()).isEqualTo(STOPPED);
            assertThat(two.status()).isEqualTo(STOPPED);
            assertThat(two.report()).startsWith("Response[application=one, latestVersion=1.0.0,");
            assertStopped(ours, "one");
            two.build(settings("two", other.uri("/scout")));
            assertThat(two.report()).startsWith("Response[application=first,");
        }
        assertThat(server.requests()).hasSize(1);
        assertThat(other.requests()).hasSize(1);
    }

    private static void assertOrderReceived(Reporter reporter, int status) throws Exception {
        if (status < 300) {
            Response response = reporter.report(Map.of());
            assertThat(response.disableScout()).isTrue();
        } else {
            assertThatExceptionOfType(HttpStatusException.class)
                    .isThrownBy(() -> reporter.report(Map.of()))
                    .satisfies(e -> assertThat(e.status()).isEqualTo(status));
        }
    }

    private static void assertStopped(Reporter reporter, String application) throws Exception {
        assertThat(reporter.status().enabled()).isFalse();
        assertThat(reporter.status().disabledReason()).contains(STOPPED);
        assertThat(reporter.status().transport()).as("it was built enabled").isPresent();
        Response answer = reporter.report(Map.of("key", "value"));
        assertThat(answer.application()).isEqualTo(application);
        assertThat(answer.latestVersion()).isEqualTo("1.0.0");
        assertThat(answer.disableScout()).isFalse();
    }

    private static Reporter reporter(String transport, String application, URI endpoint) {
        return Reporter.builder(application, "1.0.0")
                .environment(Map.of())
                .installId("the-id")
                .transport(transport)
                .endpoint(endpoint)
                .build();
    }

    private static Map<String, String> settings(String application, URI endpoint) {
        return Map.of("application", application, "endpoint", endpoint.toString(), "builder.installId", "the-id");
    }
}
