package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.metriton.it.Program.Outcome;
import io.metriton.testkit.ReceivedRequest;
import io.metriton.testkit.ScriptedServer;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the programs of the folder {@code consumers}, which the build has made of the installed artifacts, each with a
 * Maven of its own: the ways in which users put the jars together.
 */
@Tag("long")
class ConsumersIT {
    private static final List<String> TRANSPORTS = List.of("jdk", "okhttp", "apache", "socket");
    private static final Path CONSUMERS = Path.of("target/consumers").toAbsolutePath();
    private static final String SEPARATOR = System.getProperty("path.separator");
    private static final String ANSWER = "{\"latest_version\": \"2.0.0\"}";
    private static final String STOP = "{\"latest_version\": \"2.0.0\", \"disable_scout\": true}";
    private static final String NO_TRANSPORT =
            TransportSelectionIT.WAY_OUT.substring("io.metriton.api.MetritonConfigurationException: ".length());

    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0}")
    @MethodSource("io.metriton.it.Jdk#tested")
    private @interface OnEachJdk {}

    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("io.metriton.it.ConsumersIT#jdksAndTransports")
    private @interface OnEachJdkWithEachTransport {}

    @TempDir
    Path home;

    private ScriptedServer server;

    static Stream<Arguments> jdksAndTransports() {
        return Jdk.tested().stream().flatMap(jdk -> TRANSPORTS.stream().map(transport -> Arguments.of(jdk, transport)));
    }

    @BeforeEach
    void start() throws Exception {
        assertThat(CONSUMERS).as("made by: mvn verify").isDirectory();
        server = ScriptedServer.start(ScriptedServer.always(200, ANSWER));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @OnEachJdkWithEachTransport
    void classPath_oneTransportReports(Jdk jdk, String transport) throws Exception {
        Outcome outcome = java(jdk, "-cp", classPath(built("class-path", transport)), "com.example.Main");

        assertThat(outcome).isEqualTo(reported(transport));
        assertThat(home.resolve(".config/class-path/id")).isNotEmptyFile();
    }

    @OnEachJdkWithEachTransport
    void modulePath_oneTransportReports(Jdk jdk, String transport) throws Exception {
        Outcome outcome =
                java(jdk, "-p", modulePath(built("module-path", transport)), "-m", "com.example/com.example.Main");

        assertThat(outcome).isEqualTo(reported(transport));
        assertThat(home.resolve(".config/module-path/id")).isNotEmptyFile();
    }

    @OnEachJdk
    void noTransport_saysWhichToAdd(Jdk jdk) throws Exception {
        java(jdk, "-cp", classPath("no-transport/target"), "com.example.Main").assertPrinted(NO_TRANSPORT);
    }

    @OnEachJdk
    void twoTransports_theHigherPriorityIsTaken(Jdk jdk) throws Exception {
        String[] program = {"-cp", classPath("two-transports/target"), "com.example.Main", endpoint()};

        java(jdk, program).assertPrinted("transport: okhttp", "latest version: 2.0.0");
        java(jdk, Map.of("METRITON_TRANSPORT", "jdk"), program)
                .assertPrinted("transport: jdk", "latest version: 2.0.0");
        assertThat(server.requests()).hasSize(2);
    }

    @OnEachJdk
    void ownTransport_isPreferredToTheSdks(Jdk jdk) throws Exception {
        java(jdk, "-cp", classPath("own-transport/target"), "com.example.Main", endpoint())
                .assertPrinted("transport: parrot", "latest version: 3.0.0");
        assertThat(server.requests()).isEmpty();
    }

    @OnEachJdk
    void ownInstallIdAsAService_isPreferredToTheSdks(Jdk jdk) throws Exception {
        assertOwnInstallId(jdk, "service");
    }

    @OnEachJdk
    void ownInstallIdAsALambda_isTheOnlyOne(Jdk jdk) throws Exception {
        assertOwnInstallId(jdk, "lambda");
    }

    @OnEachJdk
    void fatJarWithMergedServices_findsBothTransports(Jdk jdk) throws Exception {
        String[] program = {"-jar", consumer("fat-jar/target/merged.jar"), endpoint()};

        java(jdk, program).assertPrinted("transport: okhttp", "latest version: 2.0.0");
        java(jdk, Map.of("METRITON_TRANSPORT", "socket"), program)
                .assertPrinted("transport: socket", "latest version: 2.0.0");
        assertThat(server.requests()).hasSize(2);
    }

    @OnEachJdk
    void fatJarWithoutServices_saysThatTheyMustBeMerged(Jdk jdk) throws Exception {
        java(jdk, "-jar", consumer("fat-jar/target/dropped.jar"), endpoint()).assertPrinted(NO_TRANSPORT);
        assertThat(NO_TRANSPORT).contains("in a shaded jar merge META-INF/services");
    }

    @OnEachJdk
    void jlinkImageWithoutJavaNetHttp_reports(Jdk jdk) throws Exception {
        String image = home.resolve("image").toString();
        run(
                        Map.of(),
                        List.of(
                                jdk.tool("jlink"),
                                "-p",
                                modulePath("module-path/target/socket"),
                                "--add-modules",
                                "com.example,io.metriton.transport.socket,io.metriton.installid.fs",
                                "--output",
                                image))
                .assertPrinted();

        String java = Path.of(image, "bin", "java").toString();
        assertThat(run(Map.of(), List.of(java, "--list-modules")).out())
                .map(module -> module.replaceAll("@.*", ""))
                .doesNotContain("java.net.http", "org.jspecify")
                .containsExactly(
                        "com.example",
                        "com.fasterxml.jackson.core",
                        "io.metriton.api",
                        "io.metriton.core",
                        "io.metriton.installid.fs",
                        "io.metriton.transport.socket",
                        "java.base",
                        "jdk.httpserver"); // The consumer's own.
        assertThat(run(Map.of(), List.of(java, "-Duser.home=" + home, "-m", "com.example/com.example.Main")))
                .isEqualTo(reported("socket"));
    }

    /** On JDK 17 elliptic curves are a module of their own, which nothing requires: it must be named. */
    @OnEachJdk
    void jlinkImageWithEllipticCurves_reportsOverHttps(Jdk jdk) throws Exception {
        String image = home.resolve("image").toString();
        run(
                        Map.of(),
                        List.of(
                                jdk.tool("jlink"),
                                "-p",
                                modulePath("module-path/target/socket"),
                                "--add-modules",
                                "com.example,io.metriton.transport.socket,io.metriton.installid.fs,jdk.crypto.ec",
                                "--output",
                                image))
                .assertPrinted();

        try (EllipticCurveServer https = EllipticCurveServer.start(jdk, home, ANSWER)) {
            List<String> command =
                    new ArrayList<>(List.of(Path.of(image, "bin", "java").toString()));
            command.addAll(https.trustingOptions());
            command.addAll(List.of("-Duser.home=" + home, "-m", "com.example/com.example.Main", https.endpoint()));
            assertThat(run(Map.of(), command)).isEqualTo(reported("socket"));
        }
    }

    /** The POM of docs/cli.md, with the Maven that runs this build: it pins what the defaults of Maven 3.8 get wrong. */
    @OnEachJdk
    void firstSteps_theCompletePomBuildsAProgramThatReports(Jdk jdk) throws Exception {
        String libraries = Files.readString(CONSUMERS.resolve("first-steps/target/class-path"))
                .strip();

        java(
                        jdk,
                        "-cp",
                        consumer("first-steps/target/classes") + SEPARATOR + libraries,
                        "com.example.Hello",
                        endpoint())
                .assertPrinted("hello 2.0.0 is available (this is 1.0.0)");
        assertThat(server.requests()).hasSize(1);
        assertThat(home.resolve(".config/hello/id")).isNotEmptyFile();
    }

    @OnEachJdk
    void twoRelocatedCopiesWithOneOutbox_eachReportsOnce(Jdk jdk) throws Exception {
        String classPath = String.join(
                SEPARATOR,
                consumer("relocated/target/one.jar"),
                consumer("relocated/target/two.jar"),
                ChildJvm.classPathOf(Mains.class));

        java(
                        jdk,
                        Map.of("HOME", home.toString()),
                        "-cp",
                        classPath,
                        Mains.class.getName(),
                        endpoint(),
                        "one.com.example.Main",
                        "two.com.example.Main")
                .assertPrinted("one.io.metriton.core.Reporter: 2.0.0", "two.io.metriton.core.Reporter: 2.0.0");
        assertThat(server.requests()).hasSize(2);
    }

    @OnEachJdk
    void springBootJar_findsTheTransportInANestedJar(Jdk jdk) throws Exception {
        java(jdk, "-jar", consumer("spring-boot/target/app.jar"), endpoint())
                .assertPrinted("transport: socket", "latest version: 2.0.0");
        assertThat(server.requests()).hasSize(1);
    }

    /** OkHttp's thread is one for all its clients: the transport must not end it. It ends a minute later. */
    @OnEachJdkWithEachTransport
    void plugIn_canBeUnloadedButForAThreadOfOkhttp(Jdk jdk, String transport) throws Exception {
        boolean held = transport.equals("okhttp");

        assertThat(unload(jdk, transport, held ? 2 : 30))
                .isEqualTo(printed(
                        transport,
                        transport + ": 2.0.0",
                        held ? "still loaded, with [OkHttp TaskRunner]" : "unloaded"));
    }

    @OnEachJdk
    @EnabledIfSystemProperty(named = "metriton.slow", matches = "true", disabledReason = "takes a minute: -Pslow")
    void plugInWithOkhttp_canBeUnloadedAMinuteLater(Jdk jdk) throws Exception {
        unload(jdk, "okhttp", 90).assertPrinted("okhttp: 2.0.0", "unloaded");
    }

    /** There is one version of the SDK so far: the other is the same but for its text (see {@link OtherSdk}). */
    @OnEachJdk
    void plugInsWithTwoVersionsOfTheSdk_doNotSeeEachOtherButObeyTheSameOrder(Jdk jdk) throws Exception {
        Path other = OtherSdk.in(home.resolve("other"), Path.of(consumer("plug-in/target/okhttp")));
        try (ScriptedServer stopping = ScriptedServer.start((index, request, socket) ->
                ScriptedServer.write(socket, ScriptedServer.plain(200, index < 2 ? ANSWER : STOP)))) {
            java(
                            jdk,
                            "-cp",
                            consumer("plug-in-host/target/app.jar"),
                            "com.example.host.SideBySide",
                            stopping.uri("/scout").toString(),
                            other.toString(),
                            consumer("plug-in/target/socket"))
                    .assertPrinted(
                            "one: okhttp: 2.0.0",
                            "two: socket: 2.0.0",
                            "one: okhttp: 2.0.0, silent: the endpoint ordered it (disable_scout) until the process ends",
                            "two: socket: 1.0.0, silent: the endpoint ordered it (disable_scout) until the"
                                    + " process ends");
            assertThat(stopping.requests())
                    .extracting(ConsumersIT::sdkVersion)
                    .containsExactly(OtherSdk.VERSION, OtherSdk.PRESENT, OtherSdk.VERSION);
        }
    }

    private void assertOwnInstallId(Jdk jdk, String kind) throws Exception {
        String id = "by-" + kind + "-for-own-install-id";

        java(jdk, "-cp", classPath("own-install-id/target"), "com.example.Main", endpoint(), kind)
                .assertPrinted("install id: " + id);
        assertThat(server.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.text())
                        .isEqualTo("{\"application\":\"own-install-id\",\"install_id\":\"" + id
                                + "\",\"version\":\"1.0.0\",\"metadata\":{}}"));
        assertThat(home.resolve(".config")).doesNotExist();
    }

    private static String sdkVersion(ReceivedRequest request) {
        return request.header("User-Agent").orElseThrow().replaceAll(".* metriton-java/", "");
    }

    private Outcome unload(Jdk jdk, String transport, int seconds) throws Exception {
        return java(
                jdk,
                "-cp",
                consumer("plug-in-host/target/app.jar"),
                "com.example.host.Unload",
                endpoint(),
                consumer(built("plug-in", transport)),
                String.valueOf(seconds));
    }

    private Outcome java(Jdk jdk, String... arguments) throws Exception {
        return java(jdk, Map.of(), arguments);
    }

    private Outcome java(Jdk jdk, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(jdk.tool("java"), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Duser.home=" + home));
        command.addAll(List.of(arguments));
        return run(environment, command);
    }

    private Outcome run(Map<String, String> environment, List<String> command) throws Exception {
        return new Program(home, environment, command).run();
    }

    private static Outcome reported(String transport) {
        return printed(transport, "transport: " + transport, "latest version: 2.0.0");
    }

    /** HttpClient 5 misses a binding of SLF4J, and SLF4J says so. */
    private static Outcome printed(String transport, String... lines) {
        List<String> complaint = List.of(
                "SLF4J: Failed to load class \"org.slf4j.impl.StaticLoggerBinder\".",
                "SLF4J: Defaulting to no-operation (NOP) logger implementation",
                "SLF4J: See http://www.slf4j.org/codes.html#StaticLoggerBinder for further details.");
        return new Outcome(List.of(lines), transport.equals("apache") ? complaint : List.of(), 0);
    }

    private String endpoint() {
        return server.uri("/scout").toString();
    }

    private static String classPath(String folder) {
        return consumer(folder + "/app.jar") + SEPARATOR + consumer(folder + "/lib/*");
    }

    private static String modulePath(String folder) {
        return consumer(folder + "/app.jar") + SEPARATOR + consumer(folder + "/lib");
    }

    private static String consumer(String path) {
        return CONSUMERS + "/" + path;
    }

    /** Each transport is built into some consumer; all are built into all only where there is time. */
    private static String built(String consumer, String transport) {
        String folder = consumer + "/target/" + transport;
        if (!Boolean.getBoolean("metriton.slow")) {
            assumeThat(CONSUMERS.resolve(folder))
                    .withFailMessage("%s with %s is built by -Pslow alone", consumer, transport)
                    .isDirectory();
        }
        return folder;
    }
}
