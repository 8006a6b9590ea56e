package io.metriton.it;

import static io.metriton.it.IsolatedSdk.Plugin.INSTALLID_FS;
import static io.metriton.it.IsolatedSdk.Plugin.SOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.it.IsolatedSdk.Plugin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which provider of install IDs is asked when, of those on the class path. */
class InstallIdSelectionIT {
    private static final String EXCEPTION = "io.metriton.api.InstallIdException: ";
    private static final String WAY_OUT = "add io.metriton:metriton-installid-fs to the class path or module path, or"
            + " call Reporter.Builder.installId(String) or installIdProvider(InstallIdProvider)";
    private static final String NONE = "return java.util.Optional.empty();";
    private static final String BOOM = "throw new IllegalStateException(\"boom\");";

    private LogRecorder log;
    private ProviderFolder acme;
    private Path home;

    @TempDir
    Path root;

    @BeforeEach
    void prepare() throws Exception {
        log = new LogRecorder();
        acme = new ProviderFolder(root.resolve("acme"));
        home = Files.createDirectory(root.resolve("home"));
    }

    @AfterEach
    void stopRecording() {
        log.close();
    }

    @Test
    void none_isAnInstallIdExceptionThatNamesTheArtifact() throws Exception {
        assertThat(idWith()).isEqualTo(EXCEPTION + "no install-ID provider found: " + WAY_OUT);
    }

    @Test
    void filesystem_isFoundAndSaysWhereTheIdIs() throws Exception {
        try (IsolatedSdk sdk = sdk(INSTALLID_FS)) {
            assertThat(sdk.source())
                    .as("where it would be")
                    .isEqualTo(home.resolve(".config/app/id").toString());
            assertThat(home).isEmptyDirectory();

            String id = sdk.installId();

            assertThat(home.resolve(".config/app/id")).hasContent(id);
            assertThat(sdk.source()).isEqualTo(home.resolve(".config/app/id").toString());
        }
    }

