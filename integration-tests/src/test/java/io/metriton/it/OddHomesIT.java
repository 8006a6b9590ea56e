package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.metriton.it.Program.Outcome;
import io.metriton.testkit.ReceivedRequest;
import io.metriton.testkit.ScriptedServer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Homes whose file system has no locks or no links, and homes that the locale cannot write. */
@Tag("long")
class OddHomesIT {
    private static final String GCC = "/usr/bin/gcc";
    private static final int RUNS = 5;
    private static final int DIGITS = 13;

    @TempDir
    Path home;

    /** What the endpoint accepted. */
    private final List<ReceivedRequest> heard = new CopyOnWriteArrayList<>();

    private final AtomicBoolean up = new AtomicBoolean();

    @Test
    void homeWithoutLocks_allReportsAreKeptAndHeardOnceWithOneId() throws Exception {
        Map<String, String> environment = withLibrary("no-locks");
        assertThat(fileSystem(environment)).containsExactly("no locks", "links");
        assertAllAreKeptAndHeardOnce(environment);
    }

    /** As FAT has none, and some network file systems. */
    @Test
    void homeWithoutLinks_allReportsAreKeptAndHeardOnceWithOneId() throws Exception {
        Map<String, String> environment = withLibrary("no-links");
        assertThat(fileSystem(environment)).containsExactly("locks", "no links");
        assertAllAreKeptAndHeardOnce(environment);
    }

    /** As under cron: the home is told as what it is, and no other is taken in its place. */
    @Test
    void homeThatTheLocaleCannotWrite_isSaidAndNoOtherIsTaken() throws Exception {
        assumeThat(new File("/bin/sh").canExecute())
                .withFailMessage("a shell gives the child a variable in UTF-8: /bin/sh is missing")
                .isTrue();
        Path script = Files.writeString(
                home.resolve("run.sh"),
                "mkdir '" + home + "/j\u00f6rg'\nHOME='" + home + "/j\u00f6rg' LC_ALL=C exec \"$@\"\n");
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"))) {
            Outcome outcome = HostJvm.current(home, "-Duser.home=" + home)
                    .behind("/bin/sh", script.toString())
                    .run(
                            HostJvm.CLASS_PATH,
                            Map.of("PATH", "/usr/bin:/bin"),
                            ToolChild.class,
                            server.uri("/scout").toString(),
                            "500",
                            "0",
                            "-",
                            "say");

            assertThat(outcome.status()).as("%s", outcome).isZero();
            assertThat(String.join("\n", outcome.out())).contains("LC_ALL=C.UTF-8");
            assertThat(server.requests()).isEmpty();
            assertThat(home.resolve(".config")).doesNotExist();
            assertThat(home.resolve(".local")).doesNotExist();
        }
    }

    /** What the library is for: else the test would show nothing. */
    private List<String> fileSystem(Map<String, String> environment) throws Exception {
        return HostJvm.current(home)
                .run(HostJvm.CLASS_PATH, environment, FileSystemChild.class)
                .out();
    }

    private void assertAllAreKeptAndHeardOnce(Map<String, String> environment) throws Exception {
        try (ScriptedServer server = ScriptedServer.start((index, request, socket) -> {
            if (up.get()) {
                heard.add(request);
            }
            ScriptedServer.write(socket, ScriptedServer.plain(up.get() ? 200 : 503, "{}", "Connection: close"));
            socket.close();
        })) {
            String endpoint = server.uri("/scout").toString();
            for (int i = 0; i < RUNS; i++) {
                run(environment, endpoint, "0", "0").assertPrinted();
            }
            assertThat(reports()).hasSize(RUNS);
            for (Path report : reports()) {
                makeOlder(report);
            }
            up.set(true);
            run(environment, endpoint, "+" + (RUNS + 1), "1000").assertPrinted();

            assertThat(heard.stream().map(OddHomesIT::key)).hasSize(RUNS + 1).doesNotHaveDuplicates();
            assertThat(heard.stream().map(OddHomesIT::installId).distinct()).hasSize(1);
            assertThat(reports()).isEmpty();
        }
    }

    /** What is a few seconds old is left to the process that made it: by name and content, this one is older. */
    private static void makeOlder(Path report) throws IOException {
        Instant created = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS);
        String text = Files.readString(report).replaceFirst("created: .*", "created: " + created);
        String name = report.getFileName().toString();
        Files.writeString(report.resolveSibling(created.toEpochMilli() + name.substring(DIGITS)), text);
        Files.delete(report);
    }

    private Map<String, String> withLibrary(String name) throws Exception {
        assumeThat(new File(GCC).canExecute())
                .withFailMessage("such a file system is played by a library, which %s compiles: it is missing", GCC)
                .isTrue();
        Path source = home.resolve(name + ".c");
        try (InputStream in = OddHomesIT.class.getResourceAsStream("/native/" + name + ".c")) {
            Files.copy(in, source);
        }
        Path library = home.resolve(name + ".so");
        Process gcc = new ProcessBuilder(GCC, "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl")
                .inheritIO()
                .start();
        assertThat(gcc.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(gcc.exitValue()).isZero();
        return Map.of("HOME", home.toString(), "LD_PRELOAD", library.toString());
    }

    private Outcome run(Map<String, String> environment, String endpoint, String work, String budget) throws Exception {
        return HostJvm.current(home).run(HostJvm.CLASS_PATH, environment, ToolChild.class, endpoint, work, budget, "-");
    }

    private List<Path> reports() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve(".local/state/tool/metriton/outbox"))) {
            return files.filter(file -> file.toString().matches(".*\\.(report|claimed)"))
                    .toList();
        }
    }

    private static String key(ReceivedRequest request) {
        return request.header("Idempotency-Key").orElseThrow();
    }

    private static String installId(ReceivedRequest request) {
        return request.text().replaceAll(".*\"install_id\":\"([^\"]*)\".*", "$1");
    }
}
