package io.metriton.it;

import static io.metriton.it.IsolatedSdk.Plugin.APACHE;
import static io.metriton.it.IsolatedSdk.Plugin.JDK;
import static io.metriton.it.IsolatedSdk.Plugin.OKHTTP;
import static io.metriton.it.IsolatedSdk.Plugin.SOCKET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.Transport;
import io.metriton.api.TransportRequest;
import io.metriton.api.TransportResponse;
import io.metriton.core.Reporter;
import io.metriton.testkit.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which transport is taken if the application or the user asks for one. */
class TransportSelectionConfiguredIT {
    private static final String BUILDER = "builder.transport";
    private static final String PROPERTY = "metriton.transport";
    private static final String VARIABLE = "METRITON_TRANSPORT";
    private static final String LOG = "log (io.metriton.core.internal.report.LogTransport$Provider)";

    @TempDir
    Path root;

    @AfterEach
    void clearProperty() {
        System.clearProperty(PROPERTY);
    }

    @ParameterizedTest
    @CsvSource({
        "apache, jdk, socket, apache",
        "apache, , socket, apache",
        "apache, jdk, , apache",
        " , jdk, socket, jdk",
        " , jdk, , jdk",
        " , , socket, socket",
        " , , , okhttp",
        "' ', ' ', ' ', okhttp",
        "' ', '', socket, socket"
    })
    void builderThenPropertyThenVariable_isTheOrderAndBlankIsUnset(
            String builder, String property, String variable, String chosen) throws Exception {
        Map<String, String> settings = new HashMap<>();
        if (builder != null) {
            settings.put(BUILDER, builder);
        }
        if (property != null) {
            System.setProperty(PROPERTY, property);
        }
        if (variable != null) {
            settings.put(VARIABLE, variable);
        }

        try (IsolatedSdk sdk = IsolatedSdk.with(OKHTTP, APACHE, JDK, SOCKET)) {
            assertThat(sdk.build(settings)).isEqualTo(chosen);
        }
    }

    /** A dry run is the user's, whatever a start script has set. */
    @Test
    void logInTheVariable_beatsBuilderAndProperty() throws Exception {
        System.setProperty(PROPERTY, "jdk");
        try (IsolatedSdk sdk = IsolatedSdk.with(APACHE, JDK)) {
            assertThat(sdk.build(Map.of(VARIABLE, "log"))).isEqualTo("log");
            assertThat(sdk.build(Map.of(VARIABLE, " LOG ", BUILDER, "apache"))).isEqualTo("log");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "JDK", " jdk ", "io.metriton.transport.jdk.JdkTransportProvider"})
    void nameOrClassName_isWhatMayBeGiven(String given) throws Exception {
        try (IsolatedSdk sdk = IsolatedSdk.with(OKHTTP, JDK)) {
            assertThat(sdk.build(Map.of(BUILDER, given))).isEqualTo("jdk");
            assertThat(sdk.build(Map.of(VARIABLE, given))).isEqualTo("jdk");
            System.setProperty(PROPERTY, given);
            assertThat(sdk.build(Map.of())).isEqualTo("jdk");
        }
    }

    @Test
    void twoOfOneName_theBetterOneIsTakenAndTheOtherByItsClassName() throws Exception {
        ProviderFolder acme = new ProviderFolder(root.resolve("acme"))
                .transport("One", "same", 1)
                .transport("Two", "same", 2)
                .transport("Worse", "worse", 0);

        try (IsolatedSdk sdk = IsolatedSdk.with(List.of(acme))) {
            assertThat(sdk.build(Map.of(BUILDER, "worse", "builder.installId", "id")))
                    .isEqualTo("worse");
            assertThat(sdk.build(Map.of(BUILDER, "same", "builder.installId", "id")))
                    .isEqualTo("same");
            assertThat(sdk.report()).contains("acme.Two");
            assertThat(sdk.build(Map.of(BUILDER, "acme.One", "builder.installId", "id")))
                    .isEqualTo("same");
            assertThat(sdk.report()).contains("acme.One");
        }
    }

