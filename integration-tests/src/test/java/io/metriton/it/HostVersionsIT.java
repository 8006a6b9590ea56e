package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.JsonFactory;
import io.metriton.api.Report;
import io.metriton.core.Reporter;
import io.metriton.it.Program.Outcome;
import io.metriton.testkit.ScriptedServer;
import io.metriton.transport.apache.ApacheTransportProvider;
import io.metriton.transport.jdk.JdkTransportProvider;
import io.metriton.transport.okhttp.OkHttpTransportProvider;
import io.metriton.transport.socket.SocketTransportProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The SDK with the versions that the BOMs of Spring Boot put in the place of its own. The build copies them to
 * {@code target/host-libraries/<version of Spring Boot>}, with {@code -Pslow} alone.
 */
class HostVersionsIT {
    private static final Path LIBRARIES = Path.of("target/host-libraries").toAbsolutePath();
    private static final Map<String, Class<?>> TRANSPORTS = Map.of(
            "jdk", JdkTransportProvider.class,
            "okhttp", OkHttpTransportProvider.class,
            "apache", ApacheTransportProvider.class,
            "socket", SocketTransportProvider.class);
    private static final String ANSWER =
            "{\"latest_version\": \"2.0.0\", \"notices\": [\"hello\"], \"disable_scout\": true}";

    @TempDir
    Path home;

    static Stream<Arguments> newBoms() {
        return withEach(List.of("3.5.7", "4.1.0"));
    }

    static Stream<Arguments> oldBoms() {
        return withEach(List.of("2.7.18", "3.0.13", "3.2.12", "3.3.13"));
    }

    private static Stream<Arguments> withEach(List<String> boms) {
        return Jdk.tested().stream()
                .flatMap(jdk -> TRANSPORTS.keySet().stream()
                        .flatMap(transport -> boms.stream().map(bom -> Arguments.of(jdk, transport, bom))));
    }

    @ParameterizedTest(name = "{0}, {1}, Spring Boot {2}")
    @MethodSource("newBoms")
    void newBomOfSpringBoot_eachTransportReports(Jdk jdk, String transport, String bom, TestReporter reporter)
            throws Exception {
        Outcome outcome = assertReportedOnce(jdk, transport, bom, Map.of("METRITON_TRANSPORT", transport), transport);

        reporter.publishEntry("Spring Boot " + bom + ", " + transport + ", " + jdk, outcome.toString());
    }

    /** A transport whose client the BOM makes too old is passed over with a warning: the other one reports. */
    @ParameterizedTest(name = "{0}, {1}, Spring Boot {2}")
    @MethodSource("oldBoms")
    void oldBomOfSpringBoot_theTransportReportsOrIsPassedOver(
            Jdk jdk, String transport, String bom, TestReporter reporter) throws Exception {
        Outcome outcome = assertReportedOnce(jdk, transport, bom, Map.of(), "(" + transport + "|socket)");

        reporter.publishEntry("Spring Boot " + bom + ", " + transport + ", " + jdk, outcome.toString());
        if (!outcome.out().get(0).startsWith(transport)) {
            assertThat(outcome.err()).anyMatch(line -> line.contains("WARNING") && line.contains(transport));
        }
    }

    /** One POST, its answer read with a notice, and the order to be silent obeyed. */
    private Outcome assertReportedOnce(
            Jdk jdk, String transport, String bom, Map<String, String> environment, String chosen) throws Exception {
        Path libraries = LIBRARIES.resolve(bom);
        assumeThat(libraries).withFailMessage("made by -Pslow").isDirectory();
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, ANSWER))) {
            List<String> command = List.of(
                    jdk.tool("java"),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    classPath(libraries, transport),
                    HostProgram.class.getName(),
                    "report",
                    server.uri("/scout").toString());
            Outcome outcome = new Program(home, environment, command).run();

            assertThat(outcome.out())
                    .as("%s", outcome)
                    .singleElement()
                    .asString()
                    .matches(chosen + ": 2\\.0\\.0, 1 notice, is silent");
            assertThat(server.requests()).hasSize(1);
            return outcome;
        }
    }

    /** The SDK with one transport and {@code socket}, and each library once: as the host has it, else as the SDK has it. */
    private static String classPath(Path libraries, String transport) throws Exception {
        Set<String> classPath = new LinkedHashSet<>(List.of(ChildJvm.classPathOf(
                HostProgram.class,
                Reporter.class,
                Report.class,
                TRANSPORTS.get(transport),
                SocketTransportProvider.class)));
        List<String> replaced = new ArrayList<>();
        try (Stream<Path> jars = Files.list(libraries)) {
            for (Path jar : jars.sorted().toList()) {
                classPath.add(jar.toString());
                replaced.add(artifact(jar));
            }
        }
        for (Class<?> each : List.of(
                JsonFactory.class,
                okhttp3.OkHttpClient.class,
                okio.Buffer.class,
                kotlin.Unit.class,
                org.apache.hc.client5.http.classic.HttpClient.class,
                org.apache.hc.core5.http.HttpHost.class,
                org.slf4j.Logger.class)) {
            Path jar = ChildJvm.locationOf(each);
            if (!replaced.contains(artifact(jar))) {
                classPath.add(jar.toString());
            }
        }
        return String.join(System.getProperty("path.separator"), classPath);
    }

    private static String artifact(Path jar) {
        return jar.getFileName().toString().replaceAll("-[0-9].*", "");
    }
}
