package io.metriton.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.Reporter;
import io.metriton.testkit.Answer;
import io.metriton.testkit.MetritonExtension;
import io.metriton.testkit.MetritonServer;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(MetritonExtension.class)
class HeartbeatTest {

    @Test
    void heartbeat_beatsUntilItIsClosed(MetritonServer server) {
        BackgroundReporter telemetry = BackgroundReporter.builder(Reporter.builder("service", "1.0.0")
                        .endpoint(server.endpoint())
                        .installId("id")
                        .build())
                .withoutOutbox()
                .build();
        try (Heartbeat heartbeat = new Heartbeat(telemetry, () -> Map.of("a", 1), Duration.ofMillis(20))) {
            heartbeat.start();
            server.awaitReports(5, Duration.ofSeconds(20));
        }
        assertThat(telemetry.status().enabled()).isFalse();
    }

    @Test
    void service_reportsSaysThatThereIsAnUpdateAndEndsAtSigterm(MetritonServer server, @TempDir Path home)
            throws Exception {
        server.answerAlways(Answer.known("1.1.0"));
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Service.class.getName()));
        builder.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
        builder.environment()
                .putAll(Map.of(
                        "HOME",
                        home.toString(),
                        "SCOUT_HOST",
                        "127.0.0.1:" + server.endpoint().getPort(),
                        "SCOUT_HTTPS",
                        "0"));
        Process process = builder.redirectErrorStream(true).start();
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.lines().anyMatch(line -> line.contains("1.1.0 is available")))
                    .isTrue();
            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(server.awaitReport(Duration.ofSeconds(20))).hasMetadata("uptime_hours", 0);
    }
}
