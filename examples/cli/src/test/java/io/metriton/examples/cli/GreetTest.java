package io.metriton.examples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.core.BackgroundReporter;
import io.metriton.testkit.Answer;
import io.metriton.testkit.MetritonExtension;
import io.metriton.testkit.MetritonServer;
import io.metriton.testkit.PlayedDays;
import io.metriton.testkit.ReceivedReport;
import io.metriton.testkit.TelemetryFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(MetritonExtension.class)
class GreetTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final ByteArrayOutputStream news = new ByteArrayOutputStream();

    /** As its users run it: a process that ends at once. On a busy machine its report may have to wait for the next day. */
    @Test
    void fiveRunsOfADay_areCountedInTwoReports(MetritonServer server) throws Exception {
        assertThat(greet(server, "Ada", "Alan")).isEqualTo("Hello Ada!\nHello Alan!\n");
        for (int run = 0; run < 4; run++) {
            assertThat(greet(server, "Grace")).isEqualTo("Hello Grace!\n");
        }
        run(server, PlayedDays.from(server, Instant.now().plus(Duration.ofDays(1))), LONG);

        assertThat(server.awaitReports(2, LONG)).hasSize(2);
        assertThat(server.reports())
                .extracting(report -> report.metadata().get("greetings"))
                .containsExactlyInAnyOrder(Map.of("many", 1), Map.of("one", 5));
        assertThat(server.reports()).allSatisfy(report -> assertThat(report).doesNotMention("Grace"));
    }

    @Test
    void endpointThatIsDown_losesNothing(MetritonServer server) throws Exception {
        server.answerAlways(Answer.status(503));

        assertThat(greet(server, "Grace")).isEqualTo("Hello Grace!\n");
        try (Stream<Path> files = Files.walk(server.home())) {
            assertThat(files.filter(file -> file.toString().endsWith(".report")))
                    .hasSize(1);
        }
    }

    /** A tool that is used offline for three weeks: each day is counted on its date, and an update is told once. */
    @Test
    void threeWeeksOffline_arriveOnTheirDatesWhenThereIsANetworkAgain(MetritonServer server) {
        PlayedDays days = PlayedDays.with(server).offline();
        List<LocalDate> dates = new ArrayList<>();
        for (int day = 0; day < 21; day++) {
            run(server, days, Duration.ofMillis(200));
            dates.add(days.today());
            days.pass(Duration.ofDays(1));
        }
        assertThat(server.reports()).allSatisfy(report -> assertThat(report).doesNotMention("Grace"));

        days.online();
        int refused = server.reports().size();
        run(server, days, LONG);
        dates.add(days.today());

        List<ReceivedReport> heard =
                server.reports().subList(refused, server.reports().size());
        assertThat(heard.stream().map(days::dateOf)).containsExactlyInAnyOrderElementsOf(dates);
        assertThat(heard).allSatisfy(report -> assertThat(report).hasMetadata("greetings", Map.of("one", 1)));
    }

    @Test
    void update_isTold(MetritonServer server) {
        server.answerAlways(Answer.known("1.1.0"));
        run(server, PlayedDays.with(server), LONG);

        assertThat(news.toString(UTF_8)).isEqualTo("greet 1.1.0 is available (this is 1.0.0)\n");
    }

    @Test
    void telemetryJson_isWhatTheCodeSays() {
        TelemetryFile.assertUpToDate(Greet.DECLARATION.toJson(), Path.of("telemetry.json"));
    }

    private void run(MetritonServer server, PlayedDays days, Duration budget) {
        try (BackgroundReporter telemetry = Greet.telemetry(
                server.endpoint(), server.environment(), days.clock(), new PrintStream(news, true, UTF_8))) {
            telemetry.count("greetings", "one");
            telemetry.close(budget);
        }
    }

    private static String greet(MetritonServer server, String... names) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Greet.class.getName()));
        command.addAll(List.of(names));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(server.environment());
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
