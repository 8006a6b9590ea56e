package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import io.metriton.api.Report;
import io.metriton.core.Reporter;
import io.metriton.it.Program.Outcome;
import io.metriton.outbox.fs.FilesystemOutboxProvider;
import io.metriton.testkit.ScriptedServer;
import io.metriton.transport.socket.SocketTransportProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hosts that do with the SDK what hosts do, whatever its documents say. */
@Tag("long")
class HostsIT {
    /** At once; and when the delivery thread, which is idle for a second, has ended. */
    private static final List<String> GOES_ON_MILLIS = List.of("0", "1500");

    private static final String REFUSED = "http://127.0.0.1:1/scout";

    @TempDir
    Path home;

    private ScriptedServer server;

    @BeforeEach
    void start() throws Exception {
        server = ScriptedServer.start(ScriptedServer.always(200, "{\"latest_version\": \"2.0.0\"}"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    /** As a build daemon does with a tool. */
    @ParameterizedTest
    @MethodSource("io.metriton.it.Jdk#tested")
    void mainCalledAThousandTimes_leavesNoThreadNoFileAndNoProperty(Jdk jdk) throws Exception {
        Outcome outcome = run(jdk, List.of(), "tool", endpoint(), "1000");

        assertThat(outcome.status()).as("%s", outcome).isZero();
        List<Integer> before = numbers(outcome.out().get(0));
        List<Integer> after = numbers(outcome.out().get(1));
        assertThat(after.get(0)).as("threads, %s", outcome.out()).isLessThanOrEqualTo(before.get(0) + 3);
        assertThat(after.get(1)).as("files, %s", outcome.out()).isLessThanOrEqualTo(before.get(1) + 10);
        assertThat(after.get(2)).as("properties, %s", outcome.out()).isLessThanOrEqualTo(before.get(2) + 3);
        assertThat(server.requests()).hasSize(1_001);
    }

    /** At the end of the JVM the hook of the plug-in can load no class any more. */
    @ParameterizedTest
    @MethodSource("io.metriton.it.Jdk#tested")
    void classLoaderOfAPlugInClosedWithoutCloseOfTheReporter_theEndIsSilent(Jdk jdk) throws Exception {
        for (String endpoint : List.of(endpoint(), REFUSED)) {
            for (String millis : GOES_ON_MILLIS) {
                run(jdk, List.of(), "plug-in", endpoint, classPath(), millis).assertPrinted(withHooks("closed"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.metriton.it.Jdk#tested")
    void fatJarOverwrittenWhileItRuns_theEndIsSilent(Jdk jdk) throws Exception {
        Path other = Files.writeString(home.resolve("other.jar"), "no jar at all, and shorter");

        for (String endpoint : List.of(endpoint(), REFUSED)) {
            for (String millis : GOES_ON_MILLIS) {
                Path jar = fatJar();
                String path = jar.toString();
                java(jdk, List.of("-cp", path), "overwritten", endpoint, path, other.toString(), millis)
                        .assertPrinted(withHooks("overwritten"));
            }
        }
    }

    /** A shutdown hook in a group that is gone keeps all others from running. */
    @ParameterizedTest
    @MethodSource("io.metriton.it.Jdk#tested")
    void threadGroupOfTheCallerDestroyed_allHooksOfTheHostRun(Jdk jdk) throws Exception {
        for (String endpoint : List.of(endpoint(), REFUSED)) {
            for (String millis : GOES_ON_MILLIS) {
                run(jdk, List.of(), "group", endpoint, millis).assertPrinted(withHooks("destroyed"));
            }
        }
    }

    private static String[] withHooks(String line) {
        List<String> lines = new ArrayList<>(List.of(line));
        lines.addAll(Collections.nCopies(HostProgram.HOOKS, "hook"));
        return lines.toArray(String[]::new);
    }

    private static List<Integer> numbers(String line) {
        List<Integer> numbers = new ArrayList<>();
        for (String each : line.split("[^0-9]+", -1)) {
            if (!each.isEmpty()) {
                numbers.add(Integer.valueOf(each));
            }
        }
        return numbers;
    }

    private String endpoint() {
        return server.uri("/scout").toString();
    }

    private static String classPath() {
        return ChildJvm.classPathOf(
                HostProgram.class,
                Reporter.class,
                Report.class,
                SocketTransportProvider.class,
                FilesystemOutboxProvider.class,
                JsonFactory.class);
    }

    /** All classes and services in one jar. */
    private Path fatJar() throws IOException {
        Path jar = home.resolve("app.jar");
        Set<String> names = new HashSet<>();
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream all = new JarOutputStream(out)) {
            for (String each : classPath().split(System.getProperty("path.separator"), -1)) {
                if (each.endsWith(".jar")) {
                    copy(Path.of(each), all, names);
                }
            }
            for (String name : List.of("HostProgram", "HostProgram$PlugIn")) {
                String entry = "io/metriton/it/" + name + ".class";
                all.putNextEntry(new JarEntry(entry));
                try (InputStream code = HostsIT.class.getClassLoader().getResourceAsStream(entry)) {
                    code.transferTo(all);
                }
            }
        }
        return jar;
    }

    private static void copy(Path jar, JarOutputStream all, Set<String> names) throws IOException {
        try (InputStream in = Files.newInputStream(jar);
                JarInputStream entries = new JarInputStream(in)) {
            for (JarEntry entry = entries.getNextJarEntry(); entry != null; entry = entries.getNextJarEntry()) {
                if (!entry.getName().equals("module-info.class") && names.add(entry.getName())) {
                    all.putNextEntry(new JarEntry(entry.getName()));
                    entries.transferTo(all);
                }
            }
        }
    }

    private Outcome run(Jdk jdk, List<String> options, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("-cp", classPath()));
        return java(jdk, all, arguments);
    }

    private Outcome java(Jdk jdk, List<String> options, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(jdk.tool("java"), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.add(HostProgram.class.getName());
        command.addAll(List.of(arguments));
        return new Program(home, Map.of("HOME", home.toString()), command).run();
    }
}