    @Test
    void thirdPartyWithTheDefaultPriority_isAskedBeforeTheFileSystem() throws Exception {
        acme.installId("Acme", id("acme"), "return InstallIdProvider.super.priority();");

        assertThat(idWith(INSTALLID_FS)).isEqualTo("acme");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void givenId_isTakenAndNobodyIsAsked() throws Exception {
        acme.installId("Acme", BOOM, "return 100;");

        try (IsolatedSdk sdk = IsolatedSdk.with(List.of(acme), SOCKET)) {
            sdk.build(Map.of("builder.installId", "given"));
            assertThat(sdk.installId()).isEqualTo("given");
            assertThat(sdk.source()).isEqualTo("given by the application");
        }
    }

    @Test
    void highestPriority_isAskedFirstAndTiesGoByClassName() throws Exception {
        acme.installId("Zebra", id("zebra"), "return 1;")
                .installId("Alpha", id("alpha"), "return 1;")
                .installId("Lowest", id("lowest"), "return Integer.MIN_VALUE;");

        assertThat(idWith()).isEqualTo("alpha");

        acme.installId("Highest", id("highest"), "return Integer.MAX_VALUE;");

        assertThat(idWith()).isEqualTo("highest");
    }

    @ParameterizedTest
    @ValueSource(strings = {NONE, "return null;", "return java.util.Optional.of(\" \\n\");"})
    void noAnswer_theNextIsAsked(String installId) throws Exception {
        acme.installId("Shy", installId, "return 100;").installId("Acme", id("acme"), "return 1;");

        try (IsolatedSdk sdk = sdk()) {
            assertThat(sdk.installId()).isEqualTo("acme");
            assertThat(sdk.source()).isEqualTo("acme.Acme");
        }
    }

    @Test
    void onlyWithoutAnswer_isAnInstallIdExceptionThatSaysSo() throws Exception {
        acme.installId("Shy", NONE, "return 100;");

        assertThat(idWith())
                .isEqualTo(EXCEPTION + "none of these install-ID providers had an id, and no other is asked: acme.Shy; "
                        + WAY_OUT);
    }

    @Test
    void providerThrows_isAnInstallIdExceptionThatNamesItAndTheNextCallAsksAgain() throws Exception {
        acme.installId(
                "Flaky",
                "if (System.setProperty(\"acme.flaky\", \"\") == null) " + BOOM + " " + id("acme"),
                "return 100;");

        try (IsolatedSdk sdk = sdk(INSTALLID_FS)) {
            assertThat(sdk.installId()).isEqualTo(EXCEPTION + "the install-ID provider acme.Flaky failed: boom");
            assertThat(sdk.installId()).isEqualTo("acme");
        } finally {
            System.clearProperty("acme.flaky");
        }
    }

    @Test
    void brokenProviders_areNamedOnceAtWarningAndTheOthersAreAsked() throws Exception {
        acme.source(
                        "Broken",
                        "public class Broken implements io.metriton.api.InstallIdProvider {",
                        "  public Broken() { " + BOOM + " }",
                        "  public java.util.Optional<String> installId(io.metriton.api.InstallIdContext c) { " + NONE
                                + " }",
                        "}")
                .register("io.metriton.api.InstallIdProvider", "acme.Broken")
                .register("io.metriton.api.InstallIdProvider", "acme.Missing")
                .installId("Acme", id("acme"), "return 1;");

        try (IsolatedSdk sdk = sdk()) {
            assertThat(sdk.installId()).isEqualTo("acme");
            sdk.build(Map.of());
            assertThat(sdk.installId()).isEqualTo("acme");
        }
        assertThat(log.at(Level.WARNING))
                .containsExactlyInAnyOrder(
                        "a Metriton install-ID provider cannot be used: acme.Broken: io.metriton.api.InstallIdProvider:"
                                + " Provider acme.Broken could not be instantiated"
                                + " (java.lang.IllegalStateException: boom)",
                        "a Metriton install-ID provider cannot be used: io.metriton.api.InstallIdProvider: Provider"
                                + " acme.Missing not found");
    }

    @Test
    void priorityThrows_isNamedAndTheOthersAreAsked_whereItOnceBrokeAll() throws Exception {
        acme.installId("Broken", id("broken"), BOOM).installId("Acme", id("acme"), "return 1;");

        assertThat(idWith()).isEqualTo("acme");
        assertThat(log.at(Level.WARNING))
                .containsExactly("a Metriton install-ID provider cannot be used: acme.Broken:"
                        + " java.lang.IllegalStateException: boom");
    }

    @Test
    void contextClassLoader_isAskedOnlyIfTheSdksOwnFindsNone() throws Exception {
        acme.installId("Acme", id("acme"), "return 100;");

        try (IsolatedSdk sdk = IsolatedSdk.with(SOCKET).context(acme)) {
            sdk.build(Map.of("HOME", home.toString()));
            assertThat(sdk.installId()).isEqualTo("acme");
        }
        try (IsolatedSdk sdk = IsolatedSdk.with(SOCKET, INSTALLID_FS).context(acme)) {
            sdk.build(Map.of("HOME", home.toString()));
            assertThat(sdk.installId()).hasSize(36);
        }
    }

    private static String id(String id) {
        return "return java.util.Optional.of(\"" + id + "\");";
    }

    private String idWith(Plugin... plugins) throws Exception {
        try (IsolatedSdk sdk = sdk(plugins)) {
            return sdk.installId();
        }
    }

    private IsolatedSdk sdk(Plugin... plugins) throws Exception {
        IsolatedSdk sdk = IsolatedSdk.with(
                List.of(acme),
                Stream.concat(Stream.of(SOCKET), Arrays.stream(plugins)).toArray(Plugin[]::new));
        assertThat(sdk.build(Map.of("HOME", home.toString()))).isEqualTo("socket");
        return sdk;
    }
}
