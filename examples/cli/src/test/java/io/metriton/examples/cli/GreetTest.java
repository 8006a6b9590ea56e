package io.metriton.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.testkit.Answer;
import io.metriton.testkit.MetritonExtension;
import io.metriton.testkit.MetritonServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The tool as its users run it: a process that ends at once, again and again. */
@ExtendWith(MetritonExtension.class)
class GreetTest {
    @TempDir
    Path home;

    @Test
    void everyRun_isDeliveredByItselfOrALaterOne(MetritonServer server) throws Exception {
        int port = server.endpoint().getPort();
        for (int run = 0; run < 5; run++) {
            assertThat(greet(port)).isEmpty(); // So short that no report gets out.
        }
        for (int run = 0; keys(server).size() < 6 && run < 50; run++) {
            assertThat(greet(port, "Grace")).isEqualTo("Hello Grace!\n");
        }
        assertThat(keys(server)).hasSizeGreaterThanOrEqualTo(6);
        assertThat(server.reports()).allSatisfy(report -> assertThat(report).doesNotMention("Grace"));
    }

    @Test
    void endpointThatIsDown_costsNothingAndLosesNothing(MetritonServer server) throws Exception {
        int port = server.endpoint().getPort();
        server.close();

        assertThat(greet(port, "Grace")).isEqualTo("Hello Grace!\n");
        try (Stream<Path> files = Files.walk(home.resolve(".local/state/greet/metriton/outbox"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".report")))
                    .hasSize(1);
        }
    }

    /** A week of runs without a network must not end in as many lines about the same update. */
    @Test
    void offlineRuns_tellOfAnUpdateOnce(MetritonServer server) throws Exception {
        server.answerAlways(Answer.status(503));
        int port = server.endpoint().getPort();
        for (int run = 0; run < 3; run++) {
            assertThat(greet(port, "Grace")).isEqualTo("Hello Grace!\n");
        }
        makeOlder();
        server.answerAlways(Answer.known("1.1.0"));
        String output = greet(port, "Grace", "Ada", "Barbara", "Jean");

        assertThat(output.lines().filter(line -> line.contains("1.1.0")))
                .containsExactly("greet 1.1.0 is available (this is 1.0.0)");
        assertThat(keys(server)).as("this run's report, and of earlier ones").hasSizeGreaterThan(1);
    }

    /** Reports of the last seconds are left to the process that made them: by name and content, these are from before. */
    private void makeOlder() throws IOException {
        Path outbox = home.resolve(".local/state/greet/metriton/outbox");
        List<Path> reports;
        try (Stream<Path> files = Files.list(outbox)) {
            reports = files.filter(file -> file.toString().endsWith(".report")).toList();
        }
        assertThat(reports).hasSize(3);
        for (Path report : reports) {
            String name = report.getFileName().toString();
            long created = Long.parseLong(name.substring(0, 13)) - 60_000;
            Path older = Files.move(report, outbox.resolve(created + name.substring(13)));
            Files.writeString(
                    older,
                    Files.readString(older).replaceFirst("created: \\S+", "created: " + Instant.ofEpochMilli(created)));
        }
    }

    private static Set<String> keys(MetritonServer server) {
        return server.reports().stream()
                .map(report -> report.header("Idempotency-Key").orElseThrow())
                .collect(Collectors.toSet());
    }

    private String greet(int port, String... names) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Greet.class.getName()));
        command.addAll(List.of(names));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
        builder.environment()
                .putAll(Map.of("HOME", home.toString(), "SCOUT_HOST", "127.0.0.1:" + port, "SCOUT_HTTPS", "0"));
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
