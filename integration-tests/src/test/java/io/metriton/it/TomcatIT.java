package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import io.metriton.api.Report;
import io.metriton.core.Reporter;
import io.metriton.it.Program.Outcome;
import io.metriton.testkit.ScriptedServer;
import io.metriton.transport.socket.SocketTransportProvider;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A web application with the SDK in {@code WEB-INF/lib}, redeployed twenty times by Tomcat. */
@Tag("long")
class TomcatIT {
    @TempDir
    Path home;

    /** An application that closes its reporter is the easier case, for {@code -Pslow}. */
    static Stream<Arguments> ways() {
        List<List<String>> ways =
                Boolean.getBoolean("metriton.slow") ? List.of(List.of(), List.of("close")) : List.of(List.of());
        return Jdk.tested().stream().flatMap(jdk -> ways.stream().map(close -> Arguments.of(jdk, close)));
    }

    /** Where the application forgets to close, Tomcat may warn of a thread, which ends within a second. */
    @ParameterizedTest
    @MethodSource("ways")
    void applicationRedeployed_itsClassLoadersAreCollected(Jdk jdk, List<String> close) throws Exception {
        Path application = application();
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"))) {
            Outcome outcome = HostJvm.of(jdk, home)
                    .run(
                            hostClassPath(),
                            Map.of("HOME", home.toString()),
                            TomcatHost.class,
                            Stream.concat(
                                            Stream.of(
                                                    application.toString(),
                                                    server.uri("/scout").toString()),
                                            close.stream())
                                    .toArray(String[]::new));

            assertThat(outcome.out())
                    .as("%s", outcome)
                    .isEqualTo(Stream.concat(
                                    Collections.nCopies(20, "reported").stream(), Stream.of("0 of 20 still loaded"))
                            .toList());
            assertThat(server.requests()).hasSize(20);
            if (!close.isEmpty()) {
                assertThat(outcome.err()).noneMatch(line -> line.contains("metriton"));
            }
        }
    }

    private Path application() throws Exception {
        Path application = home.resolve("application");
        Path libraries = Files.createDirectories(application.resolve("WEB-INF/lib"));
        for (Class<?> each : List.of(Reporter.class, Report.class, SocketTransportProvider.class, JsonFactory.class)) {
            Path jar = ChildJvm.locationOf(each);
            Files.copy(jar, libraries.resolve(jar.getFileName()));
        }
        copyClass(TomcatServlet.class, application.resolve("WEB-INF/classes"));
        return application;
    }

    /** Tomcat, and of the tests the host alone: what the application has must not be the container's. */
    private String hostClassPath() throws Exception {
        Path classes = home.resolve("classes");
        copyClass(TomcatHost.class, classes);
        return String.join(
                System.getProperty("path.separator"),
                classes.toString(),
                ChildJvm.classPathOf(Tomcat.class, jakarta.annotation.Resource.class));
    }

    private static void copyClass(Class<?> type, Path folder) throws Exception {
        String name = type.getName().replace('.', '/') + ".class";
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream code = type.getClassLoader().getResourceAsStream(name)) {
            Files.copy(code, file);
        }
    }
}
