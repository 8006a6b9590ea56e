package io.metriton.benchmarks.run;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Endpoints on loopback: one that answers everybody as his client expects, over http and https, and one that is silent. */
final class LoopbackServer implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "benchmark-server");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicLong requests = new AtomicLong();
    private final HttpServer http;
    private final HttpsServer https;
    private final ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> waiting = new ArrayList<>();
    private final Path trustStore = Files.createTempDirectory("benchmark").resolve("trust.p12");

    LoopbackServer() throws Exception {
        // The server of the JDK answers late when both sides wait for each other's small packets.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        https.setHttpsConfigurator(new HttpsConfigurator(sslContext()));
        for (HttpServer each : List.of(http, https)) {
            each.setExecutor(threads);
            each.createContext("/", this::answer);
            each.start();
        }
        threads.execute(this::acceptAndSayNothing);
    }

    String http() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    String https() {
        return "https://localhost:" + https.getAddress().getPort();
    }

    String silent() {
        return "http://127.0.0.1:" + silent.getLocalPort();
    }

    /** Nobody listens there. */
    static String down() {
        return "http://127.0.0.1:1";
    }

    /** What a JVM has to be told to trust the https side. */
    List<String> trust() {
        return List.of(
                "-Djavax.net.ssl.trustStore=" + trustStore,
                "-Djavax.net.ssl.trustStorePassword=" + new String(PASSWORD));
    }

    long requests() {
        return requests.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (InputStream in = exchange.getRequestBody()) {
            in.readAllBytes();
        }
        requests.incrementAndGet();
        byte[] body = bodyFor(exchange.getRequestURI().getPath()).getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String bodyFor(String path) {
        if (path.startsWith("/track")) {
            return "1"; // Mixpanel
        }
        return path.startsWith("/amplitude")
                ? "{\"code\":200,\"events_ingested\":1,\"payload_size_bytes\":50,\"server_upload_time\":1}"
                : "{\"application\":\"bench\",\"latest_version\":\"1.0\",\"notices\":[]}";
    }

    private void acceptAndSayNothing() {
        try {
            while (true) {
                Socket socket = silent.accept();
                synchronized (waiting) {
                    waiting.add(socket);
                }
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private SSLContext sslContext() throws Exception {
        Path keys = trustStore.resolveSibling("keys.p12");
        run(
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-keystore",
                keys.toString(),
                "-validity",
                "10");
        Path certificate = trustStore.resolveSibling("a.crt");
        run("-exportcert", "-alias", "a", "-keystore", keys.toString(), "-file", certificate.toString());
        run(
                "-importcert",
                "-noprompt",
                "-alias",
                "a",
                "-file",
                certificate.toString(),
                "-keystore",
                trustStore.toString());
        KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", new String(PASSWORD), "-storetype", "PKCS12"));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException(said);
        }
    }

    @Override
    public void close() throws IOException {
        http.stop(0);
        https.stop(0);
        silent.close();
        synchronized (waiting) {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
        threads.shutdownNow();
    }
}
