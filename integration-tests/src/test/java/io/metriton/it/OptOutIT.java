package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.testkit.ScriptedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who has opted out is left alone: no file, no connection, no thread, and not one class of what would do all that, with
 * all transports and the provider of install IDs on the class path. Each case is a JVM of its own.
 */
@Timeout(60)
class OptOutIT {
    /** What has no business in a JVM whose user has opted out. */
    private static final Pattern UNWANTED = Pattern.compile("(io\\.metriton\\.(transport|installid|outbox)\\."
            + "|okhttp3\\.|okio\\.|kotlin\\.|org\\.apache\\.hc\\.|org\\.slf4j\\.|java\\.net\\.http\\.|jdk\\.internal\\.net\\.http\\."
            + "|sun\\.net\\.www\\.protocol\\.http\\.|com\\.fasterxml\\.jackson\\.|javax\\.net\\.ssl\\."
            + "|java\\.net\\.(Socket|InetAddress|ProxySelector)|java\\.util\\.logging\\."
            + "|io\\.metriton\\.core\\.internal\\.(delivery\\.(?!RetryRules|DeliverySettings\\$AnswerListener)|json\\.|process\\.)"
            + "|io\\.metriton\\.core\\.internal\\.report\\.(Services|TransportSelection|InstallId|ReportPipeline)"
            + "|io\\.metriton\\.core\\.internal\\.http\\.(EnvironmentProxies|HttpSender)"
            + "|io\\.metriton\\.core\\.internal\\.util\\.Log|io\\.metriton\\.api\\.(Outbox|DayLog)).*");

    private static final Pattern LOADED = Pattern.compile("\\[class,load\\s*] (\\S+) source:.*");

    private final Map<String, String> environment = new HashMap<>();
    private final List<String> options = new ArrayList<>();

    @TempDir
    Path root;

    private Path users;
    private ScriptedServer server;

    /** What a child JVM said, by the word before the equals sign, and which classes it loaded. */
    private record Outcome(Map<String, String> said, Set<String> loaded) {}

