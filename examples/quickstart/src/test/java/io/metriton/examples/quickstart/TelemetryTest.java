package io.metriton.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.metriton.api.HttpStatusException;
import io.metriton.api.MetritonException;
import io.metriton.api.Response;
import io.metriton.core.Reporter;
import io.metriton.testkit.Answer;
import io.metriton.testkit.MetritonExtension;
import io.metriton.testkit.MetritonServer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(MetritonExtension.class)
class TelemetryTest {

    private static Reporter.Builder reporter(MetritonServer server) {
        return Reporter.builder("hello", "1.0.0")
                .endpoint(server.endpoint())
                .environment(server.environment())
                .installId("00000000-0000-0000-0000-000000000000");
    }

    @Test
    void start_isReportedWithoutTheCurrentFolder(MetritonServer server) throws Exception {
        try (Reporter reporter = reporter(server).build()) {
            reporter.report(Map.of("action", "start"));
        }

        assertThat(server)
                .receivedExactlyOneReport()
                .hasApplication("hello")
                .hasVersion("1.0.0")
                .hasMetadata("action", "start")
                .hasOnlyMetadataKeys("action")
                .doesNotMention(System.getProperty("user.dir"));
    }

    @Test
    void newVersionAndNotice_areGivenBack(MetritonServer server) throws Exception {
        server.answer(Answer.known("1.1.0").notice("INFO", "1.1.0 starts twice as fast"));

        try (Reporter reporter = reporter(server).build()) {
            Response response = reporter.report(Map.of());

            assertThat(response.latestVersion()).isEqualTo("1.1.0");
            assertThat(response.notices()).hasSize(1);
        }
    }

    @Test
    void reportOfAnotherThread_isAwaited(MetritonServer server) throws InterruptedException {
        Thread background = new Thread(() -> {
            try (Reporter reporter = reporter(server).build()) {
                reporter.report(Map.of("action", "background"));
            } catch (MetritonException e) {
                throw new UncheckedIOException(e);
            }
        });
        background.start();

        assertThat(server.awaitReport(Duration.ofSeconds(5))).hasMetadata("action", "background");
        background.join(); // Its answer comes after its report: the server must not be gone by then.
    }

    @Test
    void serverInTrouble_isAnException(MetritonServer server) {
        server.answer(Answer.status(503).retryAfter(Duration.ofMinutes(1)), Answer.none());

        try (Reporter reporter = reporter(server).build()) {
            assertThatExceptionOfType(HttpStatusException.class).isThrownBy(() -> reporter.report(Map.of()));
            assertThatExceptionOfType(MetritonException.class).isThrownBy(() -> reporter.report(Map.of()));
        }
    }

    @Test
    void silentServer_costsNoMoreThanTheTimeout(MetritonServer server) {
        server.answerAlways(Answer.never());

        try (Reporter reporter =
                reporter(server).timeout(Duration.ofMillis(200)).build()) {
            assertThatExceptionOfType(MetritonException.class).isThrownBy(() -> reporter.report(Map.of()));
        }
    }

    @Test
    void offline_isAnException(MetritonServer server) {
        server.close();

        try (Reporter reporter = reporter(server).build()) {
            assertThatExceptionOfType(MetritonException.class).isThrownBy(() -> reporter.report(Map.of()));
        }
    }

    @Test
    void orderToBeSilent_isObeyed(MetritonServer server) throws Exception {
        server.answer(Answer.stop());

        try (Reporter reporter = reporter(server).build()) {
            reporter.report(Map.of("action", "start"));
            reporter.report(Map.of("action", "stop"));
        }

        assertThat(server).received(1).received("action", "start");
    }

    @Test
    void optOut_sendsNothing(MetritonServer server) throws Exception {
        try (Reporter reporter =
                reporter(server).environment(Map.of("DO_NOT_TRACK", "1")).build()) {
            reporter.report(Map.of("action", "start"));
        }

        assertThat(server).receivedNothing();
    }
}
