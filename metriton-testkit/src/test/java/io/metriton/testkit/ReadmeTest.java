package io.metriton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README shows code that was compiled and run. */
class ReadmeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/test/java/com/acme/AcmeInstallIdProvider.java",
                "src/test/java/com/acme/AcmeInstallIdProviderTest.java",
                "src/test/java/com/acme/AcmeTransport.java",
                "src/test/java/com/acme/AcmeTransportProvider.java",
                "src/test/java/com/acme/AcmeTransportTest.java",
                "src/test/java/com/acme/FileTransportProvider.java",
                "src/test/java/com/acme/FileTransportTest.java",
                "../examples/quickstart/src/test/java/io/metriton/examples/quickstart/TelemetryTest.java",
            })
    void code_isThatOfATest(String file) throws Exception {
        String source = Files.readString(Path.of(file));

        assertThat(Files.readString(Path.of("README.md")))
                .contains(
                        "```java\n" + source.substring(file.contains("acme") ? 0 : source.indexOf("import ")) + "```");
    }
}
