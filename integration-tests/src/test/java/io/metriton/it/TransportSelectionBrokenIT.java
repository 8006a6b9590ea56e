package io.metriton.it;

import static io.metriton.it.IsolatedSdk.Plugin.SOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broken provider is named once at WARNING, and the others do the work. */
class TransportSelectionBrokenIT {
    private static final String SPI = "io.metriton.api.TransportProvider";
    private static final String THROW = "if (true) throw new IllegalStateException(\"boom\");";
    private static final String BOOM = "java.lang.IllegalStateException: boom";
    private static final String NAME = "return \"broken\";";
    private static final String FIRST = "return 100;";
    private static final String CREATE = "return r -> null;";

    private LogRecorder log;
    private ProviderFolder broken;

    @TempDir
    Path root;

    @BeforeEach
    void record() throws Exception {
        log = new LogRecorder();
        broken = new ProviderFolder(root.resolve("broken"));
    }

    @AfterEach
    void stopRecording() {
        log.close();
    }

    @Test
    void constructorThrows() throws Exception {
        broken.transport("Broken", THROW, NAME, FIRST, CREATE);

        assertIsolated("acme.Broken: " + SPI + ": Provider acme.Broken could not be instantiated (" + BOOM + ")");
    }

    @Test
    void classOfTheConstructorMissing() throws Exception {
        broken.source("Gone", "public class Gone {}").transport("Broken", "new Gone();", NAME, FIRST, CREATE);
        Files.delete(broken.path().resolve("acme/Gone.class"));

        assertIsolated("acme.Broken: " + SPI + ": Provider acme.Broken could not be instantiated"
                + " (java.lang.NoClassDefFoundError: acme/Gone)");
    }

    @Test
    void classMissing() throws Exception {
        broken.registerTransport("acme.Missing");

        assertIsolated(SPI + ": Provider acme.Missing not found");
    }

    @Test
    void superclassMissing() throws Exception {
        broken.source("Gone", "public class Gone {}")
                .source("Heir", "public class Heir extends Gone {}")
                .registerTransport("acme.Heir");
        Files.delete(broken.path().resolve("acme/Gone.class"));

        assertIsolated("acme/Gone (java.lang.ClassNotFoundException: acme.Gone)");
    }

    @Test
    void classFileDamaged() throws Exception {
        broken.transport("Broken", "", NAME, FIRST, CREATE);
        Files.write(broken.path().resolve("acme/Broken.class"), new byte[16]);

        assertIsolated("Incompatible magic value 0 in class file acme/Broken");
    }

    @Test
    void notASubtype() throws Exception {
        broken.source("Stranger", "public class Stranger {}").registerTransport("acme.Stranger");

        assertIsolated(SPI + ": acme.Stranger not a subtype");
    }

    @Test
    void syntaxErrorInTheServicesFile() throws Exception {
        broken.registerTransport("acme Broken");

        assertIsolated(SPI + ": file:" + broken.path() + "/META-INF/services/" + SPI
                + ":1: Illegal configuration-file syntax");
    }

    @Test
    void nameThrows() throws Exception {
        broken.transport("Broken", "", "throw new IllegalStateException(\"boom\");", FIRST, CREATE);

        assertIsolated("acme.Broken: " + BOOM);
    }

    @Test
    void nameIsNull_onceBrokeTheChoiceOfAnyOtherByName() throws Exception {
        broken.transport("Broken", "", "return null;", FIRST, CREATE);

        assertIsolated("acme.Broken: java.lang.NullPointerException: name() returned no name");
    }

    @Test
    void priorityThrows() throws Exception {
        broken.transport("Broken", "", NAME, "throw new IllegalStateException(\"boom\");", CREATE);

        assertIsolated("acme.Broken: " + BOOM);
    }

    @Test
    void createThrows() throws Exception {
        broken.transport("Broken", "", NAME, FIRST, "throw new IllegalStateException(\"boom\");");

        assertIsolated("broken (acme.Broken): " + BOOM);
        assertThat(buildWith(broken, Map.of("builder.transport", "broken")))
                .isEqualTo("io.metriton.api.MetritonConfigurationException: the transport broken (acme.Broken), which"
                        + " Reporter.Builder.transport(String) asks for, cannot be made: " + BOOM);
    }

    @Test
    void createFindsItsLibraryMissing() throws Exception {
        broken.source("Gone", "public class Gone {}")
                .transport("Broken", "", NAME, FIRST, "Object gone = new Gone(); return r -> null;");
        Files.delete(broken.path().resolve("acme/Gone.class"));

        assertIsolated("broken (acme.Broken): java.lang.NoClassDefFoundError: acme/Gone");
    }

    @Test
    void createGivesNull_onceEndedInANullPointerExceptionOfBuild() throws Exception {
        broken.transport("Broken", "", NAME, FIRST, "return null;");

        assertIsolated("broken (acme.Broken): java.lang.NullPointerException: create() returned no transport");
    }

    @Test
    void onlyBrokenOnes_areAllListedWithTheWayOut() throws Exception {
        broken.transport("Broken", THROW, NAME, FIRST, CREATE)
                .transport("Failing", "", "return \"failing\";", FIRST, "throw new IllegalStateException(\"boom\");")
                .registerTransport("acme.Missing");

        assertThat(buildWith(broken, Map.of()))
                .isEqualTo(TransportSelectionIT.WAY_OUT
                        + "; these could not be used: acme.Broken: " + SPI
                        + ": Provider acme.Broken could not be instantiated (" + BOOM + "); " + SPI
                        + ": Provider acme.Missing not found; failing (acme.Failing): " + BOOM);
    }

    @Test
    void onlyBrokenOnesOfTheSdksOwnLoader_theContextClassLoaderIsAsked() throws Exception {
        broken.transport("Broken", THROW, NAME, FIRST, CREATE);
        ProviderFolder good = new ProviderFolder(root.resolve("good")).transport("Good", "good", 0);

        try (IsolatedSdk sdk = IsolatedSdk.with(List.of(broken)).context(good)) {
            assertThat(sdk.build(Map.of())).isEqualTo("good");
        }
        assertThat(log.at(Level.WARNING))
                .containsExactly("a Metriton transport cannot be used: acme.Broken: " + SPI
                        + ": Provider acme.Broken could not be instantiated (" + BOOM + ")");
    }

    /** Builds twice, and by name: the good one is used each time, and the broken one is named once. */
    private void assertIsolated(String failure) throws Exception {
        try (IsolatedSdk sdk = IsolatedSdk.with(List.of(broken), SOCKET)) {
            assertThat(sdk.build(Map.of())).isEqualTo("socket");
            assertThat(sdk.build(Map.of())).isEqualTo("socket");
            assertThat(sdk.build(Map.of("builder.transport", "socket"))).isEqualTo("socket");
        }
        assertThat(log.at(Level.WARNING))
                .singleElement()
                .satisfies(
                        message -> assertThat(message).startsWith("a Metriton transport cannot be used: " + failure));
    }

    private static String buildWith(ProviderFolder folder, Map<String, String> settings) throws Exception {
        try (IsolatedSdk sdk = IsolatedSdk.with(List.of(folder))) {
            return sdk.build(settings);
        }
    }
}
