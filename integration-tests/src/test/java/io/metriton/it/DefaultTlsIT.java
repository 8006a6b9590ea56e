package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Of the JVM's own default for https, its trust is used and its keys are not: the certificate of {@code
 * javax.net.ssl.keyStore} may hold a person's name. The endpoint here asks for one, without insisting.
 */
@Tag("long")
class DefaultTlsIT {
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private final List<String> peers = new CopyOnWriteArrayList<>();
    private LoopbackTls keys;
    private SSLServerSocket asking;

    @BeforeEach
    void start() throws Exception {
        keys = LoopbackTls.in(folder);
        asking = (SSLServerSocket)
                keys.server().getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        asking.setWantClientAuth(true);
        Thread server = new Thread(this::serve, "asking-server");
        server.setDaemon(true);
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        asking.close();
    }

    private void serve() {
        try {
            while (true) {
                try (SSLSocket socket = (SSLSocket) asking.accept()) {
                    socket.startHandshake();
                    peers.add(peer(socket));
                    read(socket);
                    socket.getOutputStream().write(ANSWER);
                } catch (IOException e) {
                    if (asking.isClosed()) {
                        return;
                    }
                }
            }
        } finally {
            peers.add("closed");
        }
    }

    private static String peer(SSLSocket socket) {
        try {
            return socket.getSession().getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            return "nobody";
        }
    }

    /** A head, and a body of two bytes. */
    private static void read(SSLSocket socket) throws IOException {
        StringBuilder request = new StringBuilder();
        while (!request.toString().endsWith("\r\n\r\n{}")) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("the client went away");
            }
            request.append((char) next);
        }
    }

    @ParameterizedTest
    @EnumSource
    void certificateOfTheJvmsKeyStore_isNotShownToAnEndpointThatAsks(Transports transport) throws Exception {
        assertThat(send(
                        transport,
                        "-Djavax.net.ssl.trustStore=" + keys.trustStore(),
                        "-Djavax.net.ssl.trustStorePassword=" + LoopbackTls.PASSWORD,
                        "-Djavax.net.ssl.keyStore=" + keys.clientKeyStore(),
                        "-Djavax.net.ssl.keyStorePassword=" + LoopbackTls.PASSWORD))
                .startsWith("status 200");
        assertThat(peers).containsExactly("nobody");
    }

    @ParameterizedTest
    @EnumSource
    void keyStoreThatCannotBeRead_doesNotMatter(Transports transport) throws Exception {
        assertThat(send(
                        transport,
                        "-Djavax.net.ssl.trustStore=" + keys.trustStore(),
                        "-Djavax.net.ssl.trustStorePassword=" + LoopbackTls.PASSWORD,
                        "-Djavax.net.ssl.keyStore=" + keys.clientKeyStore(),
                        "-Djavax.net.ssl.keyStorePassword=wrong"))
                .startsWith("status 200");
    }

    @ParameterizedTest
    @EnumSource
    void trustStoreThatCannotBeRead_isToldForHttpsAndDoesNotMatterForHttp(Transports transport) throws Exception {
        Path broken = Files.writeString(folder.resolve("broken"), "no key store");
        String option = "-Djavax.net.ssl.trustStore=" + broken;

        assertThat(send(transport, option)).contains("trust store of this JVM cannot be used");
        try (var http =
                io.metriton.testkit.ScriptedServer.start(io.metriton.testkit.ScriptedServer.always(200, "{}"))) {
            assertThat(send(transport, http.uri("/").toString(), List.of(option)))
                    .startsWith("status 200");
        }
    }

    /** A host sets it for a box of its own, and the JDK heeds it for the whole process. */
    @ParameterizedTest
    @EnumSource
    void propertyThatSwitchesTheLookAtNamesOff_doesNotCount(Transports transport) throws Exception {
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 of-another-name.test\n");

        assertThat(send(
                        transport,
                        "https://of-another-name.test:" + asking.getLocalPort() + "/",
                        List.of(
                                "-Djdk.internal.httpclient.disableHostnameVerification",
                                "-Djdk.net.hosts.file=" + hosts,
                                "-Djavax.net.ssl.trustStore=" + keys.trustStore(),
                                "-Djavax.net.ssl.trustStorePassword=" + LoopbackTls.PASSWORD)))
                .startsWith("javax.net.ssl.SSL");
        assertThat(peers).doesNotContain("nobody");
    }

    private String send(Transports transport, String... options) throws Exception {
        return send(transport, "https://127.0.0.1:" + asking.getLocalPort() + "/", List.of(options));
    }

    private static String send(Transports transport, String endpoint, List<String> options) throws Exception {
        try (ChildJvm child = ChildJvm.start(
                SendChild.class,
                ChildJvm.wholeClassPath(),
                Map.of(),
                new ArrayList<>(options),
                transport.name(),
                endpoint)) {
            return String.join(
                    "\n",
                    child.hearAll().stream()
                            .filter(line -> !line.startsWith("SLF4J"))
                            .toList());
        }
    }
}
