package io.metriton.it;

import static io.metriton.testkit.MetritonAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.metriton.core.Reporter;
import io.metriton.testkit.MetritonServer;
import io.metriton.testkit.ReceivedReport;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A test fails whose application reports what it did not declare, in this JVM and in a process that it starts. */
@Timeout(60)
class DeclarationIT {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String NEW_INSTALL = "tool: \"new_install\" (true or false) is not declared: add"
            + " .bool(\"new_install\", \"why …\") to the declaration, or do not report it";
    private static final String HOME = "tool: \"home\" (a text) is not declared: add .text(\"home\", \"why …\") to the"
            + " declaration, or do not report it";

    private MetritonServer server;

    @BeforeEach
    void start() throws Exception {
        server = MetritonServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void reporterInTheTestsJvm_failsTheTest() throws Exception {
        try (Reporter reporter = builder(server.endpoint()).installId("id").build()) {
            reporter.report(Map.of("os", "linux"));
            assertThat(server).receivedExactlyOneReport().hasMetadata("os", "linux");

            reporter.report(Map.of("os", "linux", "home", "/home/jane", "java", "17"));
        }
        assertThat(server.undeclared())
                .containsExactlyInAnyOrder(
                        HOME,
                        "tool: \"java\" is declared as number, but the value is a text: report a number, or declare"
                                + " .text(\"java\", \"why …\") instead");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(server).received(2))
                .withMessageStartingWith("expected what is declared only, but left out of reports was:\n  1. tool: \"")
                .withMessageContaining(HOME);
        ReceivedReport second = server.reports().get(1);
        assertThat(second.json()).doesNotContain("home").doesNotContain("jane").doesNotContain("java");
        assertThat(second.metadata()).isEqualTo(Map.of("os", "linux"));
    }

    @Test
    void providerThatIsNotDeclared_failsTheTest() throws Exception {
        try (Reporter reporter =
                builder(server.endpoint()).environment(server.environment()).build()) {
            reporter.report(null);
        }
        assertThat(server.undeclared()).containsExactly(NEW_INSTALL);
        assertThat(server.reports().get(0).metadata()).isEmpty();
    }

    /** It ends at once: the first run of a day waits for the delivery. */
    @Test
    void toolInAProcessOfItsOwn_failsTheTest() throws Exception {
        run("home");

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> server.awaitReport(LONG))
                .withMessageContaining(HOME);
        assertThat(server.undeclared()).containsExactlyInAnyOrder(NEW_INSTALL, HOME);
        assertThat(server.reports())
                .hasSize(1)
                .allSatisfy(report -> assertThat(report.metadata()).isEqualTo(Map.of("os", "linux")));
    }

    @Test
    void key_isLoggedOnceAtTraceWithoutItsValue() throws Exception {
        try (LogRecorder log = new LogRecorder();
                Reporter reporter = builder(server.endpoint()).installId("id").build()) {
            for (int i = 0; i < 3; i++) {
                reporter.report(Map.of("home", "/home/jane"));
                reporter.report(Map.of("java", "17 and more"));
            }
            assertThat(log.at(Level.FINER))
                    .containsExactly(
                            "left out of reports, because the Declaration does not name it: 'home'",
                            "left out of reports, because it is declared as number and is none: 'java'");
            assertThat(log.all()).hasSize(2);
            assertThat(reporter.status().undeclared()).isEqualTo(6);
        }
    }

    private static Reporter.Builder builder(URI endpoint) {
        return Reporter.builder(DeclaredChild.DECLARATION, "1.0.0")
                .endpoint(endpoint)
                .transport("socket");
    }

    private void run(String key) throws Exception {
        try (ChildJvm child =
                ChildJvm.start(DeclaredChild.class, ChildJvm.wholeClassPath(), server.environment(), List.of(), key)) {
            assertThat(child.hear()).as("prints nothing, and ends").isNull();
        }
    }
}
