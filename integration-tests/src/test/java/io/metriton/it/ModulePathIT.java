package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.testkit.ScriptedServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A program that is a module and requires the core alone, with one transport on the module path. Java resolves less for
 * it than for a class path: with HttpClient 5 the module jdk.net was missing.
 */
class ModulePathIT {
    private static final String SEPARATOR = System.getProperty("path.separator");
    private static final String SDK =
            "metriton-api|metriton-core|metriton-installid-fs|metriton-outbox-fs|jackson-core";

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "urlconnection, metriton-transport-urlconnection",
        "jdk, metriton-transport-jdk",
        "okhttp, metriton-transport-okhttp|okhttp-jvm|okio-jvm|kotlin-stdlib",
        "apache, metriton-transport-apache|httpclient5|httpcore5|httpcore5-h2|slf4j-api"
    })
    void moduleThatRequiresTheCore_reports(String transport, String artifacts) throws Exception {
        String modulePath = modulePath(SDK + "|" + artifacts);
        compile(modulePath);
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{\"latest_version\":\"9\"}"))) {
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-Duser.home=" + folder,
                    "-p",
                    modulePath + SEPARATOR + folder.resolve("classes"),
                    "-m",
                    "consumer/consumer.Main",
                    server.uri("/scout").toString());
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().clear();
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(output).contains("transport=" + transport + " latest=9");
            assertThat(process.waitFor()).isZero();
            assertThat(server.requests()).hasSize(1);
        }
    }

    private void compile(String modulePath) throws Exception {
        Path source = Files.createDirectories(folder.resolve("source/consumer"));
        Files.writeString(source.resolveSibling("module-info.java"), "module consumer { requires io.metriton.core; }");
        Files.writeString(source.resolve("Main.java"), """
                package consumer;

                public class Main {
                    public static void main(String[] args) throws Exception {
                        try (var reporter = io.metriton.core.Reporter.builder("consumer", "1")
                                .endpoint(java.net.URI.create(args[0])).build()) {
                            var answer = reporter.report(java.util.Map.of());
                            System.out.println("transport=" + reporter.status().transport().get()
                                    + " latest=" + answer.latestVersion());
                        }
                    }
                }
                """);
        StringWriter said = new StringWriter();
        int result = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        new PrintWriter(said),
                        new PrintWriter(said),
                        "-p",
                        modulePath,
                        "-d",
                        folder.resolve("classes").toString(),
                        source.resolveSibling("module-info.java").toString(),
                        source.resolve("Main.java").toString());
        assertThat(result).as("%s", said).isZero();
    }

    /** Of the tests' own class path, the jars (or, within a build, the folders) of these artifacts. */
    private static String modulePath(String artifacts) {
        Pattern wanted = Pattern.compile(".*/(" + artifacts + ")(-[0-9][^/]*\\.jar|/target/classes)");
        List<String> entries =
                new ArrayList<>(Arrays.asList(ChildJvm.wholeClassPath().split(SEPARATOR, -1)));
        return entries.stream()
                .filter(entry -> wanted.matcher(entry.replace('\\', '/')).matches())
                .collect(Collectors.joining(SEPARATOR));
    }
}
