package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.metriton.it.Program.Outcome;
import io.metriton.testkit.ScriptedServer;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A tool that runs in the JVM of Maven ({@code exec:java}), with the agent of JaCoCo, whose shutdown hook writes the coverage:
 * the plugin interrupts and joins the threads of the tool, then destroys their group, and warns of threads that linger.
 */
class ExecJavaIT {
    private static final Path REPOSITORY =
            Path.of("target/consumers-repository").toAbsolutePath();
    private static final Path PLUGIN = REPOSITORY.resolve("org/codehaus/mojo/exec-maven-plugin/3.6.3");
    private static final Path AGENT =
            REPOSITORY.resolve("org/jacoco/org.jacoco.agent/0.8.15/org.jacoco.agent-0.8.15-runtime.jar");
    private static final List<String> PRINTED = List.of("worked", "hook", "hook", "hook", "hook", "hook");
    private static final String REFUSED = "http://127.0.0.1:1/scout";

    @TempDir
    Path folder;

    private record Run(Outcome outcome, byte[] coverage, Duration took) {}

    @ParameterizedTest
    @EnabledIfSystemProperty(named = "metriton.slow", matches = "true", disabledReason = "takes a minute: -Pslow")
    @MethodSource("io.metriton.it.Jdk#tested")
    void toolUnderExecJava_hostsHooksRunAndCoverageIsWhole(Jdk jdk, TestReporter reporter) throws Exception {
        assumeThat(List.of(PLUGIN, AGENT))
                .withFailMessage("the plugin and the agent are installed with the consumers")
                .allMatch(Files::exists);
        Run without = run(jdk, "none");
        Run down = run(jdk, REFUSED);
        Run up;
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"))) {
            up = run(jdk, server.uri("/scout").toString());
            assertThat(server.requests()).hasSize(1);
        }

        reporter.publishEntry(
                jdk.toString(),
                "without " + without.took + ", " + without.coverage.length + " bytes; down " + down.took + ", "
                        + down.coverage.length + " bytes; up " + up.took + ", " + up.coverage.length + " bytes");
        for (Run each : List.of(without, down, up)) {
            assertThat(each.outcome.status()).as("%s", each.outcome).isZero();
            assertThat(each.outcome.err()).isEqualTo(without.outcome.err());
            assertThat(each.outcome.err()).noneMatch(line -> line.contains("metriton"));
            assertThat(each.outcome.out()).as("%s", each.outcome).containsExactlyElementsOf(PRINTED);
            assertThat(new String(each.coverage, StandardCharsets.ISO_8859_1))
                    .contains(ExecJavaTool.class.getName().replace('.', '/'));
            // Classes of the SDK come to it: nothing that was there without it may be missing.
            assertThat(each.coverage.length).isGreaterThanOrEqualTo(without.coverage.length * 9 / 10);
        }
    }

    private Run run(Jdk jdk, String endpoint) throws Exception {
        Path coverage = folder.resolve("coverage.exec");
        Files.deleteIfExists(coverage);
        Path maven = Path.of(System.getProperty("metriton.maven"), "bin", "mvn");
        Files.writeString(folder.resolve("pom.xml"), pom());
        long start = System.nanoTime();
        Outcome outcome = new Program(
                        folder,
                        Map.of(
                                "HOME", folder.toString(),
                                "PATH", System.getenv("PATH"),
                                "JAVA_HOME",
                                        Path.of(jdk.tool("java"))
                                                .getParent()
                                                .getParent()
                                                .toString(),
                                "MAVEN_OPTS",
                                        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -javaagent:" + AGENT + "=destfile="
                                                + coverage),
                        List.of(
                                maven.toString(),
                                "-o",
                                "-B",
                                "-ntp",
                                "-q",
                                "-Dmaven.repo.local=" + REPOSITORY,
                                "-Daether.enhancedLocalRepository.trackingFilename=none",
                                "-Dexec.args=" + endpoint,
                                "exec:java"))
                .run();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return new Run(plain(outcome), Files.exists(coverage) ? Files.readAllBytes(coverage) : new byte[0], took);
    }

    /** Maven resets the colours of a terminal, wherever it prints to. */
    private static Outcome plain(Outcome outcome) {
        return new Outcome(plain(outcome.out()), plain(outcome.err()), outcome.status());
    }

    private static List<String> plain(List<String> lines) {
        return lines.stream()
                .map(line -> line.replace("\u001b[0m", "").replace("\u001b[m", ""))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** The class path is given by hand: this project needs no repository but for the plugin. */
    private static String pom() {
        StringBuilder classPath = new StringBuilder();
        for (String each : HostJvm.CLASS_PATH.split(File.pathSeparator, -1)) {
            classPath.append("<additionalClasspathElement>").append(each).append("</additionalClasspathElement>\n");
        }
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>com.example</groupId>
                  <artifactId>tool</artifactId>
                  <version>1</version>
                  <build>
                    <plugins>
                      <plugin>
                        <groupId>org.codehaus.mojo</groupId>
                        <artifactId>exec-maven-plugin</artifactId>
                        <version>3.6.3</version>
                        <configuration>
                          <mainClass>io.metriton.it.ExecJavaTool</mainClass>
                          <additionalClasspathElements>
                %s          </additionalClasspathElements>
                        </configuration>
                      </plugin>
                    </plugins>
                  </build>
                </project>
                """.formatted(classPath);
    }
}
