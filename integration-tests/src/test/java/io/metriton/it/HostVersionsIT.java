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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The SDK with the versions that the BOMs of Spring Boot put in the place of its own. The build copies them to
 * {@code target/host-libraries/<version of Spring Boot>}, with {@code -Pslow} alone.
 */
class HostVersionsIT {
    private static final Path LIBRARIES = Path.of("target/host-libraries");
    private static final List<String> BOMS = List.of("2.7.18", "3.0.13", "3.2.12", "3.3.13", "3.5.7", "4.1.0");
    private static final String ANSWER =
            "{\"latest_version\": \"2.0.0\", \"notices\": [\"hello\"], \"disable_scout\": true}";

    @TempDir
    Path home;

    static Stream<Arguments> jdksTransportsAndBoms() {
        return Jdk.all().stream()
                .flatMap(jdk -> Stream.of("jdk", "okhttp", "apache", "socket")
                        .flatMap(transport -> BOMS.stream().map(bom -> Arguments.of(jdk, transport, bom))));
    }

    /** One POST, its answer read with a notice, and the order to be silent obeyed. */
    @Tag("coming")
    @ParameterizedTest(name = "{0}, {1}, Spring Boot {2}")
    @MethodSource("jdksTransportsAndBoms")
    void versionsOfABomOfSpringBoot_areReportedWithOnce(Jdk jdk, String transport, String bom) throws Exception {
        Path libraries = LIBRARIES.resolve(bom);
        assumeThat(libraries).withFailMessage("made by -Pslow").isDirectory();
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, ANSWER))) {
            Outcome outcome = new Program(
                            home,
                            Map.of("METRITON_TRANSPORT", transport),
                            List.of(
                                    jdk.tool("java"),
                                    "-XX:TieredStopAtLevel=1",
                                    "-cp",
                                    classPath(libraries),
                                    HostProgram.class.getName(),
                                    "report",
                                    server.uri("/scout").toString()))
                    .run();

            assertThat(outcome.out()).as("%s", outcome).containsExactly(transport + ": 2.0.0, 1 notice, is silent");
            assertThat(server.requests()).hasSize(1);
        }
    }

    /** Each library once: as the host has it, else as the SDK has it. */
    private static String classPath(Path libraries) throws Exception {
        Set<String> classPath = new LinkedHashSet<>(List.of(ChildJvm.classPathOf(
                HostProgram.class,
                Reporter.class,
                Report.class,
                ApacheTransportProvider.class,
                JdkTransportProvider.class,
                OkHttpTransportProvider.class,
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
