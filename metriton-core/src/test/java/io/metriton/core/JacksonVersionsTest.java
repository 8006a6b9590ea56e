package io.metriton.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import io.metriton.api.Report;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hosts choose the version of jackson-core: each is run in a class loader of its own, the jars are copied by the build. */
@ExtendWith(SystemState.class)
class JacksonVersionsTest {
    private static final Path VERSIONS = Path.of("target", "jackson-versions");
    private static final String ANSWER =
            "{\"notices\":[{\"level\":\"INFO\",\"message\":\"a\\nb\"},-1,2.5,1e400,true,null,[[]]],"
                    + "\"other\":{\"a\":[1]},\"latest_version\":\"2.0\",\"disable_scout\":true}";

    static Stream<Path> versions() throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(VERSIONS)) {
            jars = new ArrayList<>(files.sorted().toList());
        }
        assertThat(jars).hasSizeGreaterThanOrEqualTo(4);
        jars.add(locationOf(JsonFactory.class));
        return jars.stream();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void noticesAndTheOrderToStop_areReadWithEachVersion(Path jar) throws Exception {
        assertThat(answer(jar, ANSWER))
                .isEqualTo("1 2.0 [{level=INFO, message=a\nb}, -1, 2.5, 1E+400, true, null, [[]]] true");
    }

    /** Each from its own version of Jackson on: the numbers from 2.15, the name from 2.16. */
    @ParameterizedTest
    @MethodSource("versions")
    void limitsOfJackson_hideNoOrder(Path jar) throws Exception {
        String name = "n".repeat(60_000);
        String number = "9".repeat(5_000);
        String deep = "[".repeat(2_000) + "]".repeat(2_000);

        assertThat(answer(
                        jar,
                        "{\"" + name + "\":" + number + ",\"notices\":[" + number + "],\"x\":" + deep
                                + ",\"disable_scout\":true}"))
                .isEqualTo("1 1 [Infinity] true");
    }

    @ParameterizedTest
    @MethodSource("versions")
    void textThatIsNoJson_isMalformedAndDelivered(Path jar) throws Exception {
        assertThat(answer(jar, "{\"notices\":[}"))
                .startsWith("1 io.metriton.api.MalformedResponseException: the report was delivered");
    }

    @Test
    void withoutJackson_noticesAreLeftOutAndTheOrderIsObeyed() throws Exception {
        assertThat(answer(null, ANSWER)).isEqualTo("1 2.0 [] true");
        assertThat(answer(null, "{\"notices\":[1]}")).isEqualTo("1 1 [] false");
        assertThat(answer(null, "[1]")).startsWith("1 io.metriton.api.MalformedResponseException: ");
    }

    /** A version in which something is missing that is called only in the middle of an answer. */
    @Test
    void jacksonWithoutAClassThatIsNeeded_isAsNone() throws Exception {
        List<URL> urls = urls(VERSIONS.resolve("jackson-core-2.13.5.jar"));
        try (URLClassLoader loader = new Without("com.fasterxml.jackson.core.json.JsonReadContext", urls)) {
            assertThat(driver(loader).apply(ANSWER)).isEqualTo("1 2.0 [] true");
            assertThat(driver(loader).apply(ANSWER)).isEqualTo("1 2.0 [] true");
        }
    }

    private static String answer(Path jackson, String body) throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(urls(jackson).toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            return driver(loader).apply(body);
        }
    }

    @SuppressWarnings("unchecked")
    private static UnaryOperator<String> driver(ClassLoader loader) throws ReflectiveOperationException {
        Constructor<?> constructor =
                loader.loadClass(JacksonDriver.class.getName()).getDeclaredConstructor();
        constructor.setAccessible(true);
        return (UnaryOperator<String>) constructor.newInstance();
    }

    private static List<URL> urls(Path jackson) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Class<?> each : List.of(Report.class, ReportSender.class, JacksonVersionsTest.class)) {
            urls.add(locationOf(each).toUri().toURL());
        }
        if (jackson != null) {
            urls.add(jackson.toUri().toURL());
        }
        return urls;
    }

    private static Path locationOf(Class<?> type) {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).toPath();
    }

    private static final class Without extends URLClassLoader {
        private final String missing;

        Without(String missing, List<URL> urls) {
            super(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
            this.missing = missing;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.equals(missing)) {
                throw new ClassNotFoundException(name);
            }
            return super.findClass(name);
        }
    }
}
