package io.metriton.core.internal.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.InstallIdContext;
import io.metriton.api.InstallIdProvider;
import io.metriton.core.internal.report.ReporterSettings.Loaders;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallIdSelectionTest {

    @TempDir
    private Path folder;

    @Test
    void providers_areAskedByPriorityThenByClassName() throws IOException {
        assertThat(discovered(Low.class.getName(), B.class.getName(), High.class.getName(), A.class.getName()))
                .containsExactly(High.class, A.class, B.class, Low.class);
    }

    @Test
    void providerThatComesTwice_isAskedOnce() throws IOException {
        assertThat(discovered(A.class.getName(), A.class.getName())).containsExactly(A.class);
    }

    @Test
    void providerThatCannotBeMade_isNoReasonToMissTheOthers() throws IOException {
        assertThat(discovered("no.such.Provider", Broken.class.getName(), "java.lang.String", A.class.getName()))
                .containsExactly(A.class);
    }

    @Test
    void noProvider_isAnEmptyList() throws IOException {
        assertThat(discovered()).isEmpty();
    }

    private List<Class<?>> discovered(String... services) throws IOException {
        try (URLClassLoader loader = loader(services)) {
            return new InstallIdSelection(null, Loaders.of(loader))
                    .get().stream().<Class<?>>map(InstallIdProvider::getClass).toList();
        }
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

    /** Declines. */
    public static final class B extends A {}

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

    /** Cannot be made. */
    public static final class Broken extends A {
        public Broken() {
            throw new IllegalStateException("broken");
        }
    }
}
