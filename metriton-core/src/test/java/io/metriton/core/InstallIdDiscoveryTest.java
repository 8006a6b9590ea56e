package io.metriton.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.InstallIdContext;
import io.metriton.api.InstallIdProvider;
import io.metriton.api.MetritonException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallIdDiscoveryTest {

    @TempDir
    private Path folder;

    @Test
    void reporterWithoutGivenId_asksTheProvidersOfItsClassLoader() throws IOException {
        try (URLClassLoader loader = loader(Low.class.getName(), High.class.getName())) {
            FakeTransport transport = FakeTransport.answering(200, "{}");
            Reporter reporter = Reporter.builder("app", "1.0")
                    .environment(Map.of())
                    .classLoader(loader)
                    .transport(transport)
                    .build();

            assertThat(installId(reporter)).as("High declines").isEqualTo("low");
            assertThat(reporter.status().installIdSource()).contains(Low.class.getName());
        }
    }

    private static String installId(Reporter reporter) throws MetritonException {
        return reporter.installId();
    }

    private URLClassLoader loader(String... services) throws IOException {
        Path file = folder.resolve("META-INF/services/" + InstallIdProvider.class.getName());
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", services), UTF_8);
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
    }

    /** Declines. */
    public static class A implements InstallIdProvider {
        @Override
        public Optional<String> installId(InstallIdContext context) {
            return Optional.empty();
        }
    }

    /** Declines first. */
    public static final class High extends A {
        @Override
        public int priority() {
            return 10;
        }
    }

    /** Has an id. */
    public static final class Low extends A {
        @Override
        public int priority() {
            return -10;
        }

        @Override
        public Optional<String> installId(InstallIdContext context) {
            return Optional.of("low");
        }
    }
}
