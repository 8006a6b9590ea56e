package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.metriton.it.Program.Outcome;
import io.metriton.testkit.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Root runs a tool with the home of another user, as {@code sudo} does on macOS, and with links that lead elsewhere. */
@Tag("long")
class OtherHomeIT {
    private static final int USER = 65_433;
    private static final String DOWN = "http://127.0.0.1:1/scout";

    @TempDir
    Path temp;

    private Path home;
    private String classPath;

    @BeforeEach
    void makeHome() throws IOException {
        assumeThat(OtherUser.isPossible()).withFailMessage(OtherUser.REASON).isTrue();
        OtherUser.open(temp);
        home = Files.createDirectory(temp.resolve("home"));
        OtherUser.own(USER, home);
        classPath = OtherUser.copyOf(HostJvm.CLASS_PATH, temp.resolve("lib"));
    }

    @Test
    void rootInAFreshHomeOfAnother_createsNothingSendsNothingAndSaysWhy() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"))) {
            Map<String, String> before = tree();
            Outcome outcome = asRoot(server.uri("/scout").toString());

            assertThat(tree()).isEqualTo(before);
            assertThat(server.requests()).isEmpty();
            assertThat(outcome.status()).isZero();
            assertThat(String.join("\n", outcome.out())).contains("another user");
        }
    }

    @Test
    void rootInAHomeInWhichReportsWait_takesNone() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"))) {
            for (int i = 0; i < 3; i++) {
                asUser(DOWN).assertPrinted();
            }
            Map<String, String> before = tree();
            assertThat(before.keySet())
                    .filteredOn(name -> name.endsWith(".report"))
                    .hasSize(3);

            asRoot(DOWN);
            assertThat(tree()).isEqualTo(before);
            asRoot(server.uri("/scout").toString());
            assertThat(tree()).isEqualTo(before);
            assertThat(server.requests()).isEmpty();

            asUser(DOWN).assertPrinted();
            assertThat(tree()).hasSize(before.size() + 1);
        }
    }

    /** What a link of a user's leads to is neither read nor made, for root in its own home. */
    @Test
    void idAndOutboxThatAreLinksOfAnotherUser_areNotFollowed() throws Exception {
        Path secret = Files.writeString(temp.resolve("secret"), "a-line-of-roots\n");
        Path missing = temp.resolve("missing");
        for (Path target : List.of(secret, missing)) {
            Path roots = Files.createDirectories(temp.resolve("root-" + target.getFileName()));
            Path id = link(roots.resolve(".config/tool/id"), target);
            link(roots.resolve(".local/state/tool/metriton/outbox"), temp.resolve("elsewhere"));
            try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"))) {
                Outcome outcome = run(List.of(), roots, server.uri("/scout").toString(), "1500", "say");

                assertThat(server.requests()).as("%s", outcome).isEmpty();
                assertThat(id).isSymbolicLink();
                assertThat(missing).doesNotExist();
                assertThat(temp.resolve("elsewhere")).doesNotExist();
                assertThat(String.join("\n", outcome.out())).contains("link");
            }
        }
    }

    private static Path link(Path path, Path target) throws IOException {
        Files.createDirectories(path.getParent());
        Files.createSymbolicLink(path, target);
        Files.setAttribute(path, "unix:uid", USER, LinkOption.NOFOLLOW_LINKS);
        return path;
    }

    private Outcome asRoot(String endpoint) throws Exception {
        return run(List.of(), home, endpoint, "1500", "say");
    }

    private Outcome asUser(String endpoint) throws Exception {
        return run(OtherUser.command(USER), home, endpoint, "0");
    }

    private Outcome run(List<String> before, Path home, String endpoint, String millis, String... more)
            throws Exception {
        List<String> arguments = new ArrayList<>(List.of(endpoint, millis, "200", "-"));
        arguments.addAll(List.of(more));
        return HostJvm.current(temp)
                .behind(before.toArray(String[]::new))
                .run(classPath, Map.of("HOME", home.toString()), ToolChild.class, arguments.toArray(String[]::new));
    }

    /** Each path with its owner, and when it was changed. */
    private Map<String, String> tree() throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(home)) {
            for (Path each : paths.toList()) {
                tree.put(
                        home.relativize(each).toString(),
                        Files.readAttributes(each, "unix:uid,mode,ino,ctime", LinkOption.NOFOLLOW_LINKS)
                                .toString());
            }
        }
        return tree;
    }
}
