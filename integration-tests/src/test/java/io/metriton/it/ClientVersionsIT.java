package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.testkit.ScriptedServer;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reports with each version of the transports' clients that a host program may have chosen: which transport is taken, and
 * whether it is heard. {@code socket} is there as well, to be taken in their place. The document is committed, and has to
 * say what this run says; {@code -Dmetriton.clientVersions.write} writes it anew.
 */
@Tag("long")
class ClientVersionsIT {
    private static final Path DOCUMENT = Path.of("..", "docs", "client-versions.md");
    private static final Path JARS = Path.of("target", "clients");
    private static final String OKIO = "okio-jvm-3.18.1";
    private static final String KOTLIN = "kotlin-stdlib-2.1.21";
    private static final String SLF4J = "slf4j-api-1.7.36";
    private static final Pattern PASSED_OVER =
            Pattern.compile("IncompatibleLibraryException: (\\S+) ([^ (]+)\\S* does not work here, needed is (.+?): ");

    private static final List<List<String>> OKHTTP = List.of(
            List.of(),
            List.of("okhttp-3.12.13", "okio-1.17.6"),
            List.of("okhttp-3.14.9", "okio-1.17.6"),
            List.of("okhttp-4.9.3", "okio-2.8.0", "kotlin-stdlib-1.6.21"),
            List.of("okhttp-4.12.0", "okio-jvm-3.6.0", "kotlin-stdlib-1.6.21"),
            List.of("okhttp-4.12.0", "okio-jvm-3.6.0", "kotlin-stdlib-1.8.21"),
            List.of("okhttp-4.12.0", "okhttp-jvm-5.5.1", OKIO, KOTLIN),
            List.of("okhttp-jvm-5.5.1", "okhttp-4.12.0", OKIO, KOTLIN),
            List.of("okhttp-jvm-5.0.0", "okio-jvm-3.6.0", "kotlin-stdlib-1.8.21"),
            List.of("okhttp-jvm-5.0.0", OKIO, KOTLIN),
            List.of("okhttp-jvm-5.5.1", OKIO, KOTLIN),
            List.of("okhttp-jvm-5.5.1", OKIO, "kotlin-stdlib-1.9.25"),
            List.of("okhttp-jvm-5.5.1", OKIO, "kotlin-stdlib-1.8.21"),
            List.of("okhttp-jvm-5.5.1", OKIO, "kotlin-stdlib-1.7.22"),
            List.of("okhttp-jvm-5.5.1", OKIO, "kotlin-stdlib-1.6.21"),
            List.of("okhttp-jvm-5.5.1", "okio-jvm-3.6.0", KOTLIN));

    private static final List<List<String>> APACHE = List.of(
            List.of(),
            List.of("httpclient5-5.0.4", "httpcore5-5.0.4", SLF4J),
            List.of("httpclient5-5.1.4", "httpcore5-5.1.5", SLF4J),
            List.of("httpclient5-5.2.3", "httpcore5-5.2.5", SLF4J),
            List.of("httpclient5-5.3.1", "httpcore5-5.2.5", SLF4J),
            List.of("httpclient5-5.4.4", "httpcore5-5.3.6", SLF4J),
            List.of("httpclient5-5.5.1", "httpcore5-5.3.6", SLF4J),
            List.of("httpclient5-5.6.5", "httpcore5-5.4.4", SLF4J),
            List.of("httpclient5-5.6.5", "httpcore5-5.2.5", SLF4J),
            List.of("httpclient5-5.6.5", "httpcore5-5.4.4"));

    @TempDir
    Path folder;

    @Test
    void clientVersions_areCurrent() throws Exception {
        String table = document();
        if (System.getProperty("metriton.clientVersions.write") != null) {
            Files.writeString(DOCUMENT, table);
        }
        assertThat(DOCUMENT)
                .as("written anew by -Dmetriton.clientVersions.write")
                .exists()
                .content(StandardCharsets.UTF_8)
                .isEqualTo(table);
    }

