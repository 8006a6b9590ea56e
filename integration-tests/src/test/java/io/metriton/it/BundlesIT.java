package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The OSGi headers say what module-info says: the two are written by hand. */
class BundlesIT {
    private static final Pattern PACKAGE = Pattern.compile("(?:^|,)([a-z.]+)(?=;version=|;uses)");

    static Stream<Path> jars() {
        return Arrays.stream(System.getProperty("java.class.path").split(System.getProperty("path.separator"), -1))
                .filter(entry -> entry.matches(".*metriton-(?!testkit|integration)[a-z-]+-[0-9][^/]*\\.jar"))
                .map(Path::of);
    }

    @ParameterizedTest
    @MethodSource("jars")
    void headers_areThoseOfTheModule(Path path) throws Exception {
        ModuleDescriptor module =
                ModuleFinder.of(path).findAll().iterator().next().descriptor();
        try (JarFile jar = new JarFile(path.toFile())) {
            Attributes headers = jar.getManifest().getMainAttributes();

            assertThat(headers.getValue("Bundle-SymbolicName")).isEqualTo(module.name());
            assertThat(headers.getValue("Automatic-Module-Name")).isNull();
            assertThat(PACKAGE.matcher(headers.getValue("Export-Package"))
                            .results()
                            .map(found -> found.group(1)))
                    .containsExactlyInAnyOrderElementsOf(module.exports().stream()
                            .map(ModuleDescriptor.Exports::source)
                            .toList());
            for (ModuleDescriptor.Provides provided : module.provides()) {
                assertThat(headers.getValue("Provide-Capability"))
                        .contains("osgi.serviceloader;osgi.serviceloader=\"" + provided.service() + "\";register:=\""
                                + provided.providers().get(0) + "\"");
            }
            for (String used : new TreeSet<>(module.uses())) {
                assertThat(headers.getValue("Require-Capability")).contains("(osgi.serviceloader=" + used + ")");
            }
        }
    }
}
