package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.metriton.api.Report;
import io.metriton.it.Program.Outcome;
import io.metriton.testkit.TransportContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The testkit, in a build that has JUnit 5.8 and AssertJ 3.22, as the BOM of Spring Boot 2.7 has them. */
class TestkitVersionsIT {
    private static final Path LIBRARIES = Path.of("target/testkit-libraries").toAbsolutePath();
    private static final Path TESTS =
            Path.of("../metriton-testkit/target/test-classes").toAbsolutePath();

    @TempDir
    Path home;

    @Test
    void oldestVersions_contractsExtensionAndAssertionsPass() throws Exception {
        assumeThat(LIBRARIES).withFailMessage("made by -Pslow").isDirectory();
        List<String> command = new ArrayList<>(List.of(
                Jdk.all().get(0).tool("java"),
                "-cp",
                classPath(),
                "org.junit.platform.console.ConsoleLauncher",
                "--disable-banner",
                "--details=summary"));
        for (String each : List.of(
                "com.acme.AcmeTransportTest",
                "com.acme.FileTransportTest",
                "com.acme.AcmeInstallIdProviderTest",
                "io.metriton.testkit.MetritonExtensionTest",
                "io.metriton.testkit.MetritonServerAssertTest")) {
            command.addAll(List.of("-c", each));
        }
        Outcome outcome = new Program(home, Map.of("HOME", home.toString()), command).run();

        assertThat(outcome.status()).as("%s", outcome).isZero();
        assertThat(outcome.out()).anyMatch(line -> line.matches("\\[ +[1-9][0-9]{2} tests successful +]"));
        assertThat(outcome.out()).anyMatch(line -> line.matches("\\[ +0 tests failed +]"));
    }

    private static String classPath() throws Exception {
        List<String> classPath =
                new ArrayList<>(List.of(TESTS.toString(), ChildJvm.classPathOf(TransportContract.class, Report.class)));
        try (Stream<Path> jars = Files.list(LIBRARIES)) {
            jars.map(Path::toString).sorted().forEach(classPath::add);
        }
        return String.join(System.getProperty("path.separator"), classPath);
    }
}