    @Test
    void noMatch_listsTheCandidatesAndWhoAskedForIt() throws Exception {
        String candidates = " asks for; candidates: " + OKHTTP.candidate() + ", " + JDK.candidate() + ", " + LOG;
        String disabled = "no transport is called 'nope', which ";
        String unknown = "io.metriton.api.MetritonConfigurationException: " + disabled;
        try (IsolatedSdk sdk = IsolatedSdk.with(JDK, OKHTTP)) {
            assertThat(sdk.build(Map.of(VARIABLE, "nope")))
                    .as("the user's mistake")
                    .isEqualTo("none");
            assertThat(sdk.status()).isEqualTo(disabled + "the environment variable METRITON_TRANSPORT" + candidates);
            System.setProperty(PROPERTY, "nope");
            assertThat(sdk.build(Map.of(VARIABLE, "jdk")))
                    .as("the user's mistake")
                    .isEqualTo("none");
            assertThat(sdk.status()).isEqualTo(disabled + "the system property metriton.transport" + candidates);
            assertThat(sdk.build(Map.of(BUILDER, "nope")))
                    .isEqualTo(unknown + "Reporter.Builder.transport(String)" + candidates);
        }
    }

    @Test
    void noMatchAndABrokenOne_listsTheBrokenOneToo() throws Exception {
        ProviderFolder acme = new ProviderFolder(root.resolve("acme")).registerTransport("acme.Missing");

        try (LogRecorder log = new LogRecorder();
                IsolatedSdk sdk = IsolatedSdk.with(List.of(acme))) {
            assertThat(sdk.build(Map.of(BUILDER, "no\npe\u00e9")))
                    .isEqualTo("io.metriton.api.MetritonConfigurationException: no transport is called 'nope', which"
                            + " Reporter.Builder.transport(String) asks for; candidates: " + LOG
                            + "; these could not be used: io.metriton.api.TransportProvider: Provider acme.Missing not"
                            + " found");
            assertThat(log.at(Level.WARNING)).hasSize(1);
        }
    }

    @Test
    void instance_winsOverAllConfigurationAndIsNotClosed() throws Exception {
        System.setProperty(PROPERTY, "nope");
        boolean[] closed = new boolean[1];
        Closeable own = new Closeable(closed);
        try (Reporter reporter = Reporter.builder("app", "1.0.0")
                .environment(Map.of(VARIABLE, "nope"))
                .transport("nope")
                .transport(own)
                .build()) {
            assertThat(reporter.status().transport()).contains(Closeable.class.getName());
        }
        assertThat(closed[0]).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {BUILDER, VARIABLE})
    void log_printsTheJsonToStderrAndSendsNothing(String where) throws Exception {
        PrintStream stderr = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"));
                IsolatedSdk sdk = IsolatedSdk.with(OKHTTP)) {
            System.setErr(new PrintStream(printed, true, UTF_8));
            String endpoint = "http://me:secret@127.0.0.1:" + server.port() + "/scout";
            assertThat(sdk.build(Map.of(where, "log", "endpoint", endpoint, "builder.installId", "the-id")))
                    .isEqualTo("log");
            assertThat(sdk.report())
                    .isEqualTo("Response[application=app, latestVersion=1.0.0, notices=[], hardLimit=false,"
                            + " disableScout=false]");
            assertThat(server.connections()).isZero();
            assertThat(printed.toString(UTF_8))
                    .isEqualTo("metriton would send to " + server.uri("/scout")
                            + ": {\"application\":\"app\",\"install_id\":\"the-id\",\"version\":\"1.0.0\","
                            + "\"metadata\":{\"key\":\"value\"}}" + System.lineSeparator());
        } finally {
            System.setErr(stderr);
        }
    }

    @Test
    void log_needsNoOtherTransportAndIsNeverChosenUnasked() throws Exception {
        try (IsolatedSdk sdk = IsolatedSdk.with()) {
            assertThat(sdk.build(Map.of(BUILDER, "log"))).isEqualTo("log");
            assertThat(sdk.build(Map.of(BUILDER, "io.metriton.core.internal.report.LogTransport$Provider")))
                    .isEqualTo("log");
            assertThat(sdk.build(Map.of())).isEqualTo(TransportSelectionIT.WAY_OUT);
        }
    }

    /** An application's own transport. */
    private record Closeable(boolean[] closed) implements Transport {

        @Override
        public TransportResponse send(TransportRequest request) {
            return TransportResponse.builder().build();
        }

        @Override
        public void close() {
            closed[0] = true;
        }
    }
}
