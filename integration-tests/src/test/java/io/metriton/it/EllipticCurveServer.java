package io.metriton.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An https server on loopback whose only key is on an elliptic curve, as those of most endpoints are. */
final class EllipticCurveServer implements AutoCloseable {
    private static final String PASSWORD = "changeit";

    private final HttpsServer server;
    private final Path store;

    private EllipticCurveServer(HttpsServer server, Path store) {
        this.server = server;
        this.store = store;
    }

    /** Makes a key in the folder, by the tool of a JDK, and answers each request with that body. */
    static EllipticCurveServer start(Jdk jdk, Path folder, String answer) throws Exception {
        Path store = folder.resolve("curve.p12");
        makeKey(jdk, folder, store);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);

        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        server.createContext("/scout", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return new EllipticCurveServer(server, store);
    }

    private static void makeKey(Jdk jdk, Path folder, Path store) throws Exception {
        List<String> command = List.of(
                jdk.tool("keytool"),
                "-genkeypair",
                "-alias",
                "curve",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        assertThat(new Program(folder, Map.of(), command).run().status()).isZero();
    }

    String endpoint() {
        return "https://127.0.0.1:" + server.getAddress().getPort() + "/scout";
    }

    /** Options of a JVM that trusts this server. */
    List<String> trustingOptions() {
        return List.of(
                "-Djavax.net.ssl.trustStore=" + store,
                "-Djavax.net.ssl.trustStoreType=PKCS12",
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
