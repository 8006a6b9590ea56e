package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import io.metriton.api.Report;
import io.metriton.core.Reporter;
import io.metriton.installid.fs.FilesystemInstallIdProvider;
import io.metriton.it.Program.Outcome;
import io.metriton.it.osgi.OsgiHost;
import io.metriton.it.osgi.ReportingActivator;
import io.metriton.testkit.ScriptedServer;
import io.metriton.transport.socket.SocketTransportProvider;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Constants;

/** The jars as bundles in Apache Felix, where {@code ServiceLoader} works by Apache Aries SPI Fly. */
class OsgiIT {
    private static final List<Class<?>> SDK = List.of(Report.class, Reporter.class, JsonFactory.class);
    private static final List<Class<?>> PLUG_INS =
            List.of(SocketTransportProvider.class, FilesystemInstallIdProvider.class);
    private static final List<String> SPI_FLY = List.of(
            "org.objectweb.asm.Opcodes",
            "org.objectweb.asm.tree.ClassNode",
            "org.objectweb.asm.tree.analysis.Analyzer",
            "org.objectweb.asm.commons.Method",
            "org.objectweb.asm.util.Printer",
            "org.apache.aries.spifly.BaseActivator");

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("io.metriton.it.Jdk#tested")
    void withSpiFly_transportAndInstallIdAreFound(Jdk jdk) throws Exception {
        List<Class<?>> bundles = new ArrayList<>();
        for (String name : SPI_FLY) {
            bundles.add(Class.forName(name));
        }
        bundles.addAll(SDK);
        bundles.addAll(PLUG_INS);
        try (ScriptedServer server =
                ScriptedServer.start(ScriptedServer.always(200, "{\"latest_version\": \"2.0.0\"}"))) {
            assertThat(run(jdk, server, bundles).out()).containsExactly("socket: 2.0.0");
            assertThat(server.requests()).hasSize(1);
        }
        assertThat(folder.resolve(".config/osgi/id")).isNotEmptyFile();
    }

    /** They resolve all the same: a bundle may give the builder a transport of its own. */
    @ParameterizedTest
    @MethodSource("io.metriton.it.Jdk#tested")
    void withoutSpiFly_theMessageSaysThatThereIsNoTransport(Jdk jdk) throws Exception {
        List<Class<?>> bundles = Stream.of(SDK, PLUG_INS).flatMap(List::stream).toList();
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"))) {
            assertThat(run(jdk, server, bundles).out())
                    .singleElement()
                    .asString()
                    .startsWith("no transport found");
            assertThat(server.requests()).isEmpty();
        }
    }

    /** In a JVM with the framework alone on its class path, which SPI Fly asks, too. */
    private Outcome run(Jdk jdk, ScriptedServer server, List<Class<?>> bundles) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                jdk.tool("java"),
                "-cp",
                ChildJvm.classPathOf(OsgiHost.class, FrameworkFactory.class),
                OsgiHost.class.getName(),
                server.uri("/scout").toString(),
                folder.toString()));
        for (Class<?> each : bundles) {
            Path jar = ChildJvm.locationOf(each);
            assertThat(jar).as("a jar, made by: mvn verify").isRegularFile();
            command.add(jar.toUri().toString());
        }
        command.add(reportingBundle().toUri().toString());
        Outcome outcome = new Program(folder, Map.of(), command).run();
        assertThat(outcome.status()).as("%s", outcome).isZero();
        return outcome;
    }

    private Path reportingBundle() throws Exception {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, "com.example.reporting");
        headers.putValue(Constants.BUNDLE_ACTIVATOR, ReportingActivator.class.getName());
        headers.putValue(
                Constants.IMPORT_PACKAGE,
                "org.osgi.framework,io.metriton.api;version=\"[0.1,1)\",io.metriton.core;version=\"[0.1,1)\"");
        Path jar = folder.resolve("reporting.jar");
        String name = ReportingActivator.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                InputStream code = ReportingActivator.class.getClassLoader().getResourceAsStream(name)) {
            entries.putNextEntry(new JarEntry(name));
            code.transferTo(entries);
        }
        return jar;
    }
}
