package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.core.BackgroundReporter;
import io.metriton.core.Reporter;
import io.metriton.installid.fs.FilesystemInstallIdProvider;
import io.metriton.it.Program.Outcome;
import io.metriton.outbox.fs.FilesystemOutboxProvider;
import io.metriton.testkit.ScriptedServer;
import io.metriton.transport.socket.SocketTransportProvider;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a report makes a cold JVM load: formats of dates, regular expressions and, in a run that only counts, lambdas, of which
 * each brings some hundred classes with its first use, are not part of it.
 */
class ColdClassesIT {
    private static final List<String> DEAR = List.of("java.time.format.", "java.util.regex.");

    @TempDir
    Path home;

    @Test
    void reportInBackground_loadsNeitherDateFormatsNorRegularExpressions() throws Exception {
        try (ScriptedServer server =
                ScriptedServer.start(ScriptedServer.always(200, "{\"latest_version\": \"1.0.0\"}"))) {
            HostJvm jvm = HostJvm.current(home, "-Xlog:class+load:stdout:none");
            for (String run : List.of("first of its day", "later run")) {
                Outcome outcome = jvm.run(ToolChild.class, server.uri("/scout").toString(), "+1", "1000", "-");

                List<String> loaded = outcome.out().stream()
                        .dropWhile(line -> !line.startsWith("io.metriton."))
                        .toList();
                assertThat(loaded).as(run).hasSizeGreaterThan(100);
                assertThat(loaded).as(run).noneMatch(line -> DEAR.stream().anyMatch(line::startsWith));
            }
            assertThat(server.requests()).hasSize(2);
        }
    }

    /** The run that users have a hundred times a day. */
    @Test
    void laterRunThatCounts_loadsNoLambda() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"))) {
            HostJvm jvm = HostJvm.current(home, "-Xlog:class+load:stdout:none");
            Outcome first = jvm.run(DailyTool.class, server.uri("/scout").toString());
            assertThat(server.requests()).as(first.err().toString()).hasSize(1);

            List<String> loaded = jvm.run(DailyTool.class, server.uri("/scout").toString()).out().stream()
                    .dropWhile(line -> !line.startsWith("io.metriton."))
                    .toList();
            assertThat(server.requests()).as("of the first run alone").hasSize(1);
            assertThat(loaded)
                    .hasSizeGreaterThan(100)
                    .noneMatch(line -> DEAR.stream().anyMatch(line::startsWith))
                    .noneMatch(line -> line.startsWith("java.lang.invoke.LambdaMetafactory"));
        }
    }

    /** Counts, and ends. It uses no lambda itself. */
    static final class DailyTool implements Supplier<Map<String, ?>> {
        @Override
        public Map<String, ?> get() {
            return Map.of();
        }

        public static void main(String[] args) {
            BackgroundReporter telemetry = BackgroundReporter.builder(Reporter.builder("tool", "1.0")
                            .endpoint(URI.create(args[0]))
                            .transport(new SocketTransportProvider())
                            .installIdProvider(new FilesystemInstallIdProvider()))
                    .outbox(new FilesystemOutboxProvider())
                    .exitBudget(Duration.ofSeconds(20)) // For a busy machine.
                    .daily(new DailyTool())
                    .build();
            telemetry.count("commands", "build");
        }
    }
}