    private String document() throws Exception {
        List<String> lines = new ArrayList<>(List.of(
                "# Versions of the clients",
                "",
                "A host program chooses the versions of OkHttp and HttpClient. Each transport looks, when it is created, whether what",
                "it needs is there; where it is not, the next transport is taken, with one WARNING that names the library, the version",
                "found and the version needed. Made by `ClientVersionsIT`, which reports with each of these over http and https, with",
                "`socket` as the next transport, and fails when this is not current; [CONTRIBUTING.md](../CONTRIBUTING.md)",
                "has the command that writes it anew.",
                "",
                "| transport | on the class path | taken | http | https | what the WARNING names: found, needed |",
                "|---|---|---|---|---|---|"));
        SSLContext before = SSLContext.getDefault();
        LoopbackTls tls = LoopbackTls.in(folder);
        SSLContext.setDefault(tls.client());
        try (ScriptedServer http = ScriptedServer.start(ScriptedServer.always(200, "{\"latest_version\": \"2.0.0\"}"));
                ScriptedServer https = ScriptedServer.startTls(
                        tls.server(), ScriptedServer.always(200, "{\"latest_version\": \"2.0.0\"}"))) {
            for (List<String> jars : OKHTTP) {
                lines.add(row("okhttp", IsolatedSdk.Plugin.OKHTTP, jars, http, https));
            }
            for (List<String> jars : APACHE) {
                lines.add(row("apache", IsolatedSdk.Plugin.APACHE, jars, http, https));
            }
        } finally {
            SSLContext.setDefault(before);
        }
        return String.join("\n", lines) + "\n";
    }

    private static String row(
            String name, IsolatedSdk.Plugin plugin, List<String> jars, ScriptedServer http, ScriptedServer https)
            throws Exception {
        try (LogRecorder log = new LogRecorder();
                URLClassLoader loader = sdk(plugin, jars)) {
            BiFunction<String, Map<String, String>, String> sdk = driver(loader);
            String taken = sdk.apply("build", settings(http));
            String heard = heard(sdk, http) + " | " + heard(sdk, https);
            assertThat(log.at(Level.WARNING)).as("%s with %s", name, jars).hasSize(taken.equals(name) ? 0 : 1);
            return "| `" + name + "` | " + (jars.isEmpty() ? "nothing" : String.join(", ", jars)) + " | `" + taken
                    + "` | " + heard + " | " + named(log.at(Level.WARNING)) + " |";
        }
    }

    private static String heard(BiFunction<String, Map<String, String>, String> sdk, ScriptedServer server) {
        int before = server.requests().size();
        assertThat(sdk.apply("build", settings(server))).isIn("okhttp", "apache", "socket");
        String answer = sdk.apply("report", Map.of());
        assertThat(answer).contains("2.0.0");
        return server.requests().size() == before + 1
                ? "heard"
                : (server.requests().size() - before) + " requests";
    }

    /** The SDK, one transport, and {@code socket}; of the transports' clients nothing but these jars. */
    private static URLClassLoader sdk(IsolatedSdk.Plugin plugin, List<String> jars) throws Exception {
        List<Path> classPath = new ArrayList<>();
        for (String jar : jars) {
            Path file = JARS.resolve(jar + ".jar");
            assertThat(file).as("fetched by: mvn verify").exists();
            classPath.add(file);
        }
        classPath.add(plugin.location());
        classPath.add(IsolatedSdk.Plugin.SOCKET.location());
        for (Class<?> type : List.of(
                SdkDriver.class,
                io.metriton.api.Transport.class,
                io.metriton.core.Reporter.class,
                com.fasterxml.jackson.core.JsonFactory.class)) {
            classPath.add(ChildJvm.locationOf(type));
        }
        URL[] urls = new URL[classPath.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = classPath.get(i).toUri().toURL();
        }
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    @SuppressWarnings("unchecked")
    private static BiFunction<String, Map<String, String>, String> driver(URLClassLoader loader) throws Exception {
        var constructor = loader.loadClass(SdkDriver.class.getName()).getDeclaredConstructor();
        constructor.setAccessible(true);
        return (BiFunction<String, Map<String, String>, String>) constructor.newInstance();
    }

    private static Map<String, String> settings(ScriptedServer server) {
        return Map.of("endpoint", server.uri("/scout").toString(), "builder.installId", "an-id");
    }

    private static String named(List<String> warnings) {
        if (warnings.isEmpty()) {
            return "";
        }
        Matcher named = PASSED_OVER.matcher(warnings.get(0));
        assertThat(named.find()).as("%s", warnings).isTrue();
        return named.group(1) + " " + named.group(2) + ", " + named.group(3);
    }
}
