package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.testkit.ScriptedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code METRITON_TRANSPORT=log}: this run's report is printed, and nothing is stored, taken over, deleted or sent. */
@Timeout(120)
class DryRunIT {
    private final Map<String, String> environment = new HashMap<>();
    private ScriptedServer server;

    @TempDir
    Path home;

    @BeforeEach
    void start() throws Exception {
        server = ScriptedServer.start(ScriptedServer.always(503, ""));
        environment.put("HOME", home.toString());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 700})
    void log_printsTheReportAndLeavesTheOutboxAsItIs(int millis) throws Exception {
        run(0);
        run(0);
        Map<String, String> before = contents();
        assertThat(before.keySet())
                .filteredOn(name -> name.endsWith(".report") || name.endsWith(".claimed"))
                .hasSize(2);
        int requests = server.requests().size();
        environment.put("METRITON_TRANSPORT", "log");

        List<String> printed = run(millis);

        assertThat(printed)
                .singleElement()
                .asString()
                .startsWith("metriton would send to " + server.uri("/scout") + ": {\"application\":\"dry\"")
                .endsWith("\"metadata\":{\"new_install\":false,\"n\":1}}");
        assertThat(contents()).isEqualTo(before);
        assertThat(server.requests()).hasSize(requests);
    }

    @Test
    void logInAFreshHome_makesNothing() throws Exception {
        environment.put("METRITON_TRANSPORT", "log");

        assertThat(run(0))
                .singleElement()
                .asString()
                .contains("\"install_id\":\"made by the first report that is sent\"");
        assertThat(contents()).isEmpty();
    }

    /** Some applications give a map of their own, in which the user's wish is not. */
    @Test
    void logOfTheProcess_countsWhateverEnvironmentTheApplicationGives() throws Exception {
        environment.put("METRITON_TRANSPORT", "log");

        assertThat(run(0, "own-environment"))
                .singleElement()
                .asString()
                .startsWith("metriton would send to " + server.uri("/scout"));
        assertThat(contents()).isEmpty();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void logOfSomebodyWhoHasOptedOut_saysThatNothingWouldBeSentAndWhy() throws Exception {
        environment.put("METRITON_TRANSPORT", "log");
        environment.put("SCOUT_DISABLE", "1");

        assertThat(run(0))
                .containsExactly("metriton would send nothing to " + server.uri("/scout") + ": SCOUT_DISABLE is set");
        assertThat(contents()).isEmpty();
    }

    private List<String> run(int millis, String... more) throws IOException, InterruptedException {
        try (ChildJvm child = ChildJvm.start(
                DryRunChild.class,
                ChildJvm.wholeClassPath(),
                environment,
                List.of(),
                Stream.concat(Stream.of(server.uri("/scout").toString(), String.valueOf(millis)), Stream.of(more))
                        .toArray(String[]::new))) {
            return child.hearAll();
        }
    }

    /** Every file below the home, with what is in it. */
    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(home.relativize(file).toString(), Files.readString(file, StandardCharsets.UTF_8));
            }
        }
        return contents;
    }
}
