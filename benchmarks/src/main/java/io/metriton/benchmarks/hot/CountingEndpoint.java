package io.metriton.benchmarks.hot;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/** An endpoint on loopback that takes everything, and counts what stands once in each report. */
final class CountingEndpoint implements AutoCloseable {
    private static final byte[] ANSWER = "{\"status\":1,\"success\":true}".getBytes(StandardCharsets.UTF_8);

    private final String marker;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong counted = new AtomicLong();

    CountingEndpoint(String marker) {
        this.marker = marker;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** Its host and port. */
    String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    long counted() {
        return counted.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream body = exchange.getRequestBody()) {
            InputStream plain = zipped ? new GZIPInputStream(body) : body;
            String text = new String(plain.readAllBytes(), StandardCharsets.UTF_8);
            for (int at = text.indexOf(marker); at >= 0; at = text.indexOf(marker, at + 1)) {
                counted.incrementAndGet();
            }
        }
        exchange.sendResponseHeaders(200, ANSWER.length);
        exchange.getResponseBody().write(ANSWER);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
