package io.metriton.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.metriton.api.NotSentException;
import io.metriton.api.Transport;
import io.metriton.api.TransportConfig;
import io.metriton.api.TransportRequest;
import io.metriton.testkit.ScriptedServer;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A trust store that cannot be read stops https only. In a JVM of its own, which reads the property once. */
@Timeout(60)
class JdkBrokenTrustStoreTest {

    @Test
    void brokenTrustStore_stopsHttpsAndNotHttp(@TempDir Path folder) throws Exception {
        Path store = Files.writeString(folder.resolve("cacerts"), "this is no key store");
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.always(200, "{}"))) {
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-Djavax.net.ssl.trustStore=" + store,
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            JdkBrokenTrustStoreTest.class.getName(),
                            String.valueOf(server.port()))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(child.getInputStream().readAllBytes());

            assertThat(child.waitFor()).as(output).isZero();
            assertThat(output).contains("http: 200").contains("https: not sent");
        }
    }

    /** Of the child process. */
    public static void main(String[] args) throws Exception {
        TransportConfig config =
                TransportConfig.builder().proxySelector(ProxySelector.of(null)).build();
        try (Transport transport = new JdkTransportProvider().create(config)) {
            System.out.println(
                    "http: " + transport.send(request("http", args[0])).status());
            try {
                transport.send(request("https", args[0]));
            } catch (NotSentException e) {
                System.out.println("https: not sent: " + e.getMessage());
            }
        }
    }

    private static TransportRequest request(String scheme, String port) {
        return TransportRequest.builder()
                .endpoint(URI.create(scheme + "://127.0.0.1:" + port + "/scout"))
                .body(new byte[2])
                .build();
    }
}
