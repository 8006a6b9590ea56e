package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.it.Program.Outcome;
import io.metriton.testkit.ScriptedServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a report makes a cold JVM load: formats of dates and regular expressions, of which each brings some hundred classes
 * with its first use, are not part of it.
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
}
