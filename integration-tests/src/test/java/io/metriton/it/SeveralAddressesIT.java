package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.testkit.ScriptedServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code jdk} does with a host whose first address refuses; the contract has what the other transports do. The name is in
 * a hosts file of a JVM of its own.
 */
@Tag("long")
class SeveralAddressesIT {
    @TempDir
    Path folder;

    /** Its client takes the first address that the JVM gives and has no way to be told of another. */
    @Test
    void jdk_endsWithinTheConnectTimeWithoutTheOthers() throws Exception {
        Path hosts = Files.write(
                folder.resolve("hosts"), List.of("127.0.0.9 refused-first.test", "127.0.0.1 refused-first.test"));
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"))) {
            URI endpoint = URI.create("http://refused-first.test:" + server.port() + "/scout");

            assertThat(send(hosts, endpoint))
                    .as(
                            "if this reads status 200, the JDK has learned it: then the exemption in JdkTransportContractTest can go")
                    .matches("(java\\.net\\..*Exception|io\\.metriton\\.api\\.NotSentException).* after \\d{1,4} ms");
            assertThat(server.requests()).isEmpty();
        }
    }

    private static String send(Path hosts, URI endpoint) throws Exception {
        try (ChildJvm child = ChildJvm.start(
                SendChild.class,
                ChildJvm.wholeClassPath(),
                Map.of(),
                List.of("-Djdk.net.hosts.file=" + hosts),
                Transports.JDK.name(),
                endpoint.toString())) {
            return child.hearAll().stream()
                    .filter(line -> !line.startsWith("SLF4J"))
                    .reduce("", String::concat);
        }
    }
}
