package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.testkit.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code jdk} does with a host with several addresses, of which the first refuse or say nothing; the contract has what the
 * other transports do. The names are in a hosts file of a JVM of its own; the silent address is a listener whose backlog is
 * full.
 */
@Tag("long")
class SeveralAddressesIT {
    private static final int FILL_MILLIS = 100;

    /** By name, the addresses in the order in which the JVM gives them; the server listens on 127.0.0.1 alone. */
    private static final Map<String, List<String>> HOSTS = Map.of(
            "refused-first.test", List.of("127.0.0.9", "127.0.0.1"),
            "silent-first.test", List.of("127.0.0.3", "127.0.0.1"),
            "three-refuse.test", List.of("127.0.0.9", "127.0.0.8", "127.0.0.7", "127.0.0.1"),
            "silent-and-refused.test", List.of("127.0.0.3", "127.0.0.9", "127.0.0.3", "127.0.0.1"));

    @TempDir
    Path folder;

    private ScriptedServer http;
    private ServerSocket silent;
    private final List<Socket> fillers = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        http = ScriptedServer.start(ScriptedServer.always(200, "{}"));
        silent = new ServerSocket(http.port(), 1, InetAddress.getByName("127.0.0.3"));
        while (fill()) {
            // One more fits.
        }
        List<String> lines = new ArrayList<>();
        HOSTS.forEach((name, addresses) -> addresses.forEach(address -> lines.add(address + " " + name)));
        Files.write(folder.resolve("hosts"), lines);
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket filler : fillers) {
            filler.close();
        }
        silent.close();
        http.close();
    }

    private boolean fill() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(silent.getLocalSocketAddress(), FILL_MILLIS);
            return fillers.add(socket);
        } catch (SocketTimeoutException e) {
            socket.close();
            return false;
        }
    }

    /** Its client takes the first address that the JVM gives and has no way to be told of another. */
    @Test
    void jdk_endsWithinTheConnectTimeWithoutTheOthers() throws Exception {
        assertThat(send())
                .as(
                        "if this reads status 200, the JDK has learned it: then the exemption in JdkTransportContractTest can go")
                .hasSize(HOSTS.size())
                .allSatisfy(
                        line -> assertThat(line)
                                .matches(
                                        "(java\\.net\\..*Exception|io\\.metriton\\.api\\.NotSentException).* after \\d{1,4} ms"));
        assertThat(http.requests()).isEmpty();
    }

    private List<String> send() throws Exception {
        List<String> arguments = new ArrayList<>(List.of(Transports.JDK.name()));
        HOSTS.keySet().stream()
                .sorted()
                .forEach(name -> arguments.add(URI.create("http://" + name + ":" + http.port() + "/scout")
                        .toString()));
        try (ChildJvm child = ChildJvm.start(
                SendChild.class,
                ChildJvm.wholeClassPath(),
                Map.of(),
                List.of("-Djdk.net.hosts.file=" + folder.resolve("hosts")),
                arguments.toArray(String[]::new))) {
            return child.hearAll().stream()
                    .filter(line -> !line.startsWith("SLF4J"))
                    .toList();
        }
    }
}