    @BeforeEach
    void start() throws Exception {
        server = ScriptedServer.start(
                ScriptedServer.always(200, "{\"latest_version\": \"9.9.9\", \"notices\": [\"n\"]}"));
        users = Files.createDirectory(root.resolve("users"));
        for (String folder : List.of("home", "xdg", "user", "tmp")) {
            Files.createDirectory(users.resolve(folder));
        }
        environment.put("HOME", users.resolve("home").toString());
        environment.put("XDG_CONFIG_HOME", users.resolve("xdg").toString());
        options.add("-Duser.home=" + users.resolve("user"));
        options.add("-Djava.io.tmpdir=" + users.resolve("tmp"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void applicationDisables_nothingIsTouched() throws Exception {
        assertUntouched(run("disabled"), "the application disabled it (enabled(false))");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE", ""})
    void systemProperty_nothingIsTouched(String value) throws Exception {
        options.add("-Dmetriton.disabled=" + value);

        assertUntouched(run(), "the system property metriton.disabled is set");
    }

    @ParameterizedTest
    @CsvSource({
        "SCOUT_DISABLE, 1, SCOUT_DISABLE is set",
        "SCOUT_DISABLE, 0, SCOUT_DISABLE is set",
        "SCOUT_DISABLE, false, SCOUT_DISABLE is set",
        "TRAVIS_REPO_SLUG, datawire/x, TRAVIS_REPO_SLUG starts with datawire/",
        "DO_NOT_TRACK, 1, DO_NOT_TRACK is set"
    })
    void environmentVariable_nothingIsTouched(String variable, String value, String reason) throws Exception {
        environment.put(variable, value);

        assertUntouched(run(), reason);
    }

    @Test
    void wrongConfiguration_isNotEvenLookedAt() throws Exception {
        environment.put("DO_NOT_TRACK", "1");
        environment.put("METRITON_TRANSPORT", "no-such-transport");
        environment.put("HTTPS_PROXY", "no proxy at all");

        assertUntouched(run(), "DO_NOT_TRACK is set");
    }

    @Test
    void applicationsOwnEnvironment_doesNotOverruleTheUser() throws Exception {
        environment.put("SCOUT_DISABLE", "1");

        assertUntouched(run("own-environment"), "SCOUT_DISABLE is set");
    }

    /** What the user did not say must not count as an opt-out; and all that the others look for can be seen here. */
    @ParameterizedTest
    @CsvSource({"DO_NOT_TRACK, 0", "DO_NOT_TRACK, False", "SCOUT_DISABLE, ''", "TRAVIS_REPO_SLUG, other/datawire"})
    void notOptedOut_everythingThatTheOtherCasesLookForIsSeen(String variable, String value) throws Exception {
        environment.put(variable, value);

        Outcome outcome = run();

        assertThat(outcome.said.get("report")).contains("latestVersion=9.9.9");
        assertThat(outcome.said.get("installId")).hasSize(36);
        assertThat(outcome.said.get("status"))
                .startsWith("ReporterStatus[enabled, ")
                .contains("okhttp");
        assertThat(outcome.said.get("after")).isNotEqualTo(outcome.said.get("before"));
        assertThat(outcome.said.get("background")).isEqualTo("9.9.9");
        assertThat(server.requests()).hasSize(2);
        assertThat(files()).contains("xdg/optout/id", "home/.local/state/optout/metriton/outbox");
        assertThat(outcome.loaded)
                .filteredOn(name -> UNWANTED.matcher(name).matches())
                .contains("io.metriton.core.internal.report.Services", "io.metriton.core.internal.http.HttpSender")
                .contains("io.metriton.installid.fs.FilesystemInstallIdProvider", "java.net.InetAddress")
                .contains("io.metriton.outbox.fs.FilesystemOutboxProvider", "io.metriton.api.OutboxProvider")
                .contains("io.metriton.transport.apache.ApacheTransportProvider", "okhttp3.OkHttpClient")
                .anyMatch(name -> name.startsWith("com.fasterxml.jackson."));
    }

    private void assertUntouched(Outcome outcome, String reason) throws Exception {
        assertThat(outcome.said.get("report"))
                .isEqualTo("Response[application=optout, latestVersion=1.2.3, notices=[], hardLimit=false,"
                        + " disableScout=false]");
        assertThat(outcome.said.get("background")).isEqualTo("1.2.3");
        assertThat(outcome.said.get("installId"))
                .isEqualTo("io.metriton.api.InstallIdException: no install ID is looked for: " + reason);
        assertThat(outcome.said.get("status"))
                .isEqualTo("ReporterStatus[disabled: " + reason + ", endpoint=" + server.uri("/scout")
                        + ", transport=none, installIdSource=none, lastSuccess=none, lastFailure=none]");
        assertThat(server.connections()).isZero();
        assertThat(files()).containsExactly("home", "tmp", "user", "xdg");
        assertThat(outcome.said.get("after")).isEqualTo(outcome.said.get("before"));
        assertThat(outcome.loaded).contains("io.metriton.core.Reporter");
        assertThat(outcome.loaded)
                .filteredOn(name -> UNWANTED.matcher(name).matches())
                .isEmpty();
    }

    private Outcome run(String... moreArguments) throws Exception {
        Path log = root.resolve("classes.log");
        options.add("-Xlog:class+load=info:file=" + log + ":tags:filecount=0");
        String[] arguments = Stream.concat(Stream.of(server.uri("/scout").toString()), Stream.of(moreArguments))
                .toArray(String[]::new);
        Map<String, String> said = new TreeMap<>();
        try (ChildJvm child =
                ChildJvm.start(OptOutChild.class, ChildJvm.wholeClassPath(), environment, options, arguments)) {
            for (String line : child.hearAll()) {
                String[] words = line.split("=", 2);
                said.put(words[0], words.length == 2 ? words[1] : "");
            }
        }
        return new Outcome(
                said,
                Files.readAllLines(log).stream()
                        .map(LOADED::matcher)
                        .filter(Matcher::matches)
                        .map(matcher -> matcher.group(1))
                        .collect(Collectors.toSet()));
    }

    private List<String> files() throws Exception {
        try (Stream<Path> all = Files.walk(users)) {
            return all.filter(path -> !path.equals(users))
                    .map(path -> users.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }
}
