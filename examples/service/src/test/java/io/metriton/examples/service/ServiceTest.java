package io.metriton.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.testkit.Answer;
import io.metriton.testkit.MetritonExtension;
import io.metriton.testkit.MetritonServer;
import io.metriton.testkit.TelemetryFile;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(MetritonExtension.class)
class ServiceTest {

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void service_reportsAtOnceSaysThatThereIsAnUpdateAndEndsAtSigterm(MetritonServer server) throws Exception {
        server.answerAlways(Answer.known("1.1.0"));
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Service.class.getName()));
        builder.environment().putAll(server.environment());
        Process process = builder.redirectErrorStream(true).start();
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.lines().anyMatch(line -> line.contains("1.1.0 is available")))
                    .isTrue();
            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(server.awaitReport(Duration.ofSeconds(20))).hasMetadata("uptime_hours", 0);
        assertThat(server.reports()).as("one a day").hasSize(1);
    }

    @Test
    void telemetryJson_isWhatTheCodeSays() {
        TelemetryFile.assertUpToDate(Service.DECLARATION.toJson(), Path.of("telemetry.json"));
    }
}
