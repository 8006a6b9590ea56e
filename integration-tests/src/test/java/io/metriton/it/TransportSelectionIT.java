package io.metriton.it;

import static io.metriton.it.IsolatedSdk.Plugin.APACHE;
import static io.metriton.it.IsolatedSdk.Plugin.JDK;
import static io.metriton.it.IsolatedSdk.Plugin.OKHTTP;
import static io.metriton.it.IsolatedSdk.Plugin.SOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.it.IsolatedSdk.Plugin;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which transport is taken of those on the class path if nobody asks for one. */
class TransportSelectionIT {
    static final String WAY_OUT = "io.metriton.api.MetritonConfigurationException: no transport found: add one of"
            + " io.metriton:metriton-transport-socket (no dependency),"
            + " io.metriton:metriton-transport-jdk, io.metriton:metriton-transport-okhttp or"
            + " io.metriton:metriton-transport-apache to the class path or module path, or pass an instance to"
            + " Reporter.Builder.transport(Transport); in a shaded jar merge META-INF/services, with jlink name"
            + " its module in --add-modules";

    private static final Map<String, String> DEFAULTS = Map.of();

    private LogRecorder log;

    @TempDir
    Path root;

    @BeforeEach
    void record() {
        log = new LogRecorder();
    }

    @AfterEach
    void stopRecording() {
        log.close();
    }

    @Test
    void none_isAConfigurationExceptionThatNamesTheArtifacts() throws Exception {
        try (IsolatedSdk sdk = IsolatedSdk.with()) {
            assertThat(sdk.build(DEFAULTS)).isEqualTo(WAY_OUT);
        }
        assertThat(log.at(Level.WARNING)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = "INSTALLID_FS", mode = EnumSource.Mode.EXCLUDE)
    void one_isTakenAndNothingIsLogged(Plugin plugin) throws Exception {
        String name = plugin.candidate().split(" ", -1)[0];
        try (IsolatedSdk sdk = IsolatedSdk.with(plugin)) {
            assertThat(sdk.build(DEFAULTS)).isEqualTo(name);
        }
        assertThat(log.at(Level.FINE)).isEmpty();
        assertThat(log.at(Level.WARNING)).isEmpty();
    }

    @Test
    void allOfOurs_okhttpIsTaken() throws Exception {
        try (IsolatedSdk sdk = IsolatedSdk.with(SOCKET, JDK, APACHE, OKHTTP)) {
            assertThat(sdk.build(DEFAULTS)).isEqualTo("okhttp");
        }
    }

    @Test
    void withoutOkhttp_theNextOneIsTaken() throws Exception {
        try (IsolatedSdk sdk = IsolatedSdk.with(SOCKET, JDK, APACHE)) {
            assertThat(sdk.build(DEFAULTS)).isEqualTo("apache");
        }
        try (IsolatedSdk sdk = IsolatedSdk.with(SOCKET, JDK)) {
            assertThat(sdk.build(DEFAULTS)).isEqualTo("jdk");
        }
    }

    @Test
    void thirdPartyWithTheDefaultPriority_winsOverOurs() throws Exception {
        ProviderFolder acme = folder("acme")
                .source(
                        "Acme",
                        "import io.metriton.api.*;",
                        "public class Acme implements TransportProvider {",
                        "  @Override public String name() { return \"acme\"; }",
                        "  @Override public Transport create(TransportConfig config) { return r -> null; }",
                        "}")
                .registerTransport("acme.Acme");

        try (IsolatedSdk sdk = IsolatedSdk.with(List.of(acme), OKHTTP, SOCKET)) {
            assertThat(sdk.build(DEFAULTS)).isEqualTo("acme");
        }
    }

    @Test
    void extremePriorities_areComparedAndNotSubtracted() throws Exception {
        ProviderFolder acme = folder("acme")
                .transport("Lowest", "lowest", Integer.MIN_VALUE)
                .transport("Highest", "highest", Integer.MAX_VALUE)
                .transport("Middle", "middle", 1);

        try (IsolatedSdk sdk = IsolatedSdk.with(List.of(acme))) {
            assertThat(sdk.build(DEFAULTS)).isEqualTo("highest");
        }
    }

    @Test
    void samePriority_theClassNameDecidesAndNotTheOrderOfTheClassPath() throws Exception {
        ProviderFolder one = folder("one").transport("Zebra", "aaa", 5).transport("Beta", "zzz", 5);
        ProviderFolder two = folder("two").transport("Alpha", "mmm", 5);

        try (IsolatedSdk sdk = IsolatedSdk.with(List.of(one, two))) {
            assertThat(sdk.build(DEFAULTS)).isEqualTo("mmm");
        }
    }

    @Test
    void sameClassRegisteredSeveralTimes_isOneCandidate() throws Exception {
        ProviderFolder one = folder("one").transport("Acme", "acme", 0).registerTransport("acme.Acme");
        ProviderFolder two = folder("two").transport("Acme", "acme", 0);

        try (IsolatedSdk sdk = IsolatedSdk.with(List.of(one, two))) {
            assertThat(sdk.build(DEFAULTS)).isEqualTo("acme");
        }
    }

    @Test
    void contextClassLoader_isAskedIfTheSdksOwnFindsNone() throws Exception {
        ProviderFolder acme = folder("acme").transport("Acme", "acme", 0);

        try (IsolatedSdk sdk = IsolatedSdk.with().context(acme)) {
            assertThat(sdk.build(DEFAULTS)).isEqualTo("acme");
        }
    }

    @Test
    void contextClassLoader_isNotAskedIfTheSdksOwnFindsOne() throws Exception {
        ProviderFolder acme = folder("acme").transport("Acme", "acme", 0);

        try (IsolatedSdk sdk = IsolatedSdk.with(SOCKET).context(acme)) {
            assertThat(sdk.build(DEFAULTS)).isEqualTo("socket");
        }
    }

    private ProviderFolder folder(String name) throws Exception {
        return new ProviderFolder(root.resolve(name));
    }
}
